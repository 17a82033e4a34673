import { hostConfigFault, invalidArgument, noPermission, notFound, notSupported, VimFault } from '../faults.ts';
import type { HostNetwork } from '../host/host-network.ts';
import { networkInfo } from '../host/network-info.ts';
import { defaultStack, type NetworkState, type Stack, vnicsOf } from '../host/network-state.ts';
import { editStack, readDns, type StackEdit } from '../host/stack-edit.ts';
import { dnsInfo, routeConfig } from '../host/stack-info.ts';
import { editRoutes } from '../host/stack-routes.ts';
import { addVnic, distributedPortgroup, removeVnic, updateVnic } from '../host/vnic-edit.ts';
import { gatewayIn } from '../host/vnic-ipv6.ts';
import { hasPrivilege } from '../session.ts';
import { type DataObject, MoRef, objectIn, objectsIn, textIn, type Value } from '../values.ts';
import type { Host } from './host.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';

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

  override readonly properties: Readonly<Record<string, Reader>> = {
    networkInfo: () => this.#whileKnown(() => networkInfo(this.network)),
    networkConfig: () => this.#whileKnown(() => this.#networkConfig()),
    dnsConfig: () => this.#whileKnown(() => dnsInfo(this.#defaultStack())),
    ipRouteConfig: () =>
      this.#whileKnown(() => routeConfig(this.#defaultStack(), this.network.vcenter.scenario.answers)),
    value: () => [],
    availableField: () => [],
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    AddVirtualNic: (call) => {
      const nic = this.#assign(call);
      this.#refuseManagedCluster();
      return this.#write(call, 'addVirtualNic', (state) =>
        addVnic(this.network, state, textIn(call.parameters, 'portgroup') ?? '', nic),
      );
    },
    UpdateVirtualNic: (call) => {
      const nic = this.#assign(call);
      const device = textIn(call.parameters, 'device') ?? '';
      return this.#write(call, 'updateVirtualNic', (state) => updateVnic(this.network, state, device, nic));
    },
    RemoveVirtualNic: (call) =>
      this.#write(call, 'removeVirtualNic', (state) =>
        removeVnic(this.network, state, textIn(call.parameters, 'device') ?? ''),
      ),
    UpdateNetworkConfig: (call) => this.#updateNetworkConfig(call),
    RefreshNetworkSystem: () => {
      this.host.requireConnection();
      this.network.refresh();
      return undefined;
    },
    UpdateDnsConfig: (call) =>
      this.#write(call, 'updateDnsConfig', (state) => this.#setDns(state, objectIn(call.parameters, 'config') ?? {})),
    UpdateIpRouteConfig: (call) =>
      this.#write(call, 'updateIpRouteConfig', () => this.#setRoutes(objectIn(call.parameters, 'config') ?? {})),
    UpdateIpRouteTableConfig: (call) =>
      this.#write(call, 'updateIpRouteTableConfig', () =>
        this.#setRouteTable(objectIn(call.parameters, 'config') ?? {}),
      ),
  };

  #whileKnown<T>(read: () => T): T | undefined {
    return this.host.connectionState === 'connected' ? read() : undefined;
  }

  #defaultStack(): Stack {
    const stack = this.network.state.stacks.find(({ key }) => key === defaultStack);
    if (stack === undefined) throw notFound(defaultStack);
    return stack;
  }

  #networkConfig(): DataObject {
    const info = networkInfo(this.network);
    const netStackSpec = objectsIn(info, 'netStackInstance').map((netStackInstance) => ({
      $type: 'HostNetworkConfigNetStackSpec',
      netStackInstance,
      operation: 'edit',
    }));
    const vnic = objectsIn(info, 'vnic').map(({ device, portgroup, spec }) => ({
      $type: 'HostVirtualNicConfig',
      device,
      portgroup,
      spec,
    }));
    return {
      $type: 'HostNetworkConfig',
      vnic,
      dnsConfig: info['dnsConfig'],
      ipRouteConfig: info['ipRouteConfig'],
      netStackSpec,
    };
  }

  /** Connection first, privilege next, then the work; vCenter records each such call as a task event. */
  #write(call: Call, operation: string, work: (state: NetworkState) => Value | undefined): Value | undefined {
    this.host.requireConnection();
    this.#requirePrivilege(call, 'Host.Config.Network', this.host.ref);
    const result = this.network.write(work);
    const info = { $type: 'TaskInfo', name: operation, descriptionId: `host.NetworkSystem.${operation}` };
    this.host.postEvent('TaskEvent', call.session?.userName ?? '', `Task: ${operation}`, { info });
    return result;
  }

  #requirePrivilege(call: Call, privilege: string, object: MoRef): void {
    if (call.session !== undefined && !hasPrivilege(call.session.user, privilege))
      throw noPermission(object, privilege);
  }

  /** The spec of a call; one that names a distributed portgroup needs Network.Assign on it too. */
  #assign(call: Call): DataObject {
    const nic = objectIn(call.parameters, 'nic') ?? {};
    this.host.requireConnection();
    this.#requirePrivilege(call, 'Host.Config.Network', this.host.ref);
    const portgroup = distributedPortgroup(this.network, nic);
    if (portgroup !== undefined) this.#requirePrivilege(call, 'Network.Assign', portgroup.ref);
    return nic;
  }

  #refuseManagedCluster(): void {
    const { answers } = this.network.vcenter.scenario;
    if (answers.profileBlocksWrites && this.host.parent?.properties['configManagerEnabled']?.(undefined) === true) {
      throw notSupported('the cluster is managed by a configuration profile');
    }
  }

  #updateNetworkConfig(call: Call): Value | undefined {
    const config = objectIn(call.parameters, 'config') ?? {};
    const mode = textIn(call.parameters, 'changeMode');
    if (mode !== 'modify')
      throw mode === 'replace' ? notSupported('changeMode replace') : invalidArgument('changeMode');
    const unmodelled = [
      'vswitch',
      'proxySwitch',
      'portgroup',
      'pnic',
      'consoleVnic',
      'dhcp',
      'nat',
      'routeTableConfig',
      'ipV6Enabled',
    ];
    const found = unmodelled.find((member) => config[member] !== undefined);
    if (found !== undefined) throw notSupported(`config.${found} is not modelled by this simulator`);
    return this.#write(call, 'updateNetworkConfig', (state) => {
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
    const { scenario } = this.network.vcenter;
    const used = state.stacks.filter(({ key }) => vnicsOf(state, key).length > 0);
    const usedBefore = new Set(used.map(({ key }) => key));
    const edit: StackEdit = { answers: scenario.answers, dhcpServers: scenario.dhcp.dns, usedBefore };
    const devices = objectsIn(config, 'vnic').flatMap((entry) => this.#applyVnic(call, state, entry));
    for (const spec of objectsIn(config, 'netStackSpec')) editStack(state, spec, edit);
    const [dns, routes] = [objectIn(config, 'dnsConfig'), objectIn(config, 'ipRouteConfig')];
    if (dns !== undefined) this.#setDns(state, dns);
    if (routes !== undefined) this.#setRoutes(routes);
    return { $type: 'HostNetworkConfigResult', vnicDevice: devices };
  }

  #applyVnic(call: Call, state: NetworkState, entry: DataObject): string[] {
    const [operation, device] = [textIn(entry, 'changeOperation'), textIn(entry, 'device') ?? ''];
    const spec = objectIn(entry, 'spec') ?? {};
    const portgroup = distributedPortgroup(this.network, spec);
    if (portgroup !== undefined) this.#requirePrivilege(call, 'Network.Assign', portgroup.ref);
    if (operation === 'add') return [addVnic(this.network, state, textIn(entry, 'portgroup') ?? '', spec)];
    if (operation === 'edit') updateVnic(this.network, state, device, spec);
    else if (operation === 'remove') removeVnic(this.network, state, device);
    else if (operation !== 'ignore') throw invalidArgument('config.vnic.changeOperation');
    return [];
  }

  #setDns(state: NetworkState, config: DataObject): undefined {
    const stack = this.#defaultStack();
    stack.dns = readDns(state, stack, config, this.network.vcenter.scenario.dhcp.dns);
    return undefined;
  }

  /** HostConfigFault is the one fault that this method declares. */
  #setRouteTable(routeTableConfig: DataObject): undefined {
    try {
      editRoutes(this.#defaultStack(), { routeTableConfig }, this.network.vcenter.scenario.answers);
    } catch (error) {
      if (!(error instanceof VimFault) || error.type === 'InvalidArgument') throw error;
      throw hostConfigFault(error.message);
    }
    return undefined;
  }

  #setRoutes(config: DataObject): undefined {
    const stack = this.#defaultStack();
    stack.gateway = gatewayIn(config, 'defaultGateway', 4, 'config');
    stack.ipv6Gateway = gatewayIn(config, 'ipV6DefaultGateway', 6, 'config');
    return undefined;
  }
}
