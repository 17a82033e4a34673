/** One wrong secret, and everybody who logs in with it: a vCenter locks the account after five refusals. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDependencies, type Dependencies } from '../../functions/dependencies.ts';
import { connectionParameter, type Deployment, deploymentParameter } from '../../lib/contract.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { awsEnvironment } from './aws-environment.ts';
import { runCli } from './cli-process.ts';

const FUNCTIONS = { forwardEvents: 'f', configureHost: 'c', sweepHosts: 's', replayEvents: 'r' };
/** Four of configure-host, the forwarder, the sweep and a replay. */
const PROCESSES = 7;

const secret = { text: '', version: 'v1' };
const opened: Dependencies[] = [];
let simulator: Simulator;
let emulators: Emulators;

beforeAll(async () => {
  simulator = await startSimulator({ hosts: 1 });
  const { url: endpoint, certificate } = simulator.ready;
  const connection = { endpoint, ca: await readFile(certificate, 'utf8'), secret: 'account' };
  emulators = await startEmulators({ secrets: { account: secret }, parameters: async () => parameters });
  const { table, queueUrl, deadLetterQueueUrl, alertTopicArn } = emulators;
  const deployment: Deployment = { table, queueUrl, deadLetterQueueUrl, alertTopicArn, functions: FUNCTIONS };
  const parameters = new Map([
    [connectionParameter('vc01'), JSON.stringify(connection)],
    [deploymentParameter('vc01'), JSON.stringify(deployment)],
  ]);
  writeSecret('Wrong-secret', 'v1');
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await emulators?.close();
  await simulator?.close();
});

function writeSecret(password: string, version: string) {
  Object.assign(secret, { text: JSON.stringify({ username: simulator.ready.username, password }), version });
}

/** A process as Lambda starts it: it shares nothing with others but the table. */
function startProcess(): Dependencies {
  const { table, queueUrl, eventBus, alertTopicArn: alertTopic, endpoints, region } = emulators;
  const environment = { table, queues: { vc01: queueUrl }, eventBus, alertTopic, listenSeconds: 0, pollSeconds: 1 };
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const made = createDependencies({ ...environment, endpoints, region }, { log: quiet, quietMetrics: true });
  opened.push(made);
  return made;
}

async function logIn(process: Dependencies): Promise<unknown> {
  const vcenter = await process.vcenter('vc01');
  return vcenter.about().then(
    () => 'logged in',
    (error: { code?: unknown }) => error.code,
  );
}

function logIns() {
  return simulator.stats()['Login'] ?? 0;
}

function cli(...args: string[]) {
  const operator = { PATH: process.env['PATH'] ?? '', ...awsEnvironment(emulators) };
  return runCli([...args, '--vcenter', 'vc01', '--output', 'json'], operator);
}

test('a wrong secret is tried twice by all functions and the command line, and a new version works at once', async () => {
  const processes = Array.from({ length: PROCESSES }, startProcess);
  expect(await Promise.all(processes.map(logIn))).toEqual(Array(PROCESSES).fill('login-refused'));
  expect(logIns()).toBeLessThanOrEqual(2);

  const before = logIns();
  for (const process of processes) process.forgetVcenter('vc01');
  expect(await Promise.all([...processes, startProcess()].map(logIn))).toEqual(
    Array(PROCESSES + 1).fill('login-refused'),
  );
  const refused = JSON.parse((await cli('doctor')).stdout);
  const link = refused.links.find((each: { link: string }) => each.link === 'log-in');
  expect(link).toMatchObject({ status: 'broken', code: 'login-refused', detail: expect.stringContaining('not tried') });
  expect(logIns()).toBe(before);

  writeSecret(simulator.ready.password, 'v2');
  expect(await Promise.all(processes.map(logIn))).toEqual(Array(PROCESSES).fill('logged in'));
  const { stdout } = await cli('doctor');
  expect(JSON.parse(stdout).links).toContainEqual(expect.objectContaining({ link: 'log-in', status: 'ok' }));
});
