import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BrakeItem } from '../../lib/aws/brake-item.ts';
import { CheckpointItem } from '../../lib/aws/checkpoint-item.ts';
import { FleetReads } from '../../lib/aws/fleet-reads.ts';
import { LeaseItem } from '../../lib/aws/lease-item.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws;
let fleet: FleetReads;
let brake: BrakeItem;
beforeAll(async () => {
  aws = await startEmulatedAws();
  fleet = new FleetReads(aws.journal);
  brake = new BrakeItem(aws.journal);
});
afterAll(() => aws.close());

test('nothing is nothing', async () => {
  expect([await fleet.forwarder('vc90'), await brake.remembered('vc90'), await fleet.leases('vc90')]).toEqual([
    undefined,
    [],
    [],
  ]);
});

test('a forwarder is known from when it begins to listen on, and how far it is from its first look on', async () => {
  const items = new CheckpointItem(aws.journal);
  const before = Date.now();
  await items.take('vc01', 'run-1');
  const begun = await fleet.forwarder('vc01');
  const takenAt = Date.parse(begun?.takenAt ?? '');
  expect([begun?.checkpoint, takenAt >= before, takenAt <= Date.now()]).toEqual([undefined, true, true]);
  const checkpoint = { instanceUuid: 'uuid', time: '2026-11-26T07:00:00.000Z', keys: ['1/x'] };
  await items.save('vc01', 'run-1', checkpoint);
  expect(await fleet.forwarder('vc01')).toEqual({ checkpoint, takenAt: begun?.takenAt });
});

test('trials and leases are those of the vCenter', async () => {
  const trials = { failed: ['esx-a'], haltedAt: '2026-11-26T07:00:00.000Z' };
  await brake.write('vc01', 'digest', trials, undefined);
  const [now, until] = [new Date('2026-11-26T07:00:00Z'), new Date('2026-11-26T07:02:30Z')];
  await new LeaseItem(aws.journal).acquire('vc01', 'host-21', 'run-7', until, now);
  expect(await brake.remembered('vc01')).toEqual([{ settings: 'digest', ...trials }]);
  expect(await fleet.leases('vc01')).toEqual([{ moref: 'host-21', owner: 'run-7', until: '2026-11-26T07:02:30.000Z' }]);
  expect([await brake.remembered('vc02'), await fleet.leases('vc02')]).toEqual([[], []]);
});
