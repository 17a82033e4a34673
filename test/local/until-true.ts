/** Waits for a condition, looked at again and again; fails after ten seconds. */
export async function untilTrue(condition: () => boolean | Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > endsAt) {
      throw new RangeError(`Not true within 10 seconds: ${condition}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A promise that the test resolves. */
export function deferred(): PromiseWithResolvers<void> {
  return Promise.withResolvers();
}
