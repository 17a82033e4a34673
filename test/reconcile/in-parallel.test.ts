import { expect, test } from '@jest/globals';
import { inParallel } from '../../lib/reconcile/in-parallel.ts';

test('every item is worked on once, and never more at once than asked for', async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await inParallel([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    done.push(item);
    running -= 1;
  });
  expect([done.toSorted(), most]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], 3]);
});

test('an error ends it: what has not been begun is left', async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await Promise.resolve();
    if (item === 2) throw new RangeError('no');
  };
  await expect(inParallel([1, 2, 3, 4, 5, 6, 7, 8], 2, work)).rejects.toThrow(RangeError);
  await new Promise(setImmediate);
  expect(begun.length).toBeLessThan(6);
});

test('nothing to do is done', async () => {
  await expect(inParallel([], 8, () => Promise.reject(new RangeError('no')))).resolves.toBeUndefined();
});
