import { describe, expect, test } from '@jest/globals';
import { deduplicationId } from '../../lib/contract.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { ADDED, message } from '../builders.ts';
import { keep, morefs, replay, replayShop, row, sent } from './replaying.ts';

const of = (moref: string) => message({ host: { moref, name: `esx-${moref.slice(5)}` } });

describe('dead letters', () => {
  test('that name a host of this vCenter are sent, stamped with where they were, and then deleted', async () => {
    const shop = replayShop();
    keep(shop, row('host-21', 'failed'));
    const id = shop.deadLetters.put(of('host-21'));
    const { queued, left } = await replay(shop, { deadLetters: true });
    expect([queued, left]).toEqual([
      [
        {
          host: 'esx-21',
          moref: 'host-21',
          status: 'failed',
          cause: { kind: 'dead-letter', messageId: id, cause: ADDED },
        },
      ],
      [],
    ]);
    expect(shop.queue.messages.map(({ cause }) => cause)).toEqual([{ kind: 'replay', replay: 'r-1' }]);
    const [first] = shop.queue.messages;
    expect(first && shop.queue.origins.get(deduplicationId(first))).toBe(`dead.fifo/${id}`);
    expect(shop.deadLetters.ids).toEqual([]);
  });

  test.each([
    ['no JSON', 'message-malformed', 'The message is no JSON.'],
    ['{"version":1}', 'message-malformed', 'vcenter'],
    [{ ...message(), version: 2 }, 'message-newer', 'version 2'],
    [message({ vcenter: 'vc02' }), 'message-malformed', 'names vCenter vc02; this is the queue of vc01'],
    [message({ host: { moref: 'vm-7', name: 'x' } }), 'message-malformed', 'moref'],
  ])('that are %j stay, and are told of with the reason', async (body, code, words) => {
    const shop = replayShop();
    const bad = shop.deadLetters.put(body, 'vc01/host-9');
    shop.deadLetters.put(of('host-21'));
    const { queued, left } = await replay(shop, { deadLetters: true });
    expect(left).toEqual([
      {
        ...{ code, messageId: bad, group: 'vc01/host-9', sentAt: '2026-03-01T00:00:00.000Z' },
        reason: expect.stringContaining(words),
      },
    ]);
    expect([queued.length, shop.deadLetters.ids, shop.deadLetters.hiddenIds]).toEqual([1, [bad], []]);
  });

  test('by the hundred are worked off, one message a host', async () => {
    const shop = replayShop();
    for (let each = 0; each < 300; each++) shop.deadLetters.put(of(`host-${100 + (each % 150)}`));
    const { queued, merged } = await replay(shop, { deadLetters: true });
    expect([queued.length, merged, new Set(sent(shop)).size, sent(shop).length]).toEqual([150, 150, 150, 150]);
    expect(shop.deadLetters.ids).toEqual([]);
  });

  test('of hosts that were not asked for stay, without being called wrong', async () => {
    const shop = replayShop();
    shop.deadLetters.put(of('host-21'));
    const other = shop.deadLetters.put(of('host-22'));
    const result = await replay(shop, { deadLetters: true, hosts: ['esx-21'] });
    expect([morefs(result), result.left, result.skipped]).toEqual([['host-21'], [], 1]);
    expect([shop.deadLetters.ids, shop.deadLetters.hiddenIds]).toEqual([[other], []]);
  });

  test('are only listed in a dry run, each once, and can be received again at once', async () => {
    const shop = replayShop();
    for (let each = 0; each < 25; each++) shop.deadLetters.put(of(`host-${100 + each}`));
    shop.deadLetters.put('no JSON');
    const { queued, left } = await replay(shop, { deadLetters: true, dryRun: true });
    expect([queued.length, left.length, sent(shop)]).toEqual([25, 1, []]);
    expect([shop.deadLetters.ids.length, shop.deadLetters.hiddenIds]).toEqual([26, []]);
  });

  test('that are shown again while the replay goes on are not told of twice', async () => {
    const shop = replayShop();
    shop.deadLetters.put('no JSON');
    shop.deadLetters.calls.before('receive', () => {
      shop.deadLetters.calls.before('receive', () => shop.deadLetters.showAll());
    });
    expect((await replay(shop, { deadLetters: true })).left).toHaveLength(1);
  });

  test('that are behind ten of their group that stay are told of by number', async () => {
    const shop = replayShop();
    for (let each = 0; each < 10; each++) shop.deadLetters.put('no JSON', 'vc01/host-21');
    shop.deadLetters.put(of('host-21'), 'vc01/host-21');
    const { notes, queued } = await replay(shop, { deadLetters: true });
    expect([notes, queued]).toEqual([[expect.stringMatching(/^About 1 more .* behind these/)], []]);
  });

  test('that the queue will never take stay', async () => {
    const shop = replayShop();
    const id = shop.deadLetters.put(of('host-21'));
    shop.queue.refuses = () => 'Too long.';
    const { left } = await replay(shop, { deadLetters: true });
    expect([left, shop.deadLetters.ids]).toEqual([[expect.objectContaining({ reason: 'Too long.' })], [id]]);
  });
});

describe('a replay of dead letters that ends early', () => {
  test('between sending and deleting is finished by the next one with its id, and the queue has each message once', async () => {
    const shop = replayShop();
    shop.deadLetters.put(of('host-21'));
    shop.deadLetters.calls.fail('remove', new OnboardingError('queue-unavailable', 'No answer.'));
    const first = await replay(shop, { deadLetters: true });
    expect([first.problems, morefs(first)]).toEqual([
      [{ code: 'queue-unavailable', message: expect.stringContaining('No answer.') }],
      ['host-21'],
    ]);
    const second = await replay(shop, { deadLetters: true });
    expect([second.problems, morefs(second), sent(shop), shop.deadLetters.ids]).toEqual([
      [],
      ['host-21'],
      ['host-21'],
      [],
    ]);
  });

  test('before anything was sent leaves every letter where it is', async () => {
    const shop = replayShop();
    const id = shop.deadLetters.put(of('host-21'));
    shop.queue.calls.fail('send', new OnboardingError('queue-unavailable', 'No queue.'));
    await replay(shop, { deadLetters: true });
    expect([shop.deadLetters.ids, shop.deadLetters.hiddenIds, shop.queue.messages]).toEqual([[id], [], []]);
  });

  test('because it was killed is told of by the next one, for as long as the letters are hidden', async () => {
    const shop = replayShop();
    shop.deadLetters.put(of('host-21'));
    await shop.deadLetters.receive();
    const { notes, queued } = await replay(shop, { deadLetters: true });
    expect([notes, queued]).toEqual([[expect.stringMatching(/^About 1 are .* hidden/)], []]);
  });

  test('because its time is up says that there is more, as long as it gets on', async () => {
    const shop = replayShop();
    for (let each = 0; each < 30; each++) shop.deadLetters.put(of(`host-${100 + each}`));
    const times = [1, 1, 0];
    const first = await replay(shop, { deadLetters: true }, () => times.shift() ?? 0);
    expect([first.queued.length, first.next]).toEqual([20, 'dead-letters']);
    const second = await replay(shop, { deadLetters: true, after: first.next });
    expect([second.queued.length, second.next]).toEqual([10, undefined]);
  });

  test('without having moved anything says that only the first are listed', async () => {
    const shop = replayShop();
    for (let each = 0; each < 30; each++) shop.deadLetters.put('no JSON');
    const times = [1, 1, 0];
    const result = await replay(shop, { deadLetters: true }, () => times.shift() ?? 0);
    expect([result.left.length, result.next, result.notes]).toEqual([
      20,
      undefined,
      [expect.stringContaining('only the first')],
    ]);
    expect(shop.deadLetters.hiddenIds).toEqual([]);
  });

  test('shows what stays again though the queue failed, and does not end with what that answers', async () => {
    const shop = replayShop();
    shop.deadLetters.put('no JSON');
    shop.deadLetters.calls.fail('release', new OnboardingError('queue-unavailable', 'No answer.'));
    const { problems, left } = await replay(shop, { deadLetters: true });
    expect([problems, left.length]).toEqual([[], 1]);
  });
});
