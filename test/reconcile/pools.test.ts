import { describe, expect, test } from '@jest/globals';
import { claim, having, POOL, shopWith, sweep } from './swept-hosts.ts';

describe('what pools have left', () => {
  test('is counted for the fullest one, without its gateway, network and broadcast address', async () => {
    const shop = await shopWith(claim('10.20.0.51 esx-1 pool'), claim('10.99.0.1 esx-1 pool'));
    const small = { mode: 'pool', subnet: '10.40.0.0/27', ranges: ['10.40.0.0-10.40.0.31'] };
    await sweep(shop, [having('esx-1', '10.40.0.3')], { address: POOL }, [
      { gateway: '10.20.0.69' },
      { address: small },
    ]);
    expect(shop.meter.counts).toEqual({ PoolFree: 18, PoolLow: 0 });
  });

  test.each<[string, number, object]>([
    ['10.20.0.50-10.20.0.54', 0, { PoolFree: 5, PoolLow: 0 }],
    ['10.20.0.50-10.20.0.54', 1, { PoolFree: 4, PoolLow: 1 }],
    ['10.20.0.50-10.20.0.149', 90, { PoolFree: 10, PoolLow: 0 }],
    ['10.20.0.50-10.20.0.149', 91, { PoolFree: 9, PoolLow: 1 }],
  ])('of %s with %i taken is low below five addresses or a tenth', async (range, taken, counts) => {
    const addresses = Array.from({ length: taken }, (_, number) => `10.20.0.${50 + number}`);
    const shop = await shopWith();
    await sweep(shop, [having('esx-1', ...addresses)], { address: { ...POOL, ranges: [range] } });
    expect(shop.meter.counts).toEqual(counts);
  });
});
