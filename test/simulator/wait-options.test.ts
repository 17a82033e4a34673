/** What a property collector and the event manager refuse, and objects of a filter that do not exist. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Bench, bodyOf, faultOf, startBench, textAt } from './soap-client.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ scenario: { taskMs: 1 } });
});
afterEach(() => bench.simulator.close());

const events = ['EventManager', 'EventManager'] as const;

test.each([0, -1])('a maxCount of %d in an event filter is an InvalidArgument', async (maxCount) => {
  const filter = `<filter><maxCount>${maxCount}</maxCount></filter>`;
  for (const method of ['QueryEvents', 'CreateCollectorForEvents']) {
    const answer = await bench.client.call(method, events, filter);
    expect([method, faultOf(answer)]).toEqual([method, 'InvalidArgument']);
    expect(textAt(bodyOf(answer), 'detail.InvalidArgumentFault.invalidProperty')).toBe('filter.maxCount');
  }
});
