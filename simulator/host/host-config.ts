import type { Host } from '../objects/host.ts';
import type { DataObject, MoRef } from '../values.ts';
import { networkInfo, nicManagerInfo } from './network-info.ts';
import { networkRuntimeInfo } from './stack-info.ts';

/** The product of a host of that version. */
export function product(version: string): DataObject {
  return {
    $type: 'AboutInfo',
    name: 'VMware ESXi',
    fullName: `VMware ESXi ${version} build-24280767`,
    vendor: 'VMware, Inc.',
    version,
    build: '24280767',
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    apiType: 'HostAgent',
    apiVersion: `${version}.0`,
    licenseProductName: 'VMware ESX Server',
    licenseProductVersion: version.split('.', 1)[0],
  };
}

/** The members of HostConfigInfo that are modelled, each made only when it is read. */
export const configMembers: Readonly<Record<string, (host: Host) => DataObject | MoRef | boolean>> = {
  host: (host) => host.ref,
  product: (host) => product(host.version),
  network: (host) => networkInfo(host.network),
  virtualNicManagerInfo: (host) => nicManagerInfo(host.network),
  capabilities: () => ({
    $type: 'HostNetCapabilities',
    canSetPhysicalNicLinkSpeed: true,
    supportsNicTeaming: true,
    supportsVlan: true,
    usesServiceConsoleNic: false,
    supportsNetworkHints: true,
    vswitchConfigSupported: true,
    vnicConfigSupported: true,
    ipRouteConfigSupported: true,
    dnsConfigSupported: true,
    dhcpOnVnicSupported: true,
    ipV6Supported: true,
  }),
  adminDisabled: () => false,
};

/** HostConfigInfo; undefined while the host is not connected, as on a real vCenter. */
export function hostConfig(host: Host): DataObject | undefined {
  if (host.connectionState !== 'connected') return undefined;
  const members = Object.entries(configMembers).map(([name, read]) => [name, read(host)] as const);
  return { ...Object.fromEntries(members), $type: 'HostConfigInfo' };
}

/** HostRuntimeInfo. */
export function hostRuntime(host: Host): DataObject {
  const connected = host.connectionState === 'connected';
  return {
    $type: 'HostRuntimeInfo',
    connectionState: host.connectionState,
    powerState: connected ? 'poweredOn' : 'unknown',
    standbyMode: 'none',
    inMaintenanceMode: host.inMaintenanceMode,
    inQuarantineMode: false,
    networkRuntimeInfo: connected ? networkRuntimeInfo(host.network) : undefined,
    cryptoState: 'incapable',
  };
}

/** The hardware uuid that a host of that number has. */
export const hostUuid = (number: number): string => `4c4c4544-0000-1000-8000-${number.toString(16).padStart(12, '0')}`;

/** HostListSummary. */
export function hostSummary(host: Host): DataObject {
  return {
    $type: 'HostListSummary',
    host: host.ref,
    hardware: {
      $type: 'HostHardwareSummary',
      vendor: 'Simulated',
      model: 'Rack server',
      uuid: hostUuid(host.number),
      memorySize: 549755813888,
      cpuModel: 'Simulated CPU',
      cpuMhz: 2600,
      numCpuPkgs: 2,
      numCpuCores: 32,
      numCpuThreads: 64,
      numNics: 2,
      numHBAs: 0,
    },
    runtime: hostRuntime(host),
    config: {
      $type: 'HostConfigSummary',
      name: host.name,
      port: 443,
      product: product(host.version),
      vmotionEnabled: false,
      faultToleranceEnabled: false,
    },
    quickStats: { $type: 'HostListSummaryQuickStats' },
    overallStatus: 'green',
    rebootRequired: false,
    managementServerIp: '127.0.0.1',
  };
}
