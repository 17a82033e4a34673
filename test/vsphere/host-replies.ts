/** A host with its surroundings, as property reads return them. */
import { complex, object, primitive, reference } from './replies.ts';

const VNIC = (device: string, spec: string, portgroup = '') =>
  `<HostVirtualNic><device>${device}</device><key>key-vim.host.VirtualNic-${device}</key>` +
  `<portgroup>${portgroup}</portgroup><spec>${spec}</spec></HostVirtualNic>`;

const IP = (address: string) =>
  `<ip><dhcp>false</dhcp><ipAddress>${address}</ipAddress><subnetMask>255.255.255.0</subnetMask></ip>`;

/** The network of a host with a management adapter and one on the provisioning stack. */
export const NETWORK = [
  complex(
    'config.network.vnic',
    'ArrayOfHostVirtualNic',
    VNIC('vmk0', `${IP('10.1.0.21')}<mtu>1500</mtu>`, 'Management Network') +
      VNIC(
        'vmk2',
        `${IP('10.20.0.21')}<distributedVirtualPort><switchUuid>50 0a</switchUuid><portgroupKey>dvportgroup-12</portgroupKey>` +
          '<connectionCookie>7</connectionCookie></distributedVirtualPort><mtu>9000</mtu>' +
          '<netStackInstanceKey>vSphereProvisioning</netStackInstanceKey>',
      ),
  ),
  complex(
    'config.network.netStackInstance',
    'ArrayOfHostNetStackInstance',
    '<HostNetStackInstance><key>vSphereProvisioning</key><name></name><dnsConfig><dhcp>false</dhcp><hostName></hostName>' +
      '<domainName></domainName></dnsConfig><ipRouteConfig></ipRouteConfig>' +
      '<requestedMaxNumberOfConnections>11000</requestedMaxNumberOfConnections>' +
      '<congestionControlAlgorithm>newreno</congestionControlAlgorithm><ipV6Enabled>true</ipV6Enabled></HostNetStackInstance>' +
      '<HostNetStackInstance><key>defaultTcpipStack</key><dnsConfig><dhcp>false</dhcp><hostName>esx-021</hostName>' +
      '<domainName>corp.example</domainName><address>10.0.0.53</address></dnsConfig>' +
      '<ipRouteConfig><defaultGateway>10.1.0.1</defaultGateway></ipRouteConfig>' +
      '<routeTableConfig><ipRoute><changeOperation>ignore</changeOperation><route><network>0.0.0.0</network>' +
      '<prefixLength>0</prefixLength><gateway>10.1.0.1</gateway><deviceName>vmk0</deviceName></route></ipRoute>' +
      '</routeTableConfig></HostNetStackInstance>',
  ),
  complex(
    'config.network.proxySwitch',
    'ArrayOfHostProxySwitch',
    '<HostProxySwitch><dvsUuid>50 0a</dvsUuid><dvsName>DVS0</dvsName><key>k</key><numPorts>8</numPorts>' +
      '<mtu>9000</mtu><pnic>key-vim.host.PhysicalNic-vmnic1</pnic></HostProxySwitch>',
  ),
  complex(
    'config.network.vswitch',
    'ArrayOfHostVirtualSwitch',
    '<HostVirtualSwitch><name>vSwitch0</name><key>k</key><mtu>1500</mtu></HostVirtualSwitch>',
  ),
  complex(
    'config.network.portgroup',
    'ArrayOfHostPortGroup',
    '<HostPortGroup><key>k</key><spec><name> Provisioning </name><vlanId>0</vlanId><vswitchName>vSwitch0</vswitchName></spec></HostPortGroup>',
  ),
  complex(
    'config.virtualNicManagerInfo.netConfig',
    'ArrayOfVirtualNicManagerNetConfig',
    '<VirtualNicManagerNetConfig><nicType>management</nicType><multiSelectAllowed>true</multiSelectAllowed>' +
      '<candidateVnic><device>vmk0</device><key>management.key-vim.host.VirtualNic-vmk0</key><portgroup></portgroup><spec></spec></candidateVnic>' +
      '<selectedVnic>management.key-vim.host.VirtualNic-vmk0</selectedVnic></VirtualNicManagerNetConfig>' +
      '<VirtualNicManagerNetConfig><nicType>vmotion</nicType><multiSelectAllowed>true</multiSelectAllowed></VirtualNicManagerNetConfig>',
  ),
];

/** A connected host of a cluster. */
export function hostObject(moref: string, name: string, more: readonly string[] = NETWORK): string {
  return object('HostSystem', moref, [
    primitive('name', 'string', name),
    reference('parent', 'ClusterComputeResource', 'domain-c8'),
    complex('runtime.connectionState', 'HostSystemConnectionState', 'connected'),
    primitive('runtime.inMaintenanceMode', 'boolean', 'false'),
    complex('config.product', 'AboutInfo', '<name>ESXi</name><version>8.0.3</version><build>1</build>'),
    reference('configManager.networkSystem', 'HostNetworkSystem', `networkSystem-${moref.slice(5)}`),
    ...more,
  ]);
}

/** Cluster, folder, datacenter and root folder. */
export const ANCESTORS = [
  object('ClusterComputeResource', 'domain-c8', [
    primitive('name', 'string', 'C0'),
    reference('parent', 'Folder', 'group-h4'),
    primitive('configManagerEnabled', 'boolean', 'false'),
  ]),
  object('Folder', 'group-h4', [
    primitive('name', 'string', 'host'),
    reference('parent', 'Datacenter', 'datacenter-2'),
  ]),
  object('Datacenter', 'datacenter-2', [primitive('name', 'string', 'DC0'), reference('parent', 'Folder', 'group-d1')]),
  object('Folder', 'group-d1', [primitive('name', 'string', 'Datacenters')]),
];

/** A task in a state. */
export function task(moref: string, state: string, entity?: string): string {
  return object('Task', moref, [
    complex('info.state', 'TaskInfoState', state),
    ...(entity === undefined ? [] : [reference('info.entity', 'HostSystem', entity)]),
  ]);
}
