import { expect, test } from '@jest/globals';
import { factsOf } from '../../lib/reconcile/host-facts.ts';
import {
  configuredHost,
  disconnectedHost,
  goodNic,
  host,
  network,
  provisioningStack,
  STANDALONE,
} from '../builders.ts';

test('of a host that is right are where it is and what its adapter and stack have', () => {
  expect(factsOf(configuredHost())).toEqual({
    ...{ datacenter: 'DC0', cluster: 'C0', device: 'vmk1', address: '10.20.0.21/24', gateway: '10.20.0.1' },
  });
});

test('of a host without an adapter are where it is, and the gateway that its stack kept', () => {
  const kept = network({ stack: provisioningStack({ defaultGateway: '10.20.0.1' }) });
  expect(factsOf(host({ network: kept }))).toEqual({ datacenter: 'DC0', cluster: 'C0', gateway: '10.20.0.1' });
});

test('of a standalone host that is away name no cluster and no address, and its names as the client shows them', () => {
  const ancestors = [STANDALONE, { type: 'Datacenter', moref: 'datacenter-9', name: 'DC%2fEast' }];
  expect(factsOf(disconnectedHost({ ancestors }))).toEqual({ datacenter: 'DC/East' });
  expect(factsOf(disconnectedHost({ ancestors: [] }), 'vmk3')).toEqual({ device: 'vmk3' });
});

test('are of the adapter that is meant; of several nobody is guessed', () => {
  const two = host({ network: network({ onStack: [goodNic(), goodNic({ device: 'vmk2', ipAddress: '10.20.0.9' })] }) });
  expect(factsOf(two, 'vmk2').address).toBe('10.20.0.9/24');
  expect(factsOf(two)).toEqual({ datacenter: 'DC0', cluster: 'C0' });
  expect(factsOf(two, 'vmk0')).toEqual({ datacenter: 'DC0', cluster: 'C0', device: 'vmk0' });
});
