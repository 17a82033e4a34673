import { describe, expect, test } from '@jest/globals';
import { createConfigureHost } from '../../functions/configure-host.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { host, message, stored } from '../builders.ts';
import { callsOf, rowOf, workshop } from '../workshop.ts';
import { batch, context, dependenciesOf } from './invoke.ts';

const GOOD = JSON.stringify(message());
const NEWER = JSON.stringify({ ...message(), version: 2 });
const invoke = (shop: ReturnType<typeof workshop>, event: ReturnType<typeof batch>, remaining?: number) =>
  createConfigureHost(() => dependenciesOf(shop))(event, context(remaining));
const failures = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('a message', () => {
  test('whose host was configured is acknowledged', async () => {
    const shop = workshop();
    expect(await invoke(shop, batch({ a: GOOD }))).toEqual(failures());
    expect(rowOf(shop)?.outcome?.status).toBe('converged');
    expect(shop.meter.flushes).toBe(1);
  });

  test('whose host is refused, deferred or failed is acknowledged, too', async () => {
    const shop = workshop({ documents: [] });
    shop.vcenter.calls.fail('readHost', new OnboardingError('vcenter-timeout', 'Slow.'));
    expect(await invoke(shop, batch({ a: GOOD }))).toEqual(failures());
    expect(rowOf(shop)?.outcome?.status).toBe('deferred');
  });

  test.each([
    ['no JSON', '{', 'error The message is no JSON.'],
    ['of a newer version', NEWER, 'error The message has version 2; this release reads version 1.'],
  ])('that is %s is left to redelivery, and the log says why', async (_what, body, said) => {
    const shop = workshop();
    expect(await invoke(shop, batch({ a: body }))).toEqual(failures('a'));
    expect([callsOf(shop), shop.log.lines.at(-1)]).toEqual([{}, said]);
  });

  test('is left to redelivery when the journal cannot be written', async () => {
    const shop = workshop();
    shop.journal.calls.fail('write', new OnboardingError('journal-unavailable', 'No table.'));
    expect(await invoke(shop, batch({ a: GOOD }))).toEqual(failures('a'));
  });

  test('that met a bug of ours is left to redelivery, and the log has the bug', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('readHost', new TypeError('undefined is no host'));
    expect(await invoke(shop, batch({ a: GOOD }))).toEqual(failures('a'));
    expect(shop.log.lines.at(-1)).toBe('error Unexpected: undefined is no host');
  });

  test('of a vCenter that is not wired is left to redelivery: no forwarder would bring its host back', async () => {
    const shop = workshop();
    expect(await invoke(shop, batch({ a: JSON.stringify(message({ vcenter: 'vc99' })) }))).toEqual(failures('a'));
    expect([rowOf(shop), shop.log.lines.at(-1)]).toEqual([undefined, expect.stringContaining('names vCenter vc99')]);
  });

  test('of a vCenter without a connection defers its host', async () => {
    const shop = workshop();
    const vcenter = async () => {
      throw new OnboardingError('connection-invalid', 'There is no connection.');
    };
    const handler = createConfigureHost(() => ({ ...dependenciesOf(shop), vcenter }));
    expect(await handler(batch({ a: GOOD }), context())).toEqual(failures());
    expect(rowOf(shop)?.outcome).toMatchObject({ status: 'deferred', problems: [{ code: 'connection-invalid' }] });
  });

  test('is left to redelivery when opening its vCenter meets a bug of ours', async () => {
    const shop = workshop();
    const vcenter = async () => {
      throw new TypeError('a bug');
    };
    const handler = createConfigureHost(() => ({ ...dependenciesOf(shop), vcenter }));
    expect(await handler(batch({ a: GOOD }), context())).toEqual(failures('a'));
    expect([shop.log.lines, shop.journal.calls.counts]).toEqual([['error Unexpected: a bug'], {}]);
  });

  test('gets no write when too little time is left', async () => {
    const shop = workshop();
    await invoke(shop, batch({ a: GOOD }), 10_000);
    expect(rowOf(shop)?.outcome?.problems[0]?.code).toBe('time-short');
  });
});

describe('a message that was worked on', () => {
  test.each<[string, Parameters<typeof workshop>[0], string]>([
    ['converged', {}, 'converged'],
    ['excluded', { documents: [] }, 'excluded'],
    ['refused', { documents: [stored('{')] }, 'refused'],
    ['gone', { hosts: [] }, 'gone'],
  ])('ends %s, and is acknowledged', async (_, options, status) => {
    const shop = workshop(options);
    expect(await invoke(shop, batch({ a: GOOD }))).toEqual(failures());
    expect(shop.announcer.outcomes.map((outcome) => outcome.status)).toEqual([status]);
  });

  test('and comes a second time costs one read', async () => {
    const shop = workshop();
    await invoke(shop, batch({ a: GOOD }));
    const { readHost = 0, ...writes } = callsOf(shop);
    await invoke(shop, batch({ a: GOOD }));
    expect(callsOf(shop)).toEqual({ readHost: readHost + 1, ...writes });
  });
});

describe('the connection', () => {
  test.each([
    ['vcenter-untrusted', ['vc01']],
    ['vcenter-unreachable', ['vc01']],
    ['vcenter-timeout', []],
  ] as const)('after %s is read again by the next run: %j', async (code, expected) => {
    const shop = workshop();
    shop.vcenter.calls.fail('readHost', new OnboardingError(code, 'Away.'));
    const forgotten: string[] = [];
    const dependencies = { ...dependenciesOf(shop), forgetVcenter: (name: string) => void forgotten.push(name) };
    await createConfigureHost(() => dependencies)(batch({ a: GOOD }), context());
    expect(forgotten).toEqual(expected);
  });
});

test('an event without records fails none, and the log says what is wrong about it', async () => {
  const shop = workshop();
  expect(await createConfigureHost(() => dependenciesOf(shop))({} as never, context())).toEqual(failures());
  expect(shop.log.lines.at(-1)).toContain('has no Records');
});

describe('a batch', () => {
  test('of poison, a newer version and two good ones fails the first two', async () => {
    const shop = workshop({ hosts: [host(), host({ moref: 'host-22', networkSystem: 'networkSystem-22' })] });
    const other = JSON.stringify(message({ host: { moref: 'host-22', name: 'esx-022.corp.example' } }));
    const event = batch({ a: 'hello', b: NEWER, c: GOOD, d: other }, (id) => `vc01/${id}`);
    expect(await invoke(shop, event)).toEqual(failures('a', 'b'));
    expect(['host-21', 'host-22'].map((moref) => rowOf(shop, moref)?.outcome?.status)).toEqual([
      'converged',
      'converged',
    ]);
  });

  test('without records is acknowledged', async () => {
    expect(await invoke(workshop(), batch({}))).toEqual(failures());
  });

  test('fails only what failed, where the groups differ', async () => {
    const shop = workshop();
    const event = batch({ a: '{', b: GOOD }, (id) => `vc01/${id}`);
    expect(await invoke(shop, event)).toEqual(failures('a'));
  });

  test('keeps the order of a group: after a failure its later messages fail, too', async () => {
    const shop = workshop();
    expect(await invoke(shop, batch({ a: '{', b: GOOD }))).toEqual(failures('a', 'b'));
    expect(callsOf(shop)).toEqual({});
  });

  test('fails as a whole when the function cannot even begin', async () => {
    const handler = createConfigureHost(() => {
      throw new OnboardingError('usage', 'TABLE_NAME is not set.');
    });
    await expect(handler(batch({ a: GOOD, b: GOOD }), context())).rejects.toMatchObject({ code: 'usage' });
  });
});
