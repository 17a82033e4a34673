import { expect, test } from '@jest/globals';
import { isReleasable, useOf } from '../../lib/reconcile/claim-use.ts';
import type { AddressClaim } from '../../lib/reconcile/shared-stores.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { configuredHost, disconnectedHost, host } from '../builders.ts';

const CLAIM: AddressClaim = {
  site: '',
  address: '10.20.0.50',
  vcenter: 'vc01',
  hostName: 'esx-021.corp.example',
  claimedAt: '2026-11-25T10:00:00.000Z',
  origin: 'pool',
};
const HERS = '10.20.0.21';

test.each<[string, Partial<AddressClaim>, readonly HostState[], RegExp | undefined, boolean]>([
  ['of a host that has left the inventory', {}, [], undefined, true],
  ['of a host that has another address on its stack', {}, [configuredHost()], undefined, true],
  ['of a host that has no adapter on a stack yet', {}, [host()], undefined, false],
  ['of a host that has it', { address: HERS }, [configuredHost()], /on an adapter of esx-021/, false],
  [
    'of a gone host whose adapter shows in another',
    { address: HERS, hostName: 'gone' },
    [configuredHost()],
    /esx-021/,
    false,
  ],
  ['of a host that is away', {}, [disconnectedHost()], /is disconnected/, false],
  ['of another vCenter', { vcenter: 'vc02' }, [], /of vc02, not vc01/, false],
])('a claim %s', (_, over, hosts, why, isCandidate) => {
  const claim = { ...CLAIM, ...over };
  const inventory = { vcenter: 'vc01', hosts };
  if (why === undefined) expect(useOf(claim, inventory)).toBeUndefined();
  else expect(useOf(claim, inventory)).toMatch(why);
  expect(isReleasable(claim, inventory)).toBe(isCandidate);
});
