/** Parameter Store in front of the real command line: what is stored, and what happens in the middle of a command. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { settingsParameter } from '../../lib/contract.ts';
import { startEmulators } from '../../local/emulators.ts';
import { closeServer, listenOnLoopback } from '../../local/loopback.ts';
import { awsEnvironment } from './aws-environment.ts';
import { type Finished, runCli } from './cli-process.ts';

/** One call of the command line on its way to Parameter Store: `PutParameter`, and its body. */
type OnCall = (action: string, body: Record<string, unknown>) => Promise<'denied' | undefined>;

export interface ParameterBench {
  /** What is done before a call is passed on; the next one sets it anew. */
  meanwhile: OnCall;
  /** The actions that the command line called, in order. */
  readonly calls: string[];
  put(name: string, value: object | string): Promise<void>;
  /** The value of a parameter; undefined when there is none. */
  valueOf(name: string): Promise<string | undefined>;
  remove(name: string): Promise<void>;
  readonly environment: Record<string, string>;
  settings(...args: readonly string[]): Promise<Finished>;
  close(): Promise<void>;
}

/** @param vcenter the root of names that do not begin with a slash */
export async function startParameterBench(vcenter = 'vc01'): Promise<ParameterBench> {
  const emulators = await startEmulators();
  const clients = createAwsClients(emulators);
  const named = (name: string) => (name.startsWith('/') ? name : settingsParameter(vcenter, name));
  const proxy = createServer(async (request, response) => {
    const body = (await json(request)) as Record<string, unknown>;
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    bench.calls.push(action);
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    if ((await bench.meanwhile(action, body)) === 'denied') {
      response.writeHead(400, headers).end('{"__type":"AccessDeniedException","message":"not authorized"}');
      return;
    }
    const target = { 'x-amz-target': `AmazonSSM.${action}`, authorization: request.headers.authorization ?? '' };
    const init = { method: 'POST', headers: { ...headers, ...target }, body: JSON.stringify(body) };
    const answer = await fetch(emulators.endpoints.ssm, init);
    response.writeHead(answer.status, headers).end(await answer.text());
  });
  const environment = {
    PATH: process.env['PATH'] ?? '',
    ...awsEnvironment(emulators),
    AWS_ENDPOINT_URL_SSM: await listenOnLoopback(proxy),
  };
  const bench: ParameterBench = {
    meanwhile: async () => undefined,
    calls: [],
    environment,
    async put(name, value) {
      const Value = typeof value === 'string' ? value : JSON.stringify(value);
      await clients.ssm.send(new PutParameterCommand({ Name: named(name), Value, Type: 'String', Overwrite: true }));
    },
    async valueOf(name) {
      const found = clients.ssm.send(new GetParameterCommand({ Name: named(name) }));
      return found.then(
        ({ Parameter }) => Parameter?.Value,
        () => undefined,
      );
    },
    async remove(name) {
      await clients.ssm.send(new DeleteParameterCommand({ Name: named(name) }));
    },
    settings: (...args) => {
      bench.calls.length = 0;
      return runCli(['settings', ...args], environment);
    },
    async close() {
      clients.destroy();
      await closeServer(proxy);
      await emulators.close();
    },
  };
  return bench;
}
