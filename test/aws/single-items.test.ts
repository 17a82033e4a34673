import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BaselineItem } from '../../lib/aws/baseline-item.ts';
import { CheckpointItem } from '../../lib/aws/checkpoint-item.ts';
import { LeaseItem } from '../../lib/aws/lease-item.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws;
beforeAll(async () => {
  aws = await startEmulatedAws();
});
afterAll(() => aws.close());

describe('the baseline', () => {
  test('is read once a process, but asked for again while there is none', async () => {
    const baseline = new BaselineItem(aws.journal);
    expect(await baseline.read('vc08', 'uuid-8')).toBeUndefined();
    const taken = await new BaselineItem(aws.journal).take('vc08', 'uuid-8', ['host-1']);
    expect(await baseline.read('vc08', 'uuid-8')).toEqual(taken);
    expect(await baseline.read('vc08', 'uuid-8')).toBe(await baseline.read('vc08', 'uuid-8'));
  });

  test('is taken once, by one of two sweeps at the same time, and both learn which holds', async () => {
    const baseline = new BaselineItem(aws.journal);
    expect(await baseline.read('vc01', 'uuid-1')).toBeUndefined();

    const [one, two] = await Promise.all([
      baseline.take('vc01', 'uuid-1', ['host-1', 'host-2']),
      baseline.take('vc01', 'uuid-1', ['host-1', 'host-2', 'host-3']),
    ]);

    expect(one).toEqual(two);
    expect(await baseline.read('vc01', 'uuid-1')).toEqual(one);
    expect(await baseline.take('vc01', 'uuid-1', ['host-9'])).toEqual(one);
  });

  test('of a vCenter without hosts is empty, not absent', async () => {
    const baseline = new BaselineItem(aws.journal);

    expect(await baseline.take('vc02', 'uuid-2', [])).toEqual(new Set());
    expect(await baseline.read('vc02', 'uuid-2')).toEqual(new Set());
  });

  test('of another instance of the same name is another', async () => {
    const baseline = new BaselineItem(aws.journal);
    await baseline.take('vc03', 'uuid-3', ['host-1']);

    expect(await baseline.read('vc03', 'uuid-4')).toBeUndefined();
  });

  test('holds ten thousand hosts', async () => {
    const morefs = Array.from({ length: 10_000 }, (_, index) => `host-${100_000 + index}`);
    const baseline = new BaselineItem(aws.journal);

    await baseline.take('vc04', 'uuid-5', morefs);

    expect((await baseline.read('vc04', 'uuid-5'))?.size).toBe(10_000);
  });
});

describe('the checkpoint', () => {
  const at = (time: string) => ({ instanceUuid: 'uuid-1', time, keys: [`7731/${time}`] });

  test('belongs to the newest run: an older one loses at its next save', async () => {
    const store = new CheckpointItem(aws.journal);
    expect(await store.take('vc01', 'run-1')).toBeUndefined();
    expect(await store.save('vc01', 'run-1', at('10:00'))).toBe(true);

    expect(await store.take('vc01', 'run-2')).toEqual(at('10:00'));
    expect(await store.save('vc01', 'run-1', at('10:01'))).toBe(false);
    expect(await store.save('vc01', 'run-2', at('10:02'))).toBe(true);

    expect(await store.take('vc01', 'run-3')).toEqual(at('10:02'));
  });

  test('is not saved by a run that never took it', async () => {
    expect(await new CheckpointItem(aws.journal).save('vc02', 'run-1', at('10:00'))).toBe(false);
  });
});

describe('the lease of a host', () => {
  const time = (seconds: number) => new Date(Date.UTC(2026, 10, 25, 10, 0, seconds));

  test('is refused while another run holds it, with its name, and free after the release', async () => {
    const leases = new LeaseItem(aws.journal);
    expect(await leases.acquire('vc01', 'host-1', 'run-1', time(30), time(0))).toBeUndefined();

    expect(await leases.acquire('vc01', 'host-1', 'run-2', time(31), time(1))).toBe('run-1');
    expect(await leases.acquire('vc01', 'host-2', 'run-2', time(31), time(1))).toBeUndefined();

    await leases.release('vc01', 'host-1', 'run-1');
    expect(await leases.acquire('vc01', 'host-1', 'run-2', time(32), time(2))).toBeUndefined();
  });

  test('is granted again to the run that holds it', async () => {
    const leases = new LeaseItem(aws.journal);
    await leases.acquire('vc02', 'host-1', 'run-1', time(30), time(0));

    expect(await leases.acquire('vc02', 'host-1', 'run-1', time(30), time(0))).toBeUndefined();
  });

  test('is renewed by its holder as long as it runs, and by nobody else', async () => {
    const leases = new LeaseItem(aws.journal);
    await leases.acquire('vc03', 'host-1', 'run-1', time(30), time(0));

    expect(await leases.renew('vc03', 'host-1', 'run-2', time(50), time(10))).toBe(false);
    expect(await leases.renew('vc03', 'host-1', 'run-1', time(50), time(20))).toBe(true);
    expect(await leases.acquire('vc03', 'host-1', 'run-2', time(70), time(40))).toBe('run-1');
    expect(await leases.renew('vc03', 'host-1', 'run-1', time(80), time(50))).toBe(false);
    expect(await leases.renew('vc03', 'host-9', 'run-1', time(80), time(50))).toBe(false);
  });

  test('is taken over when it has run out, and the late holder neither renews nor releases it', async () => {
    const leases = new LeaseItem(aws.journal);
    await leases.acquire('vc04', 'host-1', 'run-1', time(30), time(0));

    expect(await leases.acquire('vc04', 'host-1', 'run-2', time(60), time(30))).toBeUndefined();
    expect(await leases.renew('vc04', 'host-1', 'run-1', time(61), time(31))).toBe(false);
    await leases.release('vc04', 'host-1', 'run-1');
    expect(await leases.acquire('vc04', 'host-1', 'run-3', time(62), time(32))).toBe('run-2');
  });

  test('ends with all others of its vCenter when it is certain that nobody runs', async () => {
    const leases = new LeaseItem(aws.journal);
    for (const moref of ['host-1', 'host-2']) await leases.acquire('vc06', moref, 'run-1', time(30), time(0));
    await leases.acquire('vc07', 'host-1', 'run-1', time(30), time(0));

    await leases.releaseAll('vc06');

    expect(await leases.acquire('vc06', 'host-1', 'run-2', time(31), time(1))).toBeUndefined();
    expect(await leases.acquire('vc06', 'host-2', 'run-2', time(31), time(1))).toBeUndefined();
    expect(await leases.acquire('vc07', 'host-1', 'run-2', time(31), time(1))).toBe('run-1');
  });

  test('goes to one of many runs at the same time', async () => {
    const leases = new LeaseItem(aws.journal);

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, run) => leases.acquire('vc05', 'host-1', `run-${run}`, time(30), time(0))),
    );

    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
  });
});
