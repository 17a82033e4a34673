/** Hosts as NFC sees them: management in 10.1.<rack>.0/24 with a gateway, and what a test gives them besides. */
import { nfcHostOf } from '../../lib/reconcile/nfc-endpoint.ts';
import type { HostState, NetStackInstance, VirtualNic } from '../../lib/reconcile/state.ts';
import { host, managementNic, network, provisioningStack, vnic } from '../builders.ts';

export interface NfcSeed {
  readonly rack?: number;
  /** Of an adapter on the provisioning stack; '' is one without an address. */
  readonly stack?: string;
  readonly gateway?: string;
  /** IPv6 address of the same adapter, in a /64. */
  readonly ipv6?: string;
  readonly ipv6Gateway?: string;
  /** Of an adapter of the default stack with the provisioning service. */
  readonly service?: string;
  readonly routes?: NetStackInstance['routes'];
  readonly mtu?: number;
  readonly noManagementGateway?: boolean;
}

export function seeded(number: number, seed: NfcSeed = {}): HostState {
  const { rack = 1, stack, gateway, ipv6, ipv6Gateway, service, routes = [], mtu, noManagementGateway = false } = seed;
  const addressed = (address: string) => (address === '' ? {} : { ipAddress: address, subnetMask: '255.255.255.0' });
  const {
    ipAddress: _ip,
    subnetMask: _mask,
    ...bare
  } = vnic({ device: 'vmk1', ...(mtu === undefined ? {} : { mtu }) });
  const vnics: VirtualNic[] = [
    managementNic({ ipAddress: `10.1.${rack}.${number}` }),
    ...(stack === undefined
      ? []
      : [{ ...bare, ...addressed(stack), ...(ipv6 === undefined ? {} : { ipv6: ipv6Of(ipv6) }) }]),
    ...(service === undefined
      ? []
      : [{ ...bare, device: 'vmk2', netStackInstanceKey: 'defaultTcpipStack', ...addressed(service) }]),
  ];
  const stacks = [
    { key: 'defaultTcpipStack', ...(noManagementGateway ? {} : { defaultGateway: `10.1.${rack}.1` }), routes },
    provisioningStack({
      ...(gateway === undefined ? {} : { defaultGateway: gateway }),
      ...(ipv6Gateway === undefined ? {} : { ipV6DefaultGateway: ipv6Gateway }),
    }),
  ];
  const nicTypes = [
    { nicType: 'management', selectedDevices: ['vmk0'] },
    { nicType: 'vSphereProvisioning', selectedDevices: service === undefined ? [] : ['vmk2'] },
  ];
  return host({
    moref: `host-${number}`,
    name: `esx-${number}`,
    network: network({ vnics, netStackInstances: stacks }),
    nicTypes,
  });
}

/** As routers give it: beside the link-local one that every adapter has. */
function ipv6Of(address: string) {
  const addresses = ['fe80::250:56ff:fe6a:1', address].map((ipAddress) => ({ ipAddress, prefixLength: 64 }));
  return { addresses, autoConfigurationEnabled: true, dhcpV6Enabled: false };
}

export const nfc = (number: number, seed: NfcSeed = {}) => nfcHostOf(seeded(number, seed));
