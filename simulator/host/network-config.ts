import { type DataObject, objectsIn } from '../values.ts';
import type { HostNetwork } from './host-network.ts';
import { networkInfo } from './network-info.ts';

/** HostNetworkConfig as HostNetworkSystem.networkConfig reads: a second read side of adapters and stacks. */
export function networkConfig(network: HostNetwork): DataObject {
  const info = networkInfo(network);
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
  const { dnsConfig, ipRouteConfig, ipV6Enabled } = info;
  return { $type: 'HostNetworkConfig', vnic, dnsConfig, ipRouteConfig, ipV6Enabled, netStackSpec };
}
