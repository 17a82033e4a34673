import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readPlanFile, savePlan } from '../../lib/cli/plan-file.ts';
import { FakeClock } from '../fake-clock.ts';
import { InMemoryVcenter } from '../in-memory-vcenter.ts';
import { terminal } from './terminal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-plan-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the command that takes a saved plan is one that a shell takes, whatever the file is called', async () => {
  const { console, talk } = terminal();
  const clock = new FakeClock();
  const file = join(folder, "it's a plan");
  await savePlan(
    file,
    { planned: [], missing: [] },
    {},
    { vcenter: new InMemoryVcenter(clock), clock, console, version: '1.2.3' },
  );
  expect(talk).toEqual([`Saved. To take it: provisioning-stack apply --plan '${folder}/it'\\''s a plan'`]);
  expect((await readPlanFile(file)).productVersion).toBe('1.2.3');
});
