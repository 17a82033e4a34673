/** vim25 network objects of a host, flattened to what the reconciler works on. */
import type {
  DnsConfig,
  HostNetwork,
  Ipv6Config,
  NetStackInstance,
  NicTypeSelection,
  RouteEntry,
  VirtualNic,
} from '../reconcile/state.ts';
import type { HostProperties } from './host-properties.ts';
import { present } from './present.ts';
import type {
  HostDnsConfig,
  HostIpConfigIpV6AddressConfiguration,
  HostIpRouteOp,
  HostNetStackInstance,
  HostVirtualNic,
  VirtualNicManagerNetConfig,
} from './vim25-types.ts';

/** The key of the stack of an adapter that names none (govmomi HostVirtualNicSpec). */
const DEFAULT_KEY = 'defaultTcpipStack';

/** The network of a host; undefined when vCenter has none, as of a disconnected host. */
export function hostNetwork(properties: Partial<HostProperties>): HostNetwork | undefined {
  const vnics = properties['config.network.vnic'];
  const netStackInstances = properties['config.network.netStackInstance'];
  if (vnics === undefined && netStackInstances === undefined) return undefined;
  return {
    vnics: (vnics ?? []).map(virtualNic),
    netStackInstances: (netStackInstances ?? []).map(netStackInstance),
    proxySwitches: (properties['config.network.proxySwitch'] ?? []).map(({ dvsUuid, dvsName, mtu, pnic }) => ({
      dvsUuid,
      dvsName,
      ...present({ mtu }),
      pnics: pnic ?? [],
    })),
    vswitches: (properties['config.network.vswitch'] ?? []).map(({ name, mtu }) => ({ name, ...present({ mtu }) })),
    portgroups: (properties['config.network.portgroup'] ?? []).flatMap(({ spec }) =>
      spec === undefined ? [] : [{ name: spec.name, vswitchName: spec.vswitchName }],
    ),
    ...present({ ipV6Enabled: properties['config.network.ipV6Enabled'] }),
  };
}

/** Which adapters carry which kind of traffic. */
export function nicTypes(netConfigs: VirtualNicManagerNetConfig[], vnics: readonly VirtualNic[]): NicTypeSelection[] {
  return netConfigs.map(({ nicType, candidateVnic, selectedVnic }) => ({
    nicType,
    selectedDevices: (selectedVnic ?? []).map((link) => selectedDevice(link, candidateVnic ?? [], vnics)),
  }));
}

/** A selected adapter is a link, `management.key-vim.host.VirtualNic-vmk0`, to the key of a candidate. */
function selectedDevice(link: string, candidates: HostVirtualNic[], vnics: readonly VirtualNic[]): string {
  const candidate = candidates.find(({ key }) => key === link);
  const vnic = vnics.find(({ key }) => link === key || link.endsWith(`.${key}`));
  return candidate?.device ?? vnic?.device ?? link.slice(link.lastIndexOf('-') + 1);
}

function virtualNic({ device, key, portgroup, spec }: HostVirtualNic): VirtualNic {
  const port = spec?.distributedVirtualPort;
  const standard = portgroup === '' || portgroup === undefined ? spec?.portgroup : portgroup;
  return {
    device,
    key,
    netStackInstanceKey: spec?.netStackInstanceKey ?? DEFAULT_KEY,
    ...present({ portgroup: port === undefined && standard !== '' ? standard : undefined }),
    ...(port === undefined
      ? {}
      : { distributedVirtualPort: { switchUuid: port.switchUuid, ...present({ portgroupKey: port.portgroupKey }) } }),
    dhcp: spec?.ip?.dhcp ?? false,
    ...present({
      ipAddress: filled(spec?.ip?.ipAddress),
      subnetMask: filled(spec?.ip?.subnetMask),
      ipv6: ipv6Config(spec?.ip?.ipV6Config),
      mtu: spec?.mtu,
    }),
  };
}

function ipv6Config(config: HostIpConfigIpV6AddressConfiguration | undefined): Ipv6Config | undefined {
  if (config === undefined) return undefined;
  return {
    addresses: (config.ipV6Address ?? []).map(({ ipAddress, prefixLength, origin }) => ({
      ipAddress,
      prefixLength,
      ...present({ origin: filled(origin) }),
    })),
    autoConfigurationEnabled: config.autoConfigurationEnabled ?? false,
    dhcpV6Enabled: config.dhcpV6Enabled ?? false,
  };
}

function netStackInstance(instance: HostNetStackInstance): NetStackInstance {
  const { ipRouteConfig, dnsConfig, routeTableConfig } = instance;
  return {
    key: instance.key ?? '',
    ...present({
      defaultGateway: filled(ipRouteConfig?.defaultGateway),
      ipV6DefaultGateway: filled(ipRouteConfig?.ipV6DefaultGateway),
      congestionControlAlgorithm: filled(instance.congestionControlAlgorithm),
      requestedMaxNumberOfConnections: instance.requestedMaxNumberOfConnections,
      dnsConfig: dnsConfig === undefined ? undefined : dns(dnsConfig),
    }),
    routes: [...(routeTableConfig?.ipRoute ?? []), ...(routeTableConfig?.ipv6Route ?? [])].flatMap(route),
  };
}

function dns({ dhcp, hostName, domainName, address, searchDomain }: HostDnsConfig): DnsConfig {
  return {
    dhcp: dhcp ?? false,
    hostName: hostName ?? '',
    domainName: domainName ?? '',
    address: address ?? [],
    searchDomain: searchDomain ?? [],
  };
}

/** Nothing for an entry without a route; servers are not trusted to send what the schema requires. */
function route({ route: entry }: Partial<HostIpRouteOp>): RouteEntry[] {
  if (entry === undefined) return [];
  const { network, prefixLength, gateway, deviceName } = entry;
  return [{ network, prefixLength, gateway, ...present({ deviceName: filled(deviceName) }) }];
}

/** An unset address may come as an empty element. */
function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
