import { VimFault } from './faults.ts';
import { HostNetwork } from './host/host-network.ts';
import { joinSwitchLater } from './host-lifecycle.ts';
import { ComputeResource } from './objects/compute-resource.ts';
import { HostSystem } from './objects/host-system.ts';
import type { ManagedEntity } from './objects/managed-entity.ts';
import type { VCenter } from './vcenter.ts';

/** A host to create. */
export interface NewHost {
  readonly name: string;
  readonly connected: boolean;
  readonly managementAddress?: string | undefined;
  readonly version?: string | undefined;
  readonly portgroups?: readonly string[] | undefined;
  readonly ipv6Enabled?: boolean | undefined;
}

/** The version that hosts have unless the scenario says otherwise: that of vCenter's own release. */
const hostVersion = (vcenter: VCenter): string => {
  const [major = '8', minor = '0', update = '3'] = vcenter.scenario.inventory.apiVersion.split('.');
  return `${major}.${minor}.${update}`;
};

/** Creates a host below a cluster or a ComputeResource, in a rack of its own, without any event. */
export function createHost(vcenter: VCenter, parent: ManagedEntity, host: NewHost): HostSystem {
  const rack = {
    number: vcenter.nextRack(),
    ipv6Enabled: host.ipv6Enabled ?? true,
    managementAddress: host.managementAddress ?? addressIn(host.name),
  };
  const portgroups = [...vcenter.scenario.inventory.portgroups, ...(host.portgroups ?? [])];
  const network = new HostNetwork(vcenter, host.name, rack, portgroups);
  const system = new HostSystem(vcenter, host.name, parent, network, host.version ?? hostVersion(vcenter));
  system.connectionState = host.connected ? 'connected' : 'disconnected';
  return system;
}

const addressIn = (name: string): string | undefined => (/^\d+(\.\d+){3}$/.test(name) ? name : undefined);

/** Creates a standalone host: a ComputeResource of the same name with the host in it. */
export function createStandaloneHost(vcenter: VCenter, folder: ManagedEntity, host: NewHost): HostSystem {
  return createHost(vcenter, new ComputeResource(vcenter, host.name, folder), host);
}

/** Throws NoHost for an empty name, AlreadyConnected for a host that this vCenter has. */
export function checkNewHost(vcenter: VCenter, name: string): void {
  if (name === '')
    throw new VimFault('NoHost', 'Unable to communicate with the remote host, because no host name was given.', {
      name,
    });
  for (const object of vcenter.all()) {
    if (object instanceof HostSystem && object.name === name) {
      throw new VimFault('AlreadyConnected', `The host ${name} is already connected to vCenter Server.`, { name });
    }
  }
}

/**
 * Records that a host was added, in the order that the scenario chooses, and lets it join its switch afterwards.
 */
export function announceHost(host: HostSystem, userName: string): void {
  const { answers } = host.vcenter.scenario;
  const where = host.lineage().find(({ ref }) => ref.type === 'Datacenter')?.name ?? '';
  const connected = host.connectionState === 'connected' && answers.connectedEventFollows;
  const events: [string, string][] = [['HostAddedEvent', `Added host ${host.name} to datacenter ${where}`]];
  if (connected) events.push(['HostConnectedEvent', `Connected to host ${host.name} in ${where}`]);
  if (!answers.hostAddedFirst) events.reverse();
  for (const [type, text] of events) host.postEvent(type, userName, text);
  host.joinsSwitch = true;
  if (host.connectionState === 'connected') joinSwitchLater(host, userName);
}
