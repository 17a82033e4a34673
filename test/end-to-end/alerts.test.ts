/** What a subscriber of the alert topic gets, from the functions as they are deployed, on the emulated AWS. */
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createForwardEvents } from '../../functions/forward-events.ts';
import { createSweepHosts } from '../../functions/sweep-hosts.ts';
import type { CustomNotification } from '../../lib/aws/alert-text.ts';
import type { Clock } from '../../lib/reconcile/ports.ts';
import { createLambdaContext } from '../../local/lambda-context.ts';
import { closeServer, listenOnLoopback } from '../../local/loopback.ts';
import { deleteMessage, receiveMessage } from '../../local/sqs-http.ts';
import { connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { type Deployed, deploy } from './deployed.ts';
import { waitFor } from './wait-for.ts';

const HOSTS = 13;
const PASSWORD = 'VMware1!-never-told';
const WRONG = JSON.stringify({ mode: 'enforce', portgroup: 'pg-provisioning', gateway: '10.99.0.1', address: pool() });
const RIGHT = JSON.stringify({ mode: 'enforce', portgroup: 'pg-provisioning', gateway: '10.20.0.1', address: pool() });

let simulator: Simulator;
let deployed: Deployed;
let settings: { defaults: string };
let topic: TopicInFront;

beforeEach(async () => {
  settings = { defaults: RIGHT };
  topic = new TopicInFront();
  simulator = await startSimulator({ hosts: HOSTS, password: PASSWORD, scenario: { taskMs: 1 } });
  deployed = await deploy(simulator.ready, { settings }, 720, (emulated) => topic.start(emulated));
  // the baseline, and what a pool needs
  settings.defaults = JSON.stringify({ ...JSON.parse(RIGHT), mode: 'report' });
  await sweep();
});
afterEach(async () => {
  await deployed.close();
  await topic.close();
  await simulator.close();
});

function pool() {
  return { mode: 'pool', subnet: '10.20.0.0/24', ranges: ['10.20.0.101-10.20.0.200'] };
}

/** An SNS that can be switched off, in front of the emulated one. */
class TopicInFront {
  isAway = false;
  #server: Server | undefined;

  async start(emulated: string): Promise<string> {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (this.isAway) {
        response.writeHead(503).end();
        return;
      }
      const { authorization = '', 'content-type': type = '' } = request.headers;
      const headers = { authorization, 'content-type': type };
      const reply = await fetch(emulated, { method: 'POST', headers, body: Buffer.concat(chunks) });
      response.writeHead(reply.status, { 'content-type': 'text/xml' });
      response.end(await reply.text());
    });
    return listenOnLoopback(this.#server);
  }

  async close(): Promise<void> {
    if (this.#server !== undefined) await closeServer(this.#server);
  }
}

const scheduled = { 'detail-type': 'Scheduled Event', detail: { vcenter: 'vc01' } };

function sweep() {
  return createSweepHosts(() => deployed.dependencies)(scheduled, createLambdaContext('sweep-hosts', 300));
}

/** One start of forward-events, so much later; it looks once. */
async function tick(laterMilliseconds = 0): Promise<void> {
  const { clock } = deployed.dependencies;
  const now = () => new Date(clock.now().getTime() + laterMilliseconds);
  const later: Clock = { now, sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal) };
  const dependencies = { ...deployed.dependencies, clock: later };
  await createForwardEvents(() => dependencies)(scheduled, createLambdaContext('forward-events', 60));
}

/** What is in the queue that is subscribed to the topic. */
async function received(): Promise<CustomNotification[]> {
  const { endpoints, alertsQueueUrl } = deployed.emulators;
  const notifications: CustomNotification[] = [];
  for (;;) {
    const message = await receiveMessage(endpoints.sqs, alertsQueueUrl, 0);
    if (message === undefined) return notifications;
    expect(message.Body).not.toContain(PASSWORD);
    notifications.push(JSON.parse(JSON.parse(message.Body).Message));
    await deleteMessage(endpoints.sqs, alertsQueueUrl, message.ReceiptHandle);
  }
}

async function configure(count: number) {
  const vcenter = await deployed.dependencies.vcenter('vc01');
  const ends = [];
  for (const name of simulator.ready.hosts.slice(0, count)) {
    ends.push((await deployed.configure(await vcenter.findHost(name))).status);
  }
  // the outcome is on the bus before its alert is at the topic
  await waitFor('what is to be told is told, or open', async () => {
    const now = new Date().toISOString();
    const rows = await deployed.dependencies.journal.readAll('vc01');
    return rows.every(({ untold }) => untold === undefined || untold.dueAt <= now) || undefined;
  });
  return [...new Set(ends)];
}

const titles = (notifications: readonly CustomNotification[]) => notifications.map(({ content }) => content.title);

test('an alert that SNS did not take reaches the subscriber by the next tick, and its recovery after it', async () => {
  const [name = ''] = simulator.ready.hosts;
  settings.defaults = WRONG;
  topic.isAway = true;
  expect(await configure(1)).toEqual(['refused']);
  topic.isAway = false;
  expect(await received()).toEqual([]);

  await tick();
  await tick();
  const [alert, ...others] = await received();
  expect(others).toEqual([]);
  expect(alert?.content.title).toBe(`${name} in vc01: refused (gateway-outside-subnet)`);
  expect(alert?.content.description).toMatch(/Datacenter: {2}DC0\nCluster: {5}DC0_C0\nStatus: {6}refused\n/);
  expect(alert?.content.description).toContain('10.99.0.1');
  expect(alert?.content.nextSteps).toContain(`\`provisioning-stack replay --vcenter vc01 --host ${name}\``);

  await configure(1);
  expect(await received()).toEqual([]);
  settings.defaults = RIGHT;
  expect(await configure(1)).toEqual(['converged']);
  await configure(1);
  expect(titles(await received())).toEqual([`${name} in vc01: right again (was gateway-outside-subnet)`]);
});

test('twelve hosts that are refused with one code are ten alerts and one summary', async () => {
  settings.defaults = WRONG;
  expect(await configure(12)).toEqual(['refused']);
  await tick();
  expect(await received()).toHaveLength(10);

  await tick(10 * 60_000);
  await tick(10 * 60_000);
  const [summary, ...others] = await received();
  expect(others).toEqual([]);
  expect(summary?.content.title).toBe('12 hosts of vc01 ended with gateway-outside-subnet');
  for (const name of simulator.ready.hosts.slice(0, 12)) expect(summary?.content.description).toContain(name);
  expect(summary?.content.nextSteps).toEqual([
    '`provisioning-stack replay --vcenter vc01 --code gateway-outside-subnet --dry-run`',
    '`provisioning-stack replay --vcenter vc01 --code gateway-outside-subnet`',
  ]);
});

test('a host that is removed from vCenter is recorded as gone by the next sweep, and no alert', async () => {
  settings.defaults = WRONG;
  await configure(1);
  await received();
  const vcenter = await deployed.dependencies.vcenter('vc01');
  const { moref } = await vcenter.findHost(simulator.ready.hosts[0] ?? '');
  const administrator = await connectAdministrator(simulator.ready);
  await administrator.removeHost(moref);
  settings.defaults = RIGHT.replace('enforce', 'report');
  expect((await sweep()).counts).toMatchObject({ gone: 1 });
  expect((await sweep()).counts).not.toHaveProperty('gone');
  expect((await deployed.dependencies.journal.read('vc01', moref))?.outcome?.status).toBe('gone');
  expect(await received()).toEqual([]);
  await administrator.logout();
});
