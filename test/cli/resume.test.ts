import { expect, test } from '@jest/globals';
import { liftBrakes } from '../../lib/cli/resume.ts';
import { InMemoryJournal } from '../in-memory-ports.ts';
import { InMemoryBrake, InMemoryRanges } from '../in-memory-stores.ts';

const HALTED = { failed: ['esx-1', 'esx-2', 'esx-3'], haltedAt: '2026-11-25T10:00:00.000Z' };

async function stores(...swept: string[]) {
  const ranges = new InMemoryRanges();
  for (const vcenter of swept) {
    await ranges.write({ vcenter, site: '', ranges: [], sweptAt: HALTED.haltedAt, conflicts: [] });
  }
  const brake = new InMemoryBrake();
  await brake.write('vc01', 'digest', HALTED, undefined);
  return { brake, ranges, journal: new InMemoryJournal() };
}

test('a brake is lifted, and a second time there is none', async () => {
  const both = await stores('vc01');
  expect(await liftBrakes({ vcenter: 'vc01' }, both)).toEqual({ vcenter: 'vc01', brakes: 1 });
  expect(await liftBrakes({ vcenter: 'vc01' }, both)).toEqual({ vcenter: 'vc01', brakes: 0 });
});

test('a vCenter that was never swept is lifted all the same when it has a brake', async () => {
  expect(await liftBrakes({ vcenter: 'vc01' }, await stores())).toEqual({ vcenter: 'vc01', brakes: 1 });
});

test.each<[string[], RegExp]>([
  [['vc02', 'vc01'], /^This table knows no vCenter vc0l: it has vc01, vc02\.$/],
  [[], /it has none yet/],
])('a name that the table of %j does not know is a mistake', async (swept, message) => {
  await expect(liftBrakes({ vcenter: 'vc0l' }, await stores(...swept))).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(message),
  });
});

test('a vCenter with hosts in the journal is known, whatever its sweeps could not read', async () => {
  const all = await stores();
  await all.journal.write({ vcenter: 'vc03', moref: 'host-1', name: 'esx-1' });
  expect(await liftBrakes({ vcenter: 'vc03' }, all)).toEqual({ vcenter: 'vc03', brakes: 0 });
});
