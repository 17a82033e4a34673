import { expect, test } from '@jest/globals';
import { createReplayEvents } from '../../functions/replay-events.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { message } from '../builders.ts';
import { keep, replayShop, row } from '../reconcile/replaying.ts';
import { context, dependenciesOf } from './invoke.ts';

function invoke(event: unknown, shop = replayShop(), remainingMilliseconds = 300_000) {
  const dependencies = { ...dependenciesOf(shop), deadLetters: () => shop.deadLetters };
  return createReplayEvents(() => dependencies)(event, context(remainingMilliseconds));
}

test('hosts are queued, under an id of its own when none is given', async () => {
  const shop = replayShop();
  keep(shop, row('host-21', 'refused', ['settings-invalid']));
  const result = await invoke({ vcenter: 'vc01', codes: ['settings-invalid'] }, shop);
  expect(result).toMatchObject({ vcenter: 'vc01', replay: expect.stringMatching(/^[0-9a-f-]{36}$/), problems: [] });
  expect(shop.queue.messages.map(({ cause }) => cause)).toEqual([{ kind: 'replay', replay: result.replay }]);
});

test('the answer can be told as JSON and says the same', async () => {
  const result = await invoke({ vcenter: 'vc01', replay: 'r-1', hosts: ['esx-21'], dryRun: true });
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test.each([
  [null, 'replay:'],
  [{ vcenter: 'vc01' }, 'Say which hosts'],
  [{ vcenter: 'vc01', hosts: ['a'], everything: true }, 'everything'],
])('%j is a mistake of the caller, and no error of the function', async (event, words) => {
  const { queued, problems } = await invoke(event);
  expect([queued, problems]).toEqual([[], [{ code: 'usage', message: expect.stringContaining(words) }]]);
});

test('a vCenter that is not wired is a mistake of the caller, too', async () => {
  const shop = replayShop();
  const refuse = () => {
    throw new OnboardingError('usage', 'No host events queue is wired for vCenter vc09.');
  };
  const handler = createReplayEvents(() => ({ ...dependenciesOf(shop), queue: refuse }));
  const { problems } = await handler({ vcenter: 'vc09', hosts: ['a'] }, context());
  expect(problems).toEqual([{ code: 'usage', message: expect.stringContaining('vc09') }]);
});

test('a vCenter that is away is told of, when it is needed, and its connection is read again the next time', async () => {
  const shop = replayShop();
  shop.vcenter.calls.fail('findHost', new OnboardingError('vcenter-unreachable', 'No answer.'));
  const forgotten: string[] = [];
  const forgetVcenter = (name: string) => void forgotten.push(name);
  const handler = createReplayEvents(() => ({ ...dependenciesOf(shop), forgetVcenter }));
  const { problems } = await handler({ vcenter: 'vc01', hosts: ['esx-21'] }, context());
  expect(problems).toEqual([{ code: 'vcenter-unreachable', message: expect.stringContaining('No answer.') }]);
  expect(forgotten).toEqual(['vc01']);
});

test('a bug fails the function, and is logged with its stack', async () => {
  const shop = replayShop();
  shop.journal.calls.fail('readAll', new TypeError('a bug'));
  await expect(invoke({ vcenter: 'vc01', hosts: ['esx-21'] }, shop)).rejects.toThrow('a bug');
  expect(shop.log.lines.at(-1)).toBe('error Unexpected: a bug');
});

test('near the end of its time it says that there is more, and the next page does that', async () => {
  const shop = replayShop();
  for (let each = 0; each < 15; each++) {
    const moref = `host-${100 + each}`;
    shop.deadLetters.put(message({ host: { moref, name: moref } }));
    keep(shop, row(moref, 'failed'));
  }
  // the reserve of twenty seconds is reached after the first batch
  let remaining = 20_001;
  shop.deadLetters.calls.before('remove', () => {
    remaining = 20_000;
  });
  const event = { vcenter: 'vc01', replay: 'r-1', deadLetters: true };
  const dependencies = { ...dependenciesOf(shop), deadLetters: () => shop.deadLetters };
  const handler = createReplayEvents(() => dependencies);
  const first = await handler(event, { ...context(), getRemainingTimeInMillis: () => remaining });
  const second = await handler({ ...event, after: first.next }, context());
  expect([first.queued.length, first.next, second.queued.length, second.next]).toEqual([
    10,
    'dead-letters',
    5,
    undefined,
  ]);
});

test('after a minute a page ends, however much time the function has', async () => {
  const shop = replayShop();
  for (let each = 0; each < 150; each++) keep(shop, row(`host-${100 + each}`, 'failed'));
  shop.queue.calls.before('send', () => shop.clock.advance(60_000));
  const { queued, next } = await invoke({ vcenter: 'vc01', statuses: ['failed'] }, shop, 900_000);
  expect([queued.length, next]).toEqual([100, 'host-199']);
});
