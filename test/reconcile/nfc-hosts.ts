/** Hosts as NFC sees them: management in 10.1.<rack>.0/24 with a gateway, and what a test gives them besides. */
import { nfcHostOf } from '../../lib/reconcile/nfc-endpoint.ts';
import type { HostState, NetStackInstance, VirtualNic } from '../../lib/reconcile/state.ts';
import { host, managementNic, network, provisioningStack, vnic } from '../builders.ts';

export interface NfcSeed {
  readonly rack?: number;
  /** Of an adapter on the provisioning stack; '' is one without an address. */
  readonly stack?: string;
  readonly gateway?: string;
  /** Of an adapter of the default stack with the provisioning service. */
  readonly service?: string;
  readonly routes?: NetStackInstance['routes'];
  readonly mtu?: number;
}

export function seeded(number: number, seed: NfcSeed = {}): HostState {
  const { rack = 1, stack, gateway, service, routes = [], mtu } = seed;
  const addressed = (address: string) => (address === '' ? {} : { ipAddress: address, subnetMask: '255.255.255.0' });
  const {
    ipAddress: _ip,
    subnetMask: _mask,
    ...bare
  } = vnic({ device: 'vmk1', ...(mtu === undefined ? {} : { mtu }) });
  const vnics: VirtualNic[] = [
    managementNic({ ipAddress: `10.1.${rack}.${number}` }),
    ...(stack === undefined ? [] : [{ ...bare, ...addressed(stack) }]),
    ...(service === undefined
      ? []
      : [{ ...bare, device: 'vmk2', netStackInstanceKey: 'defaultTcpipStack', ...addressed(service) }]),
  ];
  const stacks = [
    { key: 'defaultTcpipStack', defaultGateway: `10.1.${rack}.1`, routes },
    provisioningStack(gateway === undefined ? {} : { defaultGateway: gateway }),
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

export const nfc = (number: number, seed: NfcSeed = {}) => nfcHostOf(seeded(number, seed));
