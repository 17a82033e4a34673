/** A deployment as doctor finds it: emulated AWS with parameters and secret, Lambda's word of four functions, a vCenter. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Link } from '../../lib/cli/doctor-chain.ts';
import type { DoctorResult } from '../../lib/cli/doctor-result.ts';
import { connectionParameter, type Deployment, deploymentParameter, settingsParameter } from '../../lib/contract.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { listenOnLoopback } from '../../local/loopback.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts';
import { awsEnvironment } from './aws-environment.ts';
import { type Finished, runCli } from './cli-process.ts';

/** What doctor ended with, its links by name. */
export interface Diagnosis extends Finished {
  readonly result: DoctorResult;
  status(link: string): string;
  link(name: string): Link;
}

export interface DoctorBench {
  readonly simulator: Simulator;
  readonly emulators: Emulators;
  /** `doctor --vcenter vc01 --output json` with the environment of an operator. */
  diagnose(args?: readonly string[], environment?: Record<string, string>): Promise<Diagnosis>;
  /** Another command, with the same environment. */
  run(...args: readonly string[]): Promise<Finished>;
  /** Changes the parameter that says where everything is. */
  redeploy(over: Partial<Deployment>): void;
  close(): Promise<void>;
}

/** What differs from a deployment that is right. */
export interface DoctorSeed {
  readonly simulator?: SimulatorOptions;
  readonly settings?: Readonly<Record<string, string>>;
  readonly password?: string;
  /** Function to Lambda's answer. */
  readonly functions?: Readonly<Record<string, object>>;
}

/** The names of the deployed functions. */
export const FUNCTIONS = {
  forwardEvents: 'forward-events',
  configureHost: 'configure-host',
  sweepHosts: 'sweep-hosts',
  replayEvents: 'replay-events',
};
const DEFAULTS = { portgroup: 'pg-provisioning', gateway: '10.20.0.1', address: { mode: 'dhcp' } };

export async function startDoctorBench(seed: DoctorSeed = {}): Promise<DoctorBench> {
  const simulator = await startSimulator(seed.simulator ?? {});
  const { ready } = simulator;
  const ca = await readFile(ready.certificate, 'utf8');
  let parameters = new Map<string, string>();
  const account = { username: ready.username, password: seed.password ?? ready.password };
  const emulators = await startEmulators({
    secrets: { account: { text: JSON.stringify(account), version: '1' } },
    parameters: async () => parameters,
  });
  const { table, queueUrl, deadLetterQueueUrl, alertTopicArn } = emulators;
  const deployment: Deployment = { table, queueUrl, deadLetterQueueUrl, alertTopicArn, functions: FUNCTIONS };
  const settings = seed.settings ?? { defaults: JSON.stringify(DEFAULTS) };
  parameters = new Map([
    [connectionParameter('vc01'), JSON.stringify({ endpoint: ready.url, secret: 'account', ca })],
    [deploymentParameter('vc01'), JSON.stringify(deployment)],
    ...Object.entries(settings).map(([scope, text]) => [settingsParameter('vc01', scope), text] as const),
  ]);
  const lambda = lambdaServer(seed.functions ?? {});
  const operator = {
    PATH: process.env['PATH'] ?? '',
    ...awsEnvironment(emulators),
    AWS_ENDPOINT_URL_LAMBDA: await listenOnLoopback(lambda),
  };
  return {
    simulator,
    emulators,
    diagnose: async (args = [], environment = {}) => {
      const words = ['doctor', '--vcenter', 'vc01', '--output', 'json', ...args];
      return diagnosis(await runCli(words, { ...operator, ...environment }));
    },
    run: (...args) => runCli(args, operator),
    redeploy: (over) => {
      parameters.set(deploymentParameter('vc01'), JSON.stringify({ ...deployment, ...over }));
    },
    close: async () => {
      lambda.close();
      await emulators.close();
      await simulator.close();
    },
  };
}

/** GetFunctionConfiguration: `GET /2015-03-31/functions/NAME/configuration` (Lambda API reference). */
function lambdaServer(answers: Readonly<Record<string, object>>) {
  return createServer((request, response) => {
    const name = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/.exec(request.url ?? '')?.[1] ?? '';
    const answer = { FunctionName: name, State: 'Active', LastUpdateStatus: 'Successful', ...answers[name] };
    response.writeHead('errorType' in answer ? 404 : 200, {
      'Content-Type': 'application/json',
      ...('errorType' in answer ? { 'x-amzn-errortype': String(answer.errorType) } : {}),
    });
    response.end(JSON.stringify(answer));
  });
}

function diagnosis(finished: Finished): Diagnosis {
  if (!finished.stdout.startsWith('{')) throw new SyntaxError(`No JSON: ${finished.stderr}`);
  const result: DoctorResult = JSON.parse(finished.stdout);
  const none: Link = { link: '', status: 'skipped', detail: 'no such link' };
  const link = (name: string) => result.links.find((each) => each.link === name) ?? none;
  return { ...finished, result, link, status: (name) => link(name).status };
}
