/** What is read of a host, and nothing else: whole `config` is megabytes on a real host. */
import type {
  AboutInfo,
  HostNetStackInstance,
  HostPortGroup,
  HostProxySwitch,
  HostSystemConnectionState,
  HostVirtualNic,
  HostVirtualSwitch,
  ManagedObjectReference,
  PropertySpec,
  VirtualNicManagerNetConfig,
} from './vim25-types.ts';

/** Property paths of HostSystem, with their values. */
export interface HostProperties {
  name: string;
  parent: ManagedObjectReference;
  'runtime.connectionState': HostSystemConnectionState;
  'runtime.inMaintenanceMode': boolean;
  'config.product': AboutInfo;
  'configManager.networkSystem': ManagedObjectReference;
  'config.network.vnic': HostVirtualNic[];
  'config.network.netStackInstance': HostNetStackInstance[];
  'config.network.proxySwitch': HostProxySwitch[];
  'config.network.vswitch': HostVirtualSwitch[];
  'config.network.portgroup': HostPortGroup[];
  'config.network.ipV6Enabled': boolean;
  'config.virtualNicManagerInfo.netConfig': VirtualNicManagerNetConfig[];
}

/** The vim25 type of each path; our WSDL must know it, and its ArrayOf if it is a list, for node-soap to read it. */
export const HOST_PROPERTY_TYPES: Record<keyof HostProperties, string> = {
  name: 'xsd:string',
  parent: 'ManagedObjectReference',
  'runtime.connectionState': 'HostSystemConnectionState',
  'runtime.inMaintenanceMode': 'xsd:boolean',
  'config.product': 'AboutInfo',
  'configManager.networkSystem': 'ManagedObjectReference',
  'config.network.vnic': 'ArrayOfHostVirtualNic',
  'config.network.netStackInstance': 'ArrayOfHostNetStackInstance',
  'config.network.proxySwitch': 'ArrayOfHostProxySwitch',
  'config.network.vswitch': 'ArrayOfHostVirtualSwitch',
  'config.network.portgroup': 'ArrayOfHostPortGroup',
  'config.network.ipV6Enabled': 'xsd:boolean',
  'config.virtualNicManagerInfo.netConfig': 'ArrayOfVirtualNicManagerNetConfig',
};

/** The paths of a host. */
export const HOST_PATHS = Object.keys(HOST_PROPERTY_TYPES) as (keyof HostProperties)[];

/**
 * Objects above a host. One entry a class and no class below another, so that no object fits two entries. A
 * ClusterComputeResource is a ComputeResource.
 * @param asksForProfile whether to ask for `configManagerEnabled`, which servers before API 8.0 do not know
 */
export function ancestorProperties(asksForProfile: boolean): PropertySpec[] {
  const profile = asksForProfile ? ['configManagerEnabled'] : [];
  return [
    { type: 'ComputeResource', pathSet: ['name', 'parent', ...profile] },
    { type: 'Folder', pathSet: ['name', 'parent'] },
    { type: 'Datacenter', pathSet: ['name', 'parent'] },
  ];
}
