/** Stories of hosts that are added, and how the deployed functions come to know of them. */
import { expect } from '@jest/globals';
import type { Outcome, Status } from '../../lib/reconcile/outcome.ts';
import type { AddedHost } from '../../simulator/administrator.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { routerEvent, upperCamel } from '../foreign-events.ts';
import { invoke, putEvent, scheduledInput } from './clients.ts';
import { type DeployedApp, type DeployedVcenter, journalOf } from './deployment.ts';

/** Hosts wait 30 s before they are looked at again, and a schedule fires once a minute. */
export const PATIENCE = 100_000;

/** Waits until the journal has that end of a host. */
export async function endOf(
  app: DeployedApp,
  { name }: DeployedVcenter,
  { moref, name: host }: AddedHost,
  ...ends: readonly Status[]
): Promise<Outcome> {
  let last: Outcome | undefined;
  const ask = async () => {
    last = (await journalOf(app, name, moref))?.outcome;
    return last !== undefined && ends.includes(last.status) ? last : undefined;
  };
  return waitFor(`${host} to be ${ends}`, ask, PATIENCE).catch((error: unknown) => {
    // what the functions have logged of it is all that tells why
    const lines = app.aws
      .log()
      .split('\n')
      .filter((line) => line.includes(host) || line.includes(moref));
    throw new TypeError(`${error}: ${JSON.stringify(last)}\n${lines.slice(-20).join('\n')}`);
  });
}

/** Reads a host back in the administrator's session, and expects what the defaults ask for. */
export async function expectConfigured({ defaults, vcenter }: DeployedVcenter, { moref }: AddedHost): Promise<void> {
  const { portgroup, gateway, dns } = defaults;
  const { adapters, stacks } = await vcenter.administrator.readHost(moref);
  const [adapter, ...more] = adapters.filter(({ stack }) => stack === 'vSphereProvisioning');
  expect(more).toEqual([]);
  expect(adapter).toMatchObject({
    address: expect.stringMatching(vcenter.simulator === undefined ? /^[\d.]+$/ : /^10\.20\.0\.\d+$/),
    portgroup,
  });
  const stack = stacks.find(({ key }) => key === 'vSphereProvisioning');
  expect(stack).toMatchObject({ gateway, dns: { servers: dns.servers } });
}

/** An administrator adds a host to a cluster, and nobody does anything else. */
export async function addedToCluster(app: DeployedApp, newHost = app.first.vcenter.newHost): Promise<void> {
  const { first } = app;
  const host = await first.vcenter.administrator.addHost(newHost);
  const outcome = await endOf(app, first, host, 'converged');
  expect(outcome.cause).toMatchObject({ kind: expect.stringMatching(/event|deferral/) });
  await expectConfigured(first, host);
}

/** An administrator adds a host beside the clusters. */
export async function addedBesideClusters(app: DeployedApp): Promise<void> {
  const { first } = app;
  const host = await first.vcenter.administrator.addStandaloneHost({ hostName: 'esx-alone.corp.example' });
  await endOf(app, first, host, 'converged');
  await expectConfigured(first, host);
}

/** No event tells of the host; the schedule of sweeps, which would come in a quarter of an hour, is played. */
export async function foundBySweep(app: DeployedApp): Promise<void> {
  const { first, clients } = app;
  const host = await addUnseen(first, 'esx-unseen.corp.example');
  const { sweepHosts } = first.functions;
  await invoke(clients, sweepHosts, await scheduledInput(clients, sweepHosts, first.name));
  const outcome = await endOf(app, first, host, 'converged');
  expect(outcome.cause).toMatchObject({ kind: expect.stringMatching(/sweep|deferral/) });
  await expectConfigured(first, host);
}

/** Our own forwarder sees no event of the host; VMware Event Router has seen one, and puts it on the bus. */
export async function wokenByOtherForwarder(app: DeployedApp): Promise<void> {
  const { first, clients, deployed } = app;
  const host = await addUnseen(first, 'esx-routed.corp.example');
  const [bus = ''] = Object.keys(deployed.outputs).filter((name) => /^OtherForwardersBusArn/.test(name));
  const told = { key: 770_077, eventTypeId: 'HostAddedEvent' };
  const source = 'https://vc01.corp.example/sdk';
  const data = { ...upperCamel(told), Host: { Name: host.name, Host: { Type: 'HostSystem', Value: host.moref } } };
  const detail = { ...routerEvent(told, data), source };
  await putEvent(clients, { bus: deployed.outputs[bus] ?? '', source, detailType: 'HostAddedEvent', detail });
  const { cause } = await endOf(app, first, host, 'converged');
  expect(cause).toMatchObject({ kind: 'event', key: told.key });
  await expectConfigured(first, host);
}

/** Adds a host of which vCenter records no event, not even that it has joined its switch; it has when this returns. */
async function addUnseen({ vcenter }: DeployedVcenter, hostName: string): Promise<AddedHost> {
  const { administrator, simulator } = vcenter;
  await simulator?.change({ withholdEvents: true });
  const host = await administrator.addHost({ hostName });
  await simulator?.joined(host.moref);
  await simulator?.change({ withholdEvents: [] });
  return host;
}
