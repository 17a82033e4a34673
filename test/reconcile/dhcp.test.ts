import { describe, expect, test } from '@jest/globals';
import { document, goodNic, host, network, provisioningStack, stored } from '../builders.ts';
import { at } from '../fake-clock.ts';
import { callsOf, configure, stackOf, summary, workshop } from '../workshop.ts';

describe('DHCP', () => {
  const dhcp = (gateway?: string) => [stored(document({ address: { mode: 'dhcp' }, gateway }))];

  test('without a lease takes the adapter off again and waits', async () => {
    const shop = workshop({ documents: dhcp() });
    const { outcome, intent: left } = await configure(shop);
    expect([summary(outcome), left]).toEqual(['deferred dhcp-no-lease dhcp-no-lease', undefined]);
    expect(stackOf(shop).devices).toEqual([]);
    expect(shop.clock.now() <= new Date(at(110))).toBe(true);
  });

  test('without a lease on an adapter that was there waits, and leaves the adapter', async () => {
    const { ipAddress: _, ...asking } = goodNic({ dhcp: true });
    const stack = provisioningStack({ defaultGateway: '10.20.0.1' });
    const state = host({ network: network({ onStack: [asking], stack }) });
    const shop = workshop({
      hosts: [state],
      documents: [stored(document({ address: { mode: 'dhcp' }, dns: undefined }))],
    });
    expect(summary((await configure(shop)).outcome)).toBe('deferred dhcp-no-lease');
    expect([stackOf(shop).devices, Object.keys(callsOf(shop))]).toEqual([['vmk1'], ['readHost']]);
    shop.vcenter.behaviour = { lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0' } };
    expect(summary((await configure(shop)).outcome)).toBe('unchanged');
  });

  test('with a lease that the gateway does not fit is refused, and taken off again', async () => {
    const shop = workshop({ documents: dhcp('10.20.0.1') });
    shop.vcenter.behaviour = { lease: { ipAddress: '172.16.0.7', subnetMask: '255.255.255.0' } };
    expect(summary((await configure(shop)).outcome)).toMatch(/^refused gateway-outside-lease/);
    expect([stackOf(shop).devices, callsOf(shop)['updateGateway']]).toEqual([[], undefined]);
  });
});
