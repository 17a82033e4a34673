/** Many hosts with one trouble are ten alerts and a summary, and so are many that are right again. */
import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import { document, stored } from '../builders.ts';
import { START } from '../fake-clock.ts';
import { rowOf, type Workshop, workshop } from '../workshop.ts';
import { forward } from './forwarding.ts';
import { numbered, added as runOn } from './numbered-hosts.ts';

const NO_TOPIC = new OnboardingError('announcement-unavailable', 'No topic.');
const TEN_MINUTES = 600_000;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => 31 + index);
const kinds = ({ announcer }: Workshop) => announcer.alerts.map(({ kind }) => kind);
const summaries = ({ announcer }: Workshop) => announcer.alerts.filter(({ kind }) => kind === 'summary');
const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);

/** Each of so many new hosts is refused. */
async function refused(count: number): Promise<Workshop> {
  const documents = [stored(document({ gateway: '10.99.0.1' }))];
  const shop = workshop({ hosts: numbers(count).map(numbered), documents });
  for (const number of numbers(count)) await runOn(shop, number);
  return shop;
}

async function windowEnds(shop: Workshop): Promise<void> {
  shop.clock.advance(TEN_MINUTES);
  await forward(shop);
}

describe('twelve hosts that are refused with one code', () => {
  test('are ten alerts, and a summary when ten minutes are over', async () => {
    const shop = await refused(12);
    await forward(shop);
    expect(kinds(shop)).toEqual(times(10, 'trouble'));
    await windowEnds(shop);
    await forward(shop);
    expect(kinds(shop)).toEqual([...times(10, 'trouble'), 'summary']);
    expect(shop.announcer.alerts.at(-1)).toMatchObject({
      id: expect.stringMatching(`^summary/vc01/gateway-outside-subnet/${START}/[0-9a-f]{12}$`),
      subject: '12 hosts of vc01 ended with gateway-outside-subnet',
      text: [
        ...['vCenter:  vc01', 'Hosts:    12', 'Code:     gateway-outside-subnet', `Since:    ${START}`, ''],
        ...['The first 10, told of one by one:', ...numbers(10).map((number) => `  host-${number}`), ''],
        ...['The other 2:', '  host-41', '  host-42'],
      ].join('\n'),
      commands: [
        'provisioning-stack replay --vcenter vc01 --code gateway-outside-subnet --dry-run',
        'provisioning-stack replay --vcenter vc01 --code gateway-outside-subnet',
      ],
    });
  });

  test('leave nothing untold on their rows: the window has what is held', async () => {
    const shop = await refused(12);
    expect([rowOf(shop, 'host-31')?.untold, rowOf(shop, 'host-42')?.untold]).toEqual([undefined, undefined]);
    expect(rowOf(shop, 'host-42')?.told).toHaveLength(1);
  });

  test('found by a sweep are told of the same way', async () => {
    const documents = [stored(document({ gateway: '10.99.0.1', mode: 'enforce' }))];
    const baseline = numbers(12).map((number) => `host-${number}`);
    const shop = workshop({ hosts: numbers(12).map(numbered), documents, baseline });
    await sweepHosts('sweep-1', shop);
    await windowEnds(shop);
    expect(kinds(shop)).toEqual([...times(10, 'trouble'), 'summary']);
  });

  test('are ten alerts and a summary when they are right again', async () => {
    const shop = await refused(12);
    await windowEnds(shop);
    shop.settings.documents = [stored()];
    for (const number of numbers(12)) await runOn(shop, number);
    await windowEnds(shop);
    expect(kinds(shop).slice(11)).toEqual([...times(10, 'recovered'), 'summary']);
    expect(shop.announcer.alerts.at(-1)).toMatchObject({ subject: '12 hosts of vc01 are right again', commands: [] });
  });

  test('that are right before the summary is sent, and were not told of, are no news', async () => {
    const shop = await refused(12);
    shop.settings.documents = [stored()];
    await runOn(shop, 42);
    await windowEnds(shop);
    expect(kinds(shop)).toEqual([...times(10, 'trouble'), 'summary']);
    expect(shop.announcer.alerts.at(-1)?.subject).toBe('11 hosts of vc01 ended with gateway-outside-subnet');
    await runOn(shop, 41);
    expect(kinds(shop).at(-1)).toBe('recovered');
  });
});

test('eleven hosts in twenty minutes are eleven alerts', async () => {
  const shop = await refused(11);
  expect(kinds(shop)).toHaveLength(10);
  const apart = workshop({ hosts: numbers(11).map(numbered), documents: [stored('{')] });
  for (const number of numbers(11)) {
    await runOn(apart, number);
    apart.clock.advance(2 * 60_000);
  }
  await forward(apart);
  expect(kinds(apart)).toEqual(times(11, 'trouble'));
});

test('a summary that could not be published is sent by the next tick, once', async () => {
  const shop = await refused(11);
  shop.announcer.calls.fail('alert', NO_TOPIC);
  await windowEnds(shop);
  expect(summaries(shop)).toEqual([]);
  await forward(shop);
  await forward(shop);
  expect(summaries(shop)).toHaveLength(1);
});

test('a tick that is killed after its summary was sent sends it twice, under one id', async () => {
  const shop = await refused(11);
  shop.alertWindows.calls.fail('close', new TypeError('killed'));
  await expect(windowEnds(shop)).rejects.toThrow('killed');
  await forward(shop);
  await forward(shop);
  expect(summaries(shop)).toHaveLength(2);
  expect(new Set(summaries(shop).map(({ id }) => id)).size).toBe(1);
});

test('a host whose window cannot be counted has its alert told by a tick', async () => {
  const shop = workshop({ hosts: [numbered(31)], documents: [stored('{')] });
  shop.alertWindows.calls.fail('admit', new OnboardingError('journal-unavailable', 'No table.'));
  await runOn(shop, 31);
  expect(kinds(shop)).toEqual([]);
  await forward(shop);
  expect(kinds(shop)).toEqual(['trouble']);
});

test('a summary does not wait for a bus that is away', async () => {
  const shop = await refused(11);
  shop.announcer.calls.fail('outcome', NO_TOPIC, { times: 9 });
  await runOn(shop, 31);
  shop.settings.documents = [];
  await runOn(shop, 31);
  await windowEnds(shop);
  expect([summaries(shop).length, rowOf(shop, 'host-31')?.untold?.result]).toEqual([1, true]);
});

test('what is held after a summary was sent, and before its window is closed, has a summary of another id', async () => {
  const shop = await refused(11);
  shop.alertWindows.calls.fail('close', new TypeError('killed'));
  await expect(windowEnds(shop)).rejects.toThrow('killed');
  shop.vcenter.put(numbered(99));
  await runOn(shop, 99);
  await forward(shop);
  expect(new Set(summaries(shop).map(({ id }) => id)).size).toBe(2);
});
