/** A vCenter of values: a write changes what the next read returns, as the facts about vSphere say. */
import type { HostReference } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';
import type { Clock, EventRange, EventReader, Vcenter, VcenterEvent } from '../lib/reconcile/ports.ts';
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
  /** Takes `routeTableConfig` and changes nothing. */
  readonly ignoresRoutes?: boolean;
  /** Selects a service of the default stack again when the stack that took it over loses its last adapter. */
  readonly restoresServices?: boolean;
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
  private readonly takenOver: { system: string; nicType: string; devices: readonly string[] }[] = [];

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

  async *readEvents({ since, until }: EventRange, eventTypeIds: readonly string[]) {
    const fits = ({ createdTime, eventTypeId }: VcenterEvent) =>
      (since === undefined || new Date(createdTime) >= since) &&
      (until === undefined || new Date(createdTime) <= until) &&
      eventTypeIds.includes(eventTypeId);
    const events = await this.calls.run('readEvents', () => this.events.filter(fits));
    for (let start = 0; start < events.length; start += 2) yield events.slice(start, start + 2);
  }

  addVirtualNic = (system: string, portgroup: string, nic: VirtualNicSpec) =>
    this.calls.run('addVirtualNic', () => {
      let device = '';
      this.change(system, (network) => {
        const added = addNic(network, portgroup, nic, this.shownDirectory);
        device = added.device;
        const isFirst = !network.vnics.some((each) => each.netStackInstanceKey === added.netStackInstanceKey);
        if (isFirst) this.takeOver(system, added.netStackInstanceKey);
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
        const vnics = network.vnics.filter((nic) => nic.device !== device);
        if (this.behaviour.restoresServices) this.giveBack(system, vnics);
        return { ...network, vnics };
      }),
    );

  updateNetworkConfig = (system: string, edit: NetStackEdit) =>
    this.calls.run(methodOf(edit), () => {
      if (this.behaviour.ignoresDns && edit.dnsConfig !== undefined) return;
      if (this.behaviour.ignoresRoutes && edit.routes !== undefined) return;
      this.change(system, (network) => editStack(network, edit));
    });

  close = () => this.calls.run('close', () => {});

  /** Somebody changes a host behind our back. */
  change(system: string, change: (network: HostNetwork) => HostNetwork): void {
    const { network } = this.latest(system).host;
    if (network === undefined) throw new OnboardingError('host-gone', `${system} is not in the inventory.`);
    const changed = change(network);
    const { versions, host: latest } = this.latest(system);
    versions.push({ at: this.clock.now().getTime(), host: { ...latest, network: changed } });
  }

  private latest(system: string): { versions: Version[]; host: HostState } {
    const versions = [...this.versions.values()].find((each) => each.at(-1)?.host.networkSystem === system);
    const latest = versions?.at(-1)?.host;
    if (versions === undefined || latest === undefined)
      throw new OnboardingError('host-gone', `${system} is not in the inventory.`);
    return { versions, host: latest };
  }

  /** The first adapter of a stack takes its service away from the default stack (vSphere documentation). */
  private takeOver(system: string, stack: string): void {
    const { versions, host: latest } = this.latest(system);
    const onDefault = onStack(latest.network?.vnics ?? [], 'defaultTcpipStack');
    const nicTypes = latest.nicTypes.map((each) => {
      if (each.nicType !== stack) return each;
      this.takenOver.push({ system, nicType: stack, devices: each.selectedDevices });
      return { ...each, selectedDevices: each.selectedDevices.filter((device) => !onDefault.includes(device)) };
    });
    versions.push({ at: this.clock.now().getTime(), host: { ...latest, nicTypes } });
  }

  private giveBack(system: string, vnics: readonly VirtualNic[]): void {
    const { versions, host: latest } = this.latest(system);
    const back = this.takenOver.filter((each) => each.system === system && onStack(vnics, each.nicType).length === 0);
    const nicTypes = latest.nicTypes.map((each) => {
      const taken = back.find(({ nicType }) => nicType === each.nicType);
      return taken === undefined ? each : { ...each, selectedDevices: taken.devices };
    });
    versions.push({ at: this.clock.now().getTime(), host: { ...latest, nicTypes } });
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

function methodOf({ dnsConfig, routes }: NetStackEdit): string {
  if (dnsConfig !== undefined) return 'updateDns';
  return routes === undefined ? 'updateGateway' : 'updateRoutes';
}

function onStack(vnics: readonly VirtualNic[], stack: string): string[] {
  return vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === stack).map(({ device }) => device);
}

/** An unused stack whose settings did not survive. */
const BARE = {
  congestionControlAlgorithm: 'newreno',
  requestedMaxNumberOfConnections: 11000,
  dnsConfig: { dhcp: false, hostName: '', domainName: '', address: [], searchDomain: [] },
  routes: [],
};
