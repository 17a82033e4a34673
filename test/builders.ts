/** Values with defaults: a host of a cluster that is on its switch and has nothing on the provisioning stack. */
import type { Cause, HostMessage } from '../lib/contract.ts';
import { OnboardingError, type OnboardingErrors } from '../lib/errors.ts';
import type { Intent } from '../lib/reconcile/journal-row.ts';
import type { StoredDocument } from '../lib/reconcile/ports.ts';
import type { EffectiveSettings } from '../lib/reconcile/settings.ts';
import type { SettingsDocument } from '../lib/reconcile/settings-document.ts';
import type {
  Ancestor,
  DistributedPortgroup,
  HostNetwork,
  HostState,
  NetStackInstance,
  VcenterDirectory,
  VirtualNic,
} from '../lib/reconcile/state.ts';
import { START } from './fake-clock.ts';

export const VCENTER = 'vc01';
export const INSTANCE = 'a7c1a5c8-0f6c-4a9f-8a87-6f3a5f1f0001';
export const SWITCH = '50 2a aa 01';
const HOST = { moref: 'host-21', name: 'esx-021.corp.example' };

export const DATACENTER: Ancestor = { type: 'Datacenter', moref: 'datacenter-3', name: 'DC0' };
export const CLUSTER: Ancestor = { type: 'ClusterComputeResource', moref: 'domain-c8', name: 'C0' };
export const STANDALONE: Ancestor = { type: 'ComputeResource', moref: 'domain-s9', name: HOST.name };

/** `vmk0`, management, 10.1.0.21/24 on a standard switch. */
export function managementNic(over: Partial<VirtualNic> = {}): VirtualNic {
  return vnic({
    device: 'vmk0',
    key: 'key-vim.host.VirtualNic-vmk0',
    netStackInstanceKey: 'defaultTcpipStack',
    portgroup: 'Management Network',
    ipAddress: '10.1.0.21',
    ...over,
  });
}

/** `vmk1` on the provisioning stack and on no portgroup yet, 10.20.0.21/24. */
export function vnic(over: Partial<VirtualNic> = {}): VirtualNic {
  const device = over.device ?? 'vmk1';
  return {
    device,
    key: `key-vim.host.VirtualNic-${device}`,
    netStackInstanceKey: 'vSphereProvisioning',
    dhcp: false,
    ipAddress: '10.20.0.21',
    subnetMask: '255.255.255.0',
    ...over,
  };
}

/** An adapter as {@link document} wants it. */
export function goodNic(over: Partial<VirtualNic> = {}): VirtualNic {
  return vnic({ distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' }, ...over });
}

/** The provisioning stack as an unused one is listed (govmomi host capture). */
export function provisioningStack(over: Partial<NetStackInstance> = {}): NetStackInstance {
  return {
    key: 'vSphereProvisioning',
    congestionControlAlgorithm: 'newreno',
    requestedMaxNumberOfConnections: 11000,
    dnsConfig: { dhcp: false, hostName: '', domainName: '', address: [], searchDomain: [] },
    routes: [],
    ...over,
  };
}

const DEFAULT_STACK: NetStackInstance = {
  key: 'defaultTcpipStack',
  defaultGateway: '10.1.0.1',
  dnsConfig: {
    dhcp: false,
    hostName: 'esx-021',
    domainName: 'corp.example',
    address: ['10.1.0.53'],
    searchDomain: ['corp.example'],
  },
  routes: [],
};

export function network(
  over: Partial<HostNetwork> & { stack?: NetStackInstance; onStack?: readonly VirtualNic[] } = {},
): HostNetwork {
  const { stack = provisioningStack(), onStack = [], ...rest } = over;
  return {
    vnics: [managementNic(), ...onStack],
    netStackInstances: [DEFAULT_STACK, stack],
    proxySwitches: [{ dvsUuid: SWITCH, dvsName: 'DVS0', mtu: 9000, pnics: ['key-vim.host.PhysicalNic-vmnic1'] }],
    vswitches: [{ name: 'vSwitch0', mtu: 1500 }],
    portgroups: [
      { name: 'Management Network', vswitchName: 'vSwitch0' },
      { name: 'Provisioning', vswitchName: 'vSwitch0' },
    ],
    ...rest,
  };
}

export function host(over: Partial<HostState> = {}): HostState & { network: HostNetwork } {
  return {
    ...HOST,
    connectionState: 'connected',
    inMaintenanceMode: false,
    productVersion: '8.0.3',
    networkSystem: 'networkSystem-21',
    nicTypes: [{ nicType: 'management', selectedDevices: ['vmk0'] }],
    hasRunningTask: false,
    ancestors: [CLUSTER, DATACENTER],
    configurationProfile: 'unmanaged',
    ...over,
    network: over.network ?? network(),
  };
}

/** As vCenter shows a host that is away: no `config`. */
export function disconnectedHost(over: Partial<HostState> = {}): HostState {
  const { network: _network, networkSystem: _system, productVersion: _version, ...rest } = host();
  return { ...rest, connectionState: 'disconnected', nicTypes: [], ...over };
}

/** A host that is as {@link document} wants it. */
export function configuredHost(over: Partial<HostState> = {}): HostState & { network: HostNetwork } {
  const stack = provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns() });
  return host({ network: network({ onStack: [goodNic()], stack }), ...over });
}

export function wantedDns(): NonNullable<NetStackInstance['dnsConfig']> {
  return { dhcp: false, hostName: '', domainName: 'corp.example', address: ['10.0.0.53'], searchDomain: [] };
}

/** Settings of the usual kind; a member set to undefined is absent. */
export function document(over: { [Member in keyof SettingsDocument]: SettingsDocument[Member] | undefined } = {}) {
  const whole = {
    portgroup: 'pg-provisioning',
    gateway: '10.20.0.1',
    address: { mode: 'derive', subnet: '10.20.0.0/24' },
    dns: { servers: ['10.0.0.53'], domain: 'corp.example' },
    ...over,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as SettingsDocument;
}

/** A document as Parameter Store keeps it. */
export function stored(content: object | string = document(), scope = 'defaults', version = 7): StoredDocument {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { scope, origin: `/provisioning-stack/vc01/${scope}`, version, text };
}

/** The settings that result when one document in `defaults` covers the host. */
export function settings(over: Parameters<typeof document>[0] = {}): EffectiveSettings {
  const values = document(over);
  const { origin, version } = stored(values);
  return {
    values,
    origins: Object.fromEntries(Object.keys(values).map((member) => [member, origin])),
    versions: [{ origin, version }],
  };
}

export function portgroup(over: Partial<DistributedPortgroup> = {}): DistributedPortgroup {
  return {
    name: 'pg-provisioning',
    key: 'dvportgroup-12',
    switchUuid: SWITCH,
    switchName: 'DVS0',
    isUplink: false,
    ...over,
  };
}

export function directory(over: Partial<VcenterDirectory> = {}): VcenterDirectory {
  return {
    portgroups: [portgroup(), portgroup({ name: 'DVS0-uplinks', key: 'dvportgroup-11', isUplink: true })],
    datacenters: ['DC0'],
    clusters: [{ datacenter: 'DC0', name: 'C0' }],
    hostProfiles: [],
    ...over,
  };
}

export const ADDED: Cause = { kind: 'event', eventTypeId: 'HostAddedEvent', key: 7731, createdTime: START };

export function message(over: Partial<HostMessage> = {}): HostMessage {
  return { version: 1, vcenter: VCENTER, host: HOST, cause: ADDED, ...over };
}

/** The step that adds {@link goodNic}. */
const ADD_GOOD_NIC: Intent['steps'][number] = {
  action: 'addVirtualNic',
  reason: 'no VMkernel adapter on the provisioning TCP/IP stack',
  disruptive: false,
  changes: [],
  portgroup: '',
  nic: {
    ip: { dhcp: false, ipAddress: '10.20.0.21', subnetMask: '255.255.255.0' },
    distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' },
    netStackInstanceKey: 'vSphereProvisioning',
  },
};

export function intent(before: HostState = host(), over: Partial<Intent> = {}): Intent {
  return { steps: [ADD_GOOD_NIC], before, openedAt: START, ...over };
}

/** What a decision throws. @returns its code and words, each error of several apart */
export function problemsFrom(decide: () => unknown): string[] {
  try {
    decide();
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    const errors = 'errors' in error ? (error as OnboardingErrors).errors : [error];
    return errors.map(({ code, message: text }) => `${code}: ${text}`);
  }
  return [];
}
