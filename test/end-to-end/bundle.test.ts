/** The bundles as the CDK makes them, loaded by a Node that has nothing else: what is left out is not missed. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { bundleFunctions } from '../../bench/function-bundle.ts';
import { sourceStack } from '../../functions/middleware/source-stack.ts';
import { connectionParameter, ENVIRONMENT, settingsParameter } from '../../lib/contract.ts';
import { LEFT_OUT_ON_LAMBDA } from '../../lib/infra/left-out-packages.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { awsEnvironment } from './aws-environment.ts';

const CALL = `const { handler } = require(process.argv[1]);
const context = { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 120000 };
handler(JSON.parse(process.argv[2]), context).then((result) => console.error(JSON.stringify(result)));`;

describe('configure-host, bundled', () => {
  let folder: string;
  let bundles: Record<'configureHost' | 'acceptEvents', string>;
  let simulator: Simulator;
  let emulators: Emulators;
  const outcomes: { status?: unknown }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-bundles-'));
    bundles = await bundleFunctions(
      { configureHost: 'functions/configure-host.ts', acceptEvents: 'functions/accept-events.ts' },
      folder,
    );
    simulator = await startSimulator({});
    const { url, username, password, certificate } = simulator.ready;
    const connection = { endpoint: url, ca: await readFile(certificate, 'utf8'), secret: 'account' };
    const settings = {
      portgroup: 'pg-provisioning',
      gateway: '10.20.0.1',
      address: { mode: 'derive', subnet: '10.20.0.0/24' },
      dns: { servers: ['10.0.0.53'] },
      mode: 'enforce',
    };
    emulators = await startEmulators({
      secrets: { account: { text: JSON.stringify({ username, password }), version: '1' } },
      parameters: async () =>
        new Map([
          [connectionParameter('vc01'), JSON.stringify(connection)],
          [settingsParameter('vc01', 'defaults'), JSON.stringify(settings)],
        ]),
      onEvent: ({ detail }) => void outcomes.push(detail),
    });
  }, 240_000);

  afterAll(async () => {
    await emulators?.close();
    await simulator?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the handler in a process that has the variables of Lambda and no others. */
  async function invoke(bundle: string, event: object): Promise<string> {
    const { table, eventBus, queueUrl, alertTopicArn } = emulators;
    const child = spawn(process.execPath, ['-e', CALL, bundle, JSON.stringify(event)], {
      env: {
        ...awsEnvironment(emulators),
        [ENVIRONMENT.table]: table,
        [ENVIRONMENT.queues]: JSON.stringify({ vc01: queueUrl }),
        [ENVIRONMENT.sourceNames]: '{"vc01":["vc01.example.com"]}',
        [ENVIRONMENT.eventBus]: eventBus,
        [ENVIRONMENT.alertTopic]: alertTopicArn,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return text(child.stderr);
  }

  function recordOf(body: object) {
    const attributes = { MessageGroupId: 'vc01/host' };
    return { Records: [{ messageId: 'm-1', body: JSON.stringify(body), attributes }] };
  }

  test('logs in, reads, writes and verifies a host', async () => {
    const name = simulator.ready.hosts[0] ?? '';
    const moref = await (await connectAdministrator(simulator.ready)).findHost(name);
    const host = { moref, name };
    const cause = { kind: 'replay', replay: 'once' };
    expect(await invoke(bundles.configureHost, recordOf({ version: 1, vcenter: 'vc01', host, cause }))).toBe(
      '{"batchItemFailures":[]}\n',
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['converged']);
  });

  test('is no larger than what a cold start can bear: one import too many brought 380 kB of languages once', async () => {
    expect((await readFile(bundles.configureHost)).length).toBeLessThan(820_000);
  });

  test('tells where in the sources an error was', async () => {
    const written = await readFile(bundles.configureHost, 'utf8');
    const lines = written.split('\n');
    const line = lines.findIndex((each) => each.includes('which is not wired here'));
    const column = lines[line]?.indexOf('which is not wired here') ?? 0;
    expect(sourceStack(`    at x (${bundles.configureHost}:${line + 1}:${column + 1})`)).toMatch(
      /functions\/configure-host\.ts:\d+:\d+\)$/,
    );
  });

  test('accept-events refuses what is no event', async () => {
    expect(await invoke(bundles.acceptEvents, { detail: {} })).toContain('message-malformed');
  });
});

test.each(['configure-host', 'forward-events', 'accept-events', 'sweep-hosts', 'replay-events'])(
  'nobody but node-soap and the SDK asks for what is left out of %s',
  async (name) => {
    const { metafile } = await build({
      entryPoints: [`functions/${name}.ts`],
      ...{ bundle: true, write: false, metafile: true, platform: 'node', mainFields: ['module', 'main'] },
      ...{ format: 'cjs', outfile: 'index.js', alias: { ...LEFT_OUT_ON_LAMBDA } },
    });
    const asking = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
      imports.some(({ original = '' }) => original in LEFT_OUT_ON_LAMBDA) ? [file] : [],
    );
    const known = /node_modules\/(soap\/|@aws-sdk\/client-|@smithy\/core\/)/;
    expect(asking).not.toEqual([]);
    expect(asking.filter((file) => !known.test(file))).toEqual([]);
  },
);
