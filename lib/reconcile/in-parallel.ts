/** Many calls, some of them at once. */

/**
 * Runs `work` for every item, `atOnce` of them at a time.
 * @throws what the first one to fail throws; items that nobody has begun are left
 */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  // A generator, not the array's own iterator: leaving a loop over it by an error ends it for the other workers, too.
  const queue = (function* () {
    yield* items;
  })();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
