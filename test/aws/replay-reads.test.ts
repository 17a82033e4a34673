import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BrakeItem } from '../../lib/aws/brake-item.ts';
import { LeaseItem } from '../../lib/aws/lease-item.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

const NOW = new Date('2026-03-02T08:00:00Z');
const LATER = new Date('2026-03-02T08:02:30Z');

let aws: EmulatedAws;
beforeEach(async () => {
  aws = await startEmulatedAws();
});
afterEach(() => aws.close());

test('who holds leases is told by moref, of one vCenter, and only while they last', async () => {
  const leases = new LeaseItem(aws.journal);
  await leases.acquire('vc01', 'host-21', 'alice', LATER, NOW);
  await leases.acquire('vc01', 'host-22', 'bob', NOW, NOW);
  await leases.acquire('vc02', 'host-23', 'carol', LATER, NOW);
  expect(await leases.owners('vc01', NOW)).toEqual(new Map([['host-21', 'alice']]));
  expect(await leases.owners('vc01', LATER)).toEqual(new Map());
});

test('brakes that are on are told, of one vCenter, and no trials that did not come to that', async () => {
  const brake = new BrakeItem(aws.journal);
  const halted = { failed: ['esx-1', 'esx-2', 'esx-3'], haltedAt: NOW.toISOString() };
  await brake.write('vc01', 'digest-1', halted, undefined);
  await brake.write('vc01', 'digest-2', { failed: ['esx-4'] }, undefined);
  await brake.write('vc02', 'digest-1', halted, undefined);
  expect(await brake.halts('vc01')).toEqual([{ settings: 'digest-1', ...halted }]);
});
