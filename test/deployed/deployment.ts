/** Everything of the deployed test: emulated AWS, vCenters, the app deployed with both, and settings to begin with. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeployment } from '../../lib/aws/deployment-parameter.ts';
import { JournalTable } from '../../lib/aws/journal-table.ts';
import { readPartition } from '../../lib/aws/table-item.ts';
import { type Deployment, settingsParameter } from '../../lib/contract.ts';
import type { JournalRow } from '../../lib/reconcile/journal-row.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { bootstrap, type Deployed, deployApp } from './cdk.ts';
import {
  type Clients,
  createClients,
  createSecret,
  putParameter,
  scheduledInput,
  start,
  subscribeQueue,
} from './clients.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { environmentVcenter, startSimulatedVcenter, type TestSettings, type TestVcenter } from './vcenters.ts';

/** One vCenter of the deployment. */
export interface DeployedVcenter extends Deployment {
  readonly name: string;
  readonly vcenter: TestVcenter;
  /** Its settings in the scope `defaults`. */
  readonly defaults: TestSettings;
}

/** The deployed product. */
export interface DeployedApp {
  readonly aws: Ministack;
  readonly clients: Clients;
  /** For files; thrown away at the end. */
  readonly folder: string;
  /** What the app was deployed with. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly deployed: Deployed;
  /** A simulator, or the vCenter of the environment. */
  readonly first: DeployedVcenter;
  /** Always a simulator. */
  readonly second: DeployedVcenter;
  /** A queue that is subscribed to the topic of alerts. */
  readonly alertsQueueUrl: string;
  close(): Promise<void>;
}

/** What every host of a simulator gets that has no settings of its own; two vCenters hand out no address twice. */
function defaultsOf(vcenter: string) {
  const range = vcenter === 'vc01' ? '10.20.0.50-10.20.0.99' : '10.20.0.150-10.20.0.199';
  return {
    mode: 'onboard',
    portgroup: 'pg-provisioning',
    gateway: '10.20.0.1',
    dns: { servers: ['10.0.0.53'], domain: 'corp.example' },
    address: { mode: 'pool', subnet: '10.20.0.0/24', ranges: [range] },
    settleSeconds: 0,
  };
}

/**
 * Starts and deploys it, and waits until the forwarders of both vCenters listen and their first sweeps are done.
 * When that fails, what was started is ended.
 */
export async function startDeployedApp(): Promise<DeployedApp> {
  const closers: (() => Promise<unknown>)[] = [];
  // the emulated AWS before the vCenters that its functions are logged in to
  const close = async () => {
    for (const each of closers.toReversed()) await each();
  };
  try {
    return { ...(await deploy(closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function deploy(closers: (() => Promise<unknown>)[]): Promise<Omit<DeployedApp, 'close'>> {
  const folder = await mkdtemp(join(tmpdir(), 'deployed-'));
  closers.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const firstVcenter = (await environmentVcenter(process.env)) ?? (await startSimulatedVcenter('127.0.0.1'));
  closers.push(firstVcenter.close);
  const secondVcenter = await startSimulatedVcenter('localhost');
  closers.push(secondVcenter.close);
  const aws = await startMinistack(folder);
  closers.push(aws.stop);
  const clients = createClients(aws);
  const context = await contextOf(clients, { vc01: firstVcenter, vc02: secondVcenter });
  await bootstrap(aws, folder);
  const deployed = await deployApp(aws, folder, context);
  const [first, second] = await Promise.all([
    find(clients, 'vc01', firstVcenter),
    find(clients, 'vc02', secondVcenter),
  ]);
  for (const { name, defaults } of [first, second]) {
    await putParameter(clients, settingsParameter(name, 'defaults'), defaults);
  }
  const alertsQueueUrl = await subscribeQueue(clients, first.alertTopicArn);
  const app = { aws, clients, folder, context, deployed, first, second, alertsQueueUrl };
  for (const each of [first, second]) await beginWatching(app, each);
  return app;
}

async function contextOf(clients: Clients, vcenters: Readonly<Record<string, TestVcenter>>) {
  const entries = Object.entries(vcenters).map(async ([name, { url: endpoint, ca, username, password }]) => {
    const secretArn = await createSecret(clients, `vcenter/${name}`, { username, password });
    return { name, endpoint, ca, secretArn, names: [`${name}.corp.example`] };
  });
  return {
    vcenters: await Promise.all(entries),
    alertAddresses: ['vmware-team@corp.example'],
    senders: ['arn:aws:iam::444455556666:role/event-router'],
    removalPolicy: 'destroy',
  };
}

async function find({ ssm }: Clients, name: string, vcenter: TestVcenter): Promise<DeployedVcenter> {
  const deployment = await readDeployment(ssm, name);
  if (deployment === undefined) throw new TypeError(`${name} has no deployment parameter`);
  return { ...deployment, name, vcenter, defaults: vcenter.settings ?? defaultsOf(name) };
}

/**
 * The emulator's schedules fire up to a minute after the deployment; the first start is made here, with the input of
 * the deployed rule. Then they go on by themselves. The forwarder asks for the first sweep over the bus of results.
 */
async function beginWatching(app: Omit<DeployedApp, 'close'>, { name, functions }: DeployedVcenter): Promise<void> {
  await start(app.clients, functions.forwardEvents, await scheduledInput(app.clients, functions.forwardEvents, name));
  const isSwept = async () => (await rowsOf(app, 'baseline', name)).length > 0;
  await waitFor(`the first sweep of ${name}\n${app.aws.log().slice(-4000)}`, isSwept, 60_000);
}

/** The rows of the one table, of a kind and a vCenter. */
export function rowsOf(
  { clients, first }: Pick<DeployedApp, 'clients' | 'first'>,
  kind: 'baseline' | 'journal',
  vcenter: string,
) {
  return readPartition({ documents: clients.documents, name: first.table }, `${kind}/${vcenter}`);
}

/** What the journal has of a host. */
export function journalOf(
  { clients, first }: DeployedApp,
  vcenter: string,
  moref: string,
): Promise<JournalRow | undefined> {
  return new JournalTable({ documents: clients.documents, name: first.table }).read(vcenter, moref);
}
