/** The writes of HostNetworkSystem, each one call; members in wire order. */
import type { HostWriter } from '../reconcile/ports.ts';
import type { NetStackEdit, RouteOperation, VirtualNicSpec } from '../reconcile/steps.ts';
import type { Session } from './session.ts';
import type {
  HostIpConfig,
  HostIpRouteTableConfig,
  HostNetStackInstance,
  HostVirtualNicSpec,
  ManagedObjectReference,
} from './vim25-types.ts';

/**
 * The writes of one connection. All of them throw `fault-*`, `permission-missing`, `host-gone`, and `answer-lost`
 * when it is not known whether the host did it.
 */
export class NetworkWrites implements HostWriter {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @returns the device; its name must not be predicted (vmware/ansible-vsphere-gos-validation#927) */
  addVirtualNic(networkSystem: string, portgroup: string, nic: VirtualNicSpec): Promise<string> {
    return this.#session.call('AddVirtualNic', () => ({
      _this: reference(networkSystem),
      portgroup,
      nic: virtualNicSpec(nic),
    }));
  }

  /** Unset members stay as they are (community.vmware vmware_vmkernel). */
  async updateVirtualNic(networkSystem: string, device: string, nic: VirtualNicSpec): Promise<void> {
    await this.#session.call('UpdateVirtualNic', () => ({
      _this: reference(networkSystem),
      device,
      nic: virtualNicSpec(nic),
    }));
  }

  async removeVirtualNic(networkSystem: string, device: string): Promise<void> {
    await this.#session.call('RemoveVirtualNic', () => ({ _this: reference(networkSystem), device }));
  }

  /** Only `modify` is implemented, and of `netStackSpec` only `edit` (vSphere API, UpdateNetworkConfig). */
  async updateNetworkConfig(networkSystem: string, edit: NetStackEdit): Promise<void> {
    await this.#session.call('UpdateNetworkConfig', () => ({
      _this: reference(networkSystem),
      config: { netStackSpec: [{ netStackInstance: netStackInstance(edit), operation: 'edit' }] },
      changeMode: 'modify',
    }));
  }
}

function reference(networkSystem: string): ManagedObjectReference {
  return { type: 'HostNetworkSystem', value: networkSystem };
}

function virtualNicSpec(nic: VirtualNicSpec): HostVirtualNicSpec {
  const { ip, distributedVirtualPort: port } = nic;
  return {
    ip: ip && hostIpConfig(ip),
    distributedVirtualPort: port && { switchUuid: port.switchUuid, portgroupKey: port.portgroupKey },
    portgroup: nic.portgroup,
    mtu: nic.mtu,
    netStackInstanceKey: nic.netStackInstanceKey,
  };
}

function hostIpConfig({ dhcp, ipAddress, subnetMask, ipV6Config }: NonNullable<VirtualNicSpec['ip']>): HostIpConfig {
  return {
    dhcp,
    ipAddress,
    subnetMask,
    ipV6Config: ipV6Config && {
      ipV6Address: ipV6Config.ipV6Address?.map((address) => ({
        ipAddress: address.ipAddress,
        prefixLength: address.prefixLength,
        operation: address.operation,
      })),
      autoConfigurationEnabled: ipV6Config.autoConfigurationEnabled,
      dhcpV6Enabled: ipV6Config.dhcpV6Enabled,
    },
  };
}

function netStackInstance(edit: NetStackEdit): HostNetStackInstance {
  const { dnsConfig, ipRouteConfig } = edit;
  return {
    key: edit.netStackInstanceKey,
    // hostName and domainName are required, empty ones too (vim25 HostDnsConfig)
    dnsConfig: dnsConfig && {
      dhcp: dnsConfig.dhcp,
      hostName: dnsConfig.hostName,
      domainName: dnsConfig.domainName,
      address: [...dnsConfig.address],
      searchDomain: [...dnsConfig.searchDomain],
    },
    ipRouteConfig: ipRouteConfig && {
      defaultGateway: ipRouteConfig.defaultGateway,
      ipV6DefaultGateway: ipRouteConfig.ipV6DefaultGateway,
    },
    requestedMaxNumberOfConnections: edit.requestedMaxNumberOfConnections,
    congestionControlAlgorithm: edit.congestionControlAlgorithm,
    routeTableConfig: edit.routes && routeTable(edit.routes),
  };
}

/** A list that is empty is left out: `ipv6Route` unset leaves IPv6 alone. */
function routeTable(operations: readonly RouteOperation[]): HostIpRouteTableConfig {
  const rows = operations.map(({ changeOperation, route: { network, prefixLength, gateway } }) => ({
    changeOperation,
    route: { network, prefixLength, gateway },
  }));
  const ipv4 = rows.filter(({ route }) => !route.network.includes(':'));
  const ipv6 = rows.filter(({ route }) => route.network.includes(':'));
  return { ...(ipv4.length > 0 && { ipRoute: ipv4 }), ...(ipv6.length > 0 && { ipv6Route: ipv6 }) };
}
