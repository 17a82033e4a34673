import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCase, anyEnds } from './any-faults.ts';
import { comparable, type HostBytes } from './host-bytes.ts';
import type { End } from './mortal.ts';
import { type Trial, TrialAws, type TrialOptions } from './trial.ts';

const CASES = 30;
/** The same cases each time; another number looks at others. */
const SEED = 20_261_126;

let aws: TrialAws;
beforeAll(async () => {
  aws = await TrialAws.start();
});
afterAll(() => aws.close());

/** What was wrong after some runs of the case, a line each, and how the last of them ended. */
async function play(story: TrialOptions, ends: readonly (End | undefined)[]) {
  const trial = await aws.newTrial(story);
  try {
    let status: string | undefined;
    for (const end of ends) status = (await trial.run(end)).outcome?.status ?? 'killed';
    return { status, wrong: await troublesOf(trial) };
  } finally {
    await trial.close();
  }
}

async function troublesOf(trial: Trial): Promise<string[]> {
  const { before } = trial;
  const now = await trial.readInTruth();
  const row = await trial.row();
  const isSaid =
    row?.intent !== undefined || row?.outcome?.problems.some(({ code }) => code === 'rollback-incomplete') === true;
  const isWhole = ['converged', 'unchanged', 'degraded'].includes(row?.outcome?.status ?? '') && hasGateway(now);
  const isUntouched = text(comparable(now).adapters) === text(comparable(before).adapters);
  return [
    ...(text(now.defaultStack) === text(before.defaultStack) ? [] : ['the default stack has changed']),
    ...(now.adapters.length <= 1 ? [] : ['there are two adapters']),
    ...(isSaid || isWhole || isUntouched
      ? []
      : [`an adapter is half made, and ${row?.outcome?.status} does not say so`]),
  ];
}

function text(elements: readonly string[]): string {
  return elements.join('\n');
}

function hasGateway({ stack, adapters }: HostBytes): boolean {
  return adapters.length === 1 && /<defaultGateway>10\.20\.0\.[19]</.test(stack);
}

test(`whatever faults vCenter plays, the bytes of the default stack stay, and no adapter is left half made unsaid`, async () => {
  const statuses = new Map<string, number>();
  const property = fc.asyncProperty(anyCase, anyEnds, async (story, ends) => {
    const { status = '', wrong } = await play(story, ends);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    expect(wrong).toEqual([]);
  });
  await fc.assert(property, { numRuns: CASES, seed: SEED });
  // the cases are worth something only when some of them come through, and some do not
  expect([...statuses.keys()]).toEqual(expect.arrayContaining(['converged', 'failed', 'deferred']));
}, 300_000);
