import { invalidArgument, notSupported } from '../faults.ts';
import { defaultStackOf, setDefaultDns, setDefaultGateways, setDefaultRoutes } from '../host/default-stack.ts';
import type { HostNetwork } from '../host/host-network.ts';
import { networkConfig } from '../host/network-config.ts';
import { networkInfo } from '../host/network-info.ts';
import { type NetworkState, vnicsOf } from '../host/network-state.ts';
import { editStack, type StackEdit } from '../host/stack-edit.ts';
import { dnsInfo, routeConfig } from '../host/stack-info.ts';
import { addVnic, distributedPortgroup, removeVnic, updateVnic } from '../host/vnic-edit.ts';
import { requirePrivilege } from '../privileges.ts';
import type { Session } from '../session.ts';
import { runCall } from '../struck-call.ts';
import { type DataObject, MoRef, objectIn, objectsIn, textIn, type Value } from '../values.ts';
import type { Host } from './host.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';
import { runAsTask } from './task.ts';

const configPrivilege = 'Host.Config.Network';

/** Members of a HostNetworkConfig that this simulator refuses. */
const unmodelled: readonly string[] = [
  'vswitch',
  'proxySwitch',
  'portgroup',
  'pnic',
  'consoleVnic',
  'consoleIpRouteConfig',
  'dhcp',
  'nat',
  'ipV6Enabled',
  'migrationStatus',
];

/** HostNetworkSystem: the calls that change a host's adapters and TCP/IP stacks. All of them are synchronous. */
export class HostNetworkSystem extends ManagedObject {
  readonly host: Host;
  readonly network: HostNetwork;

  constructor(host: Host) {
    super(new MoRef('HostNetworkSystem', `networkSystem-${host.number}`));
    this.host = host;
    this.network = host.network;
  }

  override get subject(): MoRef {
    return this.host.ref;
  }

  override visibleTo(session: Session | undefined): boolean {
    return this.host.visibleTo(session);
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    networkInfo: () => this.#whileKnown(() => networkInfo(this.network)),
    networkConfig: () => this.#whileKnown(() => networkConfig(this.network)),
    dnsConfig: () => this.#whileKnown(() => dnsInfo(defaultStackOf(this.network.shown))),
    ipRouteConfig: () =>
      this.#whileKnown(() => routeConfig(defaultStackOf(this.network.shown), this.network.vcenter.scenario.answers)),
    value: () => [],
    availableField: () => [],
  };

  override readonly runsCalls = true;

  override readonly methods: Readonly<Record<string, Handler>> = {
    AddVirtualNic: (call) => {
      const nic = this.#assign(call);
      this.#refuseManagedCluster();
      return this.#write(call, 'AddVirtualNic', (state) =>
        addVnic(this.network, state, textIn(call.parameters, 'portgroup') ?? '', nic),
      );
    },
    UpdateVirtualNic: (call) => {
      const nic = this.#assign(call);
      const device = textIn(call.parameters, 'device') ?? '';
      return this.#write(call, 'UpdateVirtualNic', (state) => updateVnic(this.network, state, device, nic));
    },
    RemoveVirtualNic: (call) =>
      this.#write(call, 'RemoveVirtualNic', (state) =>
        removeVnic(this.network, state, textIn(call.parameters, 'device') ?? ''),
      ),
    UpdateNetworkConfig: (call) => this.#updateNetworkConfig(call),
    RefreshNetworkSystem: (call) => {
      this.host.requireConnection();
      return runCall(this.host, call.strike, () => {
        this.network.refresh();
        return undefined;
      });
    },
    UpdateDnsConfig: (call) =>
      this.#write(call, 'UpdateDnsConfig', (state) => setDefaultDns(this.network, state, configOf(call))),
    UpdateIpRouteConfig: (call) =>
      this.#write(call, 'UpdateIpRouteConfig', (state) => setDefaultGateways(state, configOf(call))),
    UpdateIpRouteTableConfig: (call) =>
      this.#write(call, 'UpdateIpRouteTableConfig', (state) => setDefaultRoutes(this.network, state, configOf(call))),
  };

  #whileKnown<T>(read: () => T): T | undefined {
    return this.host.connectionState === 'connected' ? read() : undefined;
  }

  /** Connection first, privilege next. */
  #requireWritable({ session }: Call): void {
    this.host.requireConnection();
    requirePrivilege(session, configPrivilege, this.host.ref);
  }

  /** Each such call is a task of the host while it runs. */
  async #write<T extends Value | undefined>(call: Call, name: string, work: (state: NetworkState) => T): Promise<T> {
    this.#requireWritable(call);
    const spec = {
      name,
      descriptionId: `host.NetworkSystem.${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
      entity: this.host,
      userName: call.session?.userName ?? '',
    };
    return runAsTask(this.network.vcenter, spec, () => runCall(this.host, call.strike, () => this.network.write(work)));
  }

  /** The spec of a call; one that names a distributed portgroup needs Network.Assign on it too. */
  #assign(call: Call): DataObject {
    const nic = objectIn(call.parameters, 'nic') ?? {};
    this.#requireWritable(call);
    this.#requireAssign(call, nic);
    return nic;
  }

  #requireAssign({ session }: Call, nic: DataObject): void {
    const portgroup = distributedPortgroup(this.network, nic);
    if (portgroup !== undefined) requirePrivilege(session, 'Network.Assign', portgroup.ref);
  }

  #refuseManagedCluster(): void {
    const { answers } = this.network.vcenter.scenario;
    if (answers.profileBlocksWrites && this.host.parent?.properties['configManagerEnabled']?.(undefined) === true) {
      throw notSupported('the cluster is managed by a configuration profile');
    }
  }

  #updateNetworkConfig(call: Call): Promise<Value | undefined> {
    this.#requireWritable(call);
    const config = configOf(call);
    const mode = textIn(call.parameters, 'changeMode');
    if (mode !== 'modify')
      throw mode === 'replace' ? notSupported('changeMode replace') : invalidArgument('changeMode');
    const found = unmodelled.find((member) => config[member] !== undefined);
    if (found !== undefined) throw notSupported(`config.${found} is not modelled by this simulator`);
    return this.#write(call, 'UpdateNetworkConfig', (state) => {
      const before = this.network.vcenter.scenario.answers.modifyAtomic ? structuredClone(state) : undefined;
      try {
        return this.#applyConfig(call, state, config);
      } catch (error) {
        if (before !== undefined) this.network.state = before;
        throw error;
      }
    });
  }

  #applyConfig(call: Call, state: NetworkState, config: DataObject): DataObject {
    const used = state.stacks.filter(({ key }) => vnicsOf(state, key).length > 0);
    const usedBefore = new Set(used.map(({ key }) => key));
    const edit: StackEdit = { vcenter: this.network.vcenter, usedBefore };
    const devices = objectsIn(config, 'vnic').flatMap((entry) => this.#applyVnic(call, state, entry));
    for (const spec of objectsIn(config, 'netStackSpec')) editStack(state, spec, edit);
    const [dns, gateways] = [objectIn(config, 'dnsConfig'), objectIn(config, 'ipRouteConfig')];
    const routes = objectIn(config, 'routeTableConfig');
    if (dns !== undefined) setDefaultDns(this.network, state, dns);
    if (gateways !== undefined) setDefaultGateways(state, gateways);
    if (routes !== undefined) setDefaultRoutes(this.network, state, routes);
    return { $type: 'HostNetworkConfigResult', vnicDevice: devices };
  }

  #applyVnic(call: Call, state: NetworkState, entry: DataObject): string[] {
    const [operation, device] = [textIn(entry, 'changeOperation'), textIn(entry, 'device') ?? ''];
    const spec = objectIn(entry, 'spec') ?? {};
    this.#requireAssign(call, spec);
    if (operation === 'add') {
      this.#refuseManagedCluster();
      return [addVnic(this.network, state, textIn(entry, 'portgroup') ?? '', spec)];
    }
    if (operation === 'edit') updateVnic(this.network, state, device, spec);
    else if (operation === 'remove') removeVnic(this.network, state, device);
    else if (operation !== 'ignore') throw invalidArgument('config.vnic.changeOperation');
    return [];
  }
}

const configOf = (call: Call): DataObject => objectIn(call.parameters, 'config') ?? {};
