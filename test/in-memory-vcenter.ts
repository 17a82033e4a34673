/** A vCenter of values: a write changes what the next read returns, as the facts about vSphere say. */
import type { HostReference } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';
import type { Clock, EventReader, Vcenter, VcenterEvent } from '../lib/reconcile/ports.ts';
import type { HostNetwork, HostState, VcenterDirectory, VirtualNic } from '../lib/reconcile/state.ts';
import type { NetStackEdit, VirtualNicSpec } from '../lib/reconcile/steps.ts';
import { directory, host, INSTANCE, VCENTER } from './builders.ts';
import { CallLog } from './call-log.ts';
import { InMemoryCommands } from './in-memory-commands.ts';
import { addNic, changeStack, editStack, updateNic } from './vsphere-writes.ts';

/** How this vCenter behaves where vCenters may differ. */
export interface Behaviour {
  /** How late a read shows a write. */
  readonly shownAfterMilliseconds?: number;
  /** Takes `dnsConfig` and changes nothing. */
  readonly ignoresDns?: boolean;
  /** The stack loses its settings when its first adapter brings it to life. */
  readonly resetsUnusedStack?: boolean;
  /** What the DHCP server gives; without it nothing but 169.254/16 is shown. */
  readonly lease?: { readonly ipAddress: string; readonly subnetMask: string; readonly afterMilliseconds?: number };
}

interface Version {
  readonly at: number;
  readonly host: HostState;
}

export class InMemoryVcenter implements Vcenter {
  readonly name = VCENTER;
  readonly calls = new CallLog();
  readonly commands = new InMemoryCommands(this);
  behaviour: Behaviour = {};
  instanceUuid = INSTANCE;
  shownDirectory: VcenterDirectory = directory();
  /** What a refreshed directory shows; the same unless a test says otherwise. */
  freshDirectory: VcenterDirectory | undefined;
  events: VcenterEvent[] = [];
  /** Vcenter's clock against ours. */
  clockOffsetMilliseconds = 0;
  private readonly clock: Clock;
  private readonly versions = new Map<string, Version[]>();

  constructor(clock: Clock, hosts: readonly HostState[] = [host()]) {
    this.clock = clock;
    for (const each of hosts) this.put(each);
  }

  /** Puts a host into the inventory, or replaces it at once. */
  put(state: HostState): void {
    this.versions.set(state.moref, [{ at: -Infinity, host: state }]);
  }

  remove(moref: string): void {
    this.versions.delete(moref);
  }

  /** The host as it really is. */
  truth(moref = 'host-21'): HostState {
    const latest = this.versions.get(moref)?.at(-1)?.host;
    if (latest === undefined) throw new OnboardingError('host-gone', `${moref} is not in the inventory.`);
    return this.leased(latest);
  }

  about = () => this.calls.run('about', () => ({ instanceUuid: this.instanceUuid, apiVersion: '8.0.3.0' }));

  currentTime = () =>
    this.calls.run('currentTime', () => new Date(this.clock.now().getTime() + this.clockOffsetMilliseconds));

  findHost = (text: string) =>
    this.calls.run('findHost', (): HostReference => {
      const found = [...this.versions.keys()].map((moref) => this.truth(moref)).find(({ name }) => name === text);
      if (found === undefined) throw new OnboardingError('host-not-found', `There is no host ${text}.`);
      return { moref: found.moref, name: found.name };
    });

  readHost = (moref: string) => this.calls.run('readHost', () => this.shown(moref));

  async *readHosts(): AsyncIterable<readonly HostState[]> {
    const hosts = await this.calls.run('readHosts', () => [...this.versions.keys()].map((moref) => this.shown(moref)));
    for (let start = 0; start < hosts.length; start += 2) yield hosts.slice(start, start + 2);
  }

  directory = (refresh = false) =>
    this.calls.run(refresh ? 'refreshDirectory' : 'directory', () => {
      if (refresh) this.shownDirectory = this.freshDirectory ?? this.shownDirectory;
      return this.shownDirectory;
    });

  openEvents = (since: Date, eventTypeIds: readonly string[]) =>
    this.calls.run('openEvents', (): EventReader => {
      let read = 0;
      const next = () => {
        const fresh = this.events.slice(read);
        read = this.events.length;
        // `beginTime` is inclusive (govmomi simulator/event_manager.go).
        return fresh.filter(
          ({ createdTime, eventTypeId }) => new Date(createdTime) >= since && eventTypeIds.includes(eventTypeId),
        );
      };
      return {
        next: () => this.calls.run('nextEvents', next),
        close: () => this.calls.run('closeEvents', () => {}),
      };
    });

  addVirtualNic = (system: string, portgroup: string, nic: VirtualNicSpec) =>
    this.calls.run('addVirtualNic', () => {
      let device = '';
      this.change(system, (network) => {
        const added = addNic(network, portgroup, nic, this.shownDirectory);
        device = added.device;
        const isFirst = !network.vnics.some((each) => each.netStackInstanceKey === added.netStackInstanceKey);
        const vnics = [...network.vnics, added];
        const lived = { ...network, vnics };
        return isFirst && this.behaviour.resetsUnusedStack
          ? changeStack(lived, added.netStackInstanceKey, BARE)
          : lived;
      });
      return device;
    });

  updateVirtualNic = (system: string, device: string, nic: VirtualNicSpec) =>
    this.calls.run('updateVirtualNic', () => this.change(system, (network) => updateNic(network, device, nic)));

  removeVirtualNic = (system: string, device: string) =>
    this.calls.run('removeVirtualNic', () =>
      this.change(system, (network) => {
        if (!network.vnics.some((nic) => nic.device === device))
          throw new OnboardingError('fault-refused', `NotFound: ${device}.`);
        return { ...network, vnics: network.vnics.filter((nic) => nic.device !== device) };
      }),
    );

  updateNetworkConfig = (system: string, edit: NetStackEdit) =>
    this.calls.run(edit.dnsConfig === undefined ? 'updateGateway' : 'updateDns', () => {
      if (this.behaviour.ignoresDns && edit.dnsConfig !== undefined) return;
      this.change(system, (network) => editStack(network, edit));
    });

  close = () => this.calls.run('close', () => {});

  /** Somebody changes a host behind our back. */
  change(system: string, change: (network: HostNetwork) => HostNetwork): void {
    const entry = [...this.versions.values()].find((versions) => versions.at(-1)?.host.networkSystem === system);
    const latest = entry?.at(-1)?.host;
    if (entry === undefined || latest?.network === undefined)
      throw new OnboardingError('host-gone', `${system} is not in the inventory.`);
    entry.push({ at: this.clock.now().getTime(), host: { ...latest, network: change(latest.network) } });
  }

  private shown(moref: string): HostState {
    const versions = this.versions.get(moref);
    if (versions === undefined) throw new OnboardingError('host-gone', `${moref} is not in the inventory.`);
    const seenUntil = this.clock.now().getTime() - (this.behaviour.shownAfterMilliseconds ?? 0);
    const latest = versions.filter(({ at }) => at <= seenUntil).at(-1)?.host;
    if (latest === undefined) throw new OnboardingError('host-gone', `${moref} is not in the inventory.`);
    return this.leased(latest);
  }

  private leased(state: HostState): HostState {
    if (state.network === undefined) return state;
    return {
      ...state,
      network: { ...state.network, vnics: state.network.vnics.map((nic) => this.withLease(state, nic)) },
    };
  }

  private withLease({ moref }: HostState, nic: VirtualNic): VirtualNic {
    if (!nic.dhcp || nic.ipAddress !== undefined) return nic;
    const isThere = ({ host: { network } }: Version) =>
      network?.vnics.some(({ device, dhcp }) => dhcp && device === nic.device) ?? false;
    const since = this.versions.get(moref)?.find(isThere)?.at ?? 0;
    const { lease } = this.behaviour;
    if (lease === undefined || this.clock.now().getTime() < since + (lease.afterMilliseconds ?? 0))
      return { ...nic, ipAddress: '169.254.7.9', subnetMask: '255.255.0.0' };
    return { ...nic, ipAddress: lease.ipAddress, subnetMask: lease.subnetMask };
  }
}

/** An unused stack whose settings did not survive. */
const BARE = {
  congestionControlAlgorithm: 'newreno',
  requestedMaxNumberOfConnections: 11000,
  dnsConfig: { dhcp: false, hostName: '', domainName: '', address: [], searchDomain: [] },
  routes: [],
};
