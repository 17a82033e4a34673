import { describe, expect, test } from '@jest/globals';
import { ERROR_CODES, type ErrorCode, OnboardingError } from '../../lib/errors.ts';
import type { Status } from '../../lib/reconcile/outcome.ts';
import { configuredHost, document, goodNic, host, network, stored } from '../builders.ts';
import { at } from '../fake-clock.ts';
import { callsOf, rowOf, run, summary, type Workshop, workshop } from '../workshop.ts';

const DRIFTED = host({ network: network({ onStack: [goodNic()] }) });
const REFUSED_DNS = () => {
  const shop = workshop({ documents: [stored(document({ onUnsupported: 'warn', esxcli: 'never' }))] });
  shop.vcenter.calls.fail('updateDns', new OnboardingError('fault-refused', 'No.'));
  return shop;
};
const REFUSED_ADAPTER = () => {
  const shop = workshop();
  shop.vcenter.calls.fail('addVirtualNic', new OnboardingError('fault-refused', 'No.'));
  return shop;
};
const AWAY = () => {
  const shop = workshop();
  shop.vcenter.calls.fail('readHost', new OnboardingError('vcenter-unreachable', 'vc01 does not answer.'));
  return shop;
};

/** Each end of the vocabulary, a way to it, and its codes. */
const ENDS: [Status, () => Workshop, string][] = [
  ['unchanged', () => workshop({ hosts: [configuredHost()] }), ''],
  ['converged', () => workshop(), ''],
  ['reported', () => workshop({ hosts: [DRIFTED] }), ''],
  ['degraded', REFUSED_DNS, ' fault-refused'],
  ['deferred', AWAY, ' vcenter-unreachable'],
  ['refused', () => workshop({ documents: [stored('{')] }), ' settings-invalid'],
  ['failed', REFUSED_ADAPTER, ' fault-refused'],
  ['excluded', () => workshop({ documents: [] }), ' out-of-scope'],
  ['gone', () => workshop({ hosts: [] }), ' host-gone'],
];

/** Ends of {@link ENDS} that come after the first write. */
const BEGUN: readonly string[] = ['converged', 'degraded', 'failed'];

/** Ends that people are told of. */
const TOLD: readonly string[] = ['degraded', 'refused', 'failed'];

describe('every end of a run', () => {
  test.each(ENDS)(
    '%s is in the journal, on the bus and counted, and holds nothing back',
    async (status, shopOf, codes) => {
      const shop = shopOf();
      const outcome = await run(shop);
      expect(summary(outcome)).toBe(`${status}${codes}`);
      const { added, ...row } = rowOf(shop) ?? {};
      expect(added !== undefined).toBe(status === 'converged' || status === 'degraded');
      expect(row).toEqual({
        vcenter: 'vc01',
        moref: 'host-21',
        name: 'esx-021.corp.example',
        outcome,
        since: outcome.finishedAt,
        ...(TOLD.includes(status) ? { told: [{ cause: expect.any(String), code: codes.trim() }] } : {}),
        ...(status === 'deferred' ? { deferral: { since: at(0), attempt: 1, dueAt: at(30) } } : {}),
        ...(BEGUN.includes(status) ? { hasBegun: true } : {}),
      });
      expect(shop.announcer.outcomes).toEqual([outcome]);
      expect(shop.meter.counts).toHaveProperty(`Hosts${status.charAt(0).toUpperCase()}${status.slice(1)}`, 1);
      expect(shop.leases.held.size).toBe(0);
    },
  );

  test.each(ENDS)('%s ends a deferral of before, unless it waits still', async (status, shopOf) => {
    const shop = shopOf();
    const deferral = { since: at(-60), attempt: 2, dueAt: at(0) };
    shop.journal.rows.set('host-21', { vcenter: 'vc01', moref: 'host-21', name: 'esx', deferral });
    await run(shop, { kind: 'deferral', dueAt: at(0) });
    const expected = status === 'deferred' ? { since: at(-60), attempt: 3, dueAt: at(120) } : undefined;
    expect(rowOf(shop)?.deferral).toEqual(expected);
  });

  test.each(ENDS)(
    '%s counts as the way from event to proof only when an event was followed by converged',
    async (status, shopOf) => {
      const byEvent = shopOf();
      await run(byEvent, { kind: 'event', eventTypeId: 'HostAddedEvent', key: 7731, createdTime: at(-4) });
      const expected = status === 'converged' ? 4_000 : undefined;
      expect(byEvent.meter.counts['EventToVerified']).toBe(expected);
      const bySweep = shopOf();
      await run(bySweep, { kind: 'sweep', sweep: 'sweep-1' });
      expect(bySweep.meter.counts).not.toHaveProperty('EventToVerified');
    },
  );

  test('a host that is gone is told under the name that the message had', async () => {
    const outcome = await run(workshop({ hosts: [] }));
    expect(outcome.host).toEqual({ moref: 'host-21', name: 'esx-021.corp.example' });
    expect(outcome.problems[0]?.message).toContain('Nothing: the host is no longer in the inventory.');
  });

  test('a host that was renamed is told under the name that vCenter shows', async () => {
    const shop = workshop({ hosts: [host({ name: 'esx-99.corp.example' })] });
    expect((await run(shop)).host.name).toBe('esx-99.corp.example');
    expect(rowOf(shop)?.name).toBe('esx-99.corp.example');
  });
});

const OF_VCENTER: ErrorCode[] = [
  'vcenter-unreachable',
  'vcenter-timeout',
  'vcenter-untrusted',
  'login-refused',
  'connection-invalid',
  'secret-unavailable',
  'reply-unreadable',
  'reply-too-large',
  'answer-lost',
  'fault-passing',
  'fault-refused',
  'permission-missing',
  'method-missing',
  'host-gone',
];
const PORTS: [ErrorCode, string, (shop: Workshop, error: OnboardingError) => void][] = [
  ...OF_VCENTER.flatMap((code): typeof PORTS => [
    [code, 'the read of the host', ({ vcenter }, error) => vcenter.calls.fail('readHost', error)],
    [code, 'its directory', ({ vcenter }, error) => vcenter.calls.fail('directory', error)],
  ]),
  ['vcenter-timeout', 'who vCenter is', ({ vcenter }, error) => vcenter.calls.fail('about', error)],
  ['parameters-unavailable', 'the read of the settings', ({ settings }, error) => settings.calls.fail('read', error)],
];

describe('whatever a port answers', () => {
  test.each(PORTS)('%s from %s ends the run as its code says, and nothing is written', async (code, _, fail) => {
    const shop = workshop();
    fail(shop, new OnboardingError(code, 'It was not to be.'));
    const outcome = await run(shop);
    expect(summary(outcome)).toBe(`${ERROR_CODES[code][0]} ${code}`);
    expect(outcome.problems).toEqual([{ code, message: `It was not to be. ${ERROR_CODES[code][1]}` }]);
    expect(Object.keys(callsOf(shop)).filter((call) => call !== 'readHost')).toEqual([]);
  });

  test.each<[string, (shop: Workshop, error: Error) => void]>([
    ['reading the row', ({ journal }, error) => journal.calls.fail('read', error)],
    ['writing it', ({ journal }, error) => journal.calls.fail('write', error)],
    ['recording the intent', ({ journal }, error) => journal.calls.fail('openIntent', error)],
    ['reading the baseline', ({ baseline }, error) => baseline.calls.fail('read', error)],
    ['taking the lease', ({ leases }, error) => leases.calls.fail('acquire', error)],
  ])('a journal that fails at %s leaves the message to redelivery, which goes on', async (_, fail) => {
    const shop = workshop();
    fail(shop, new OnboardingError('journal-unavailable', 'DynamoDB does not answer.'));
    await expect(run(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(shop.announcer.outcomes).toEqual([]);
    shop.leases.held.clear();
    expect(summary(await run(shop))).toMatch(/^(converged|unchanged)$/);
    expect([rowOf(shop)?.intent, callsOf(shop)['addVirtualNic']]).toEqual([undefined, 1]);
  });

  test('a lease that cannot be given back runs out by itself: the end is recorded and told', async () => {
    const shop = workshop();
    shop.leases.calls.fail('release', new OnboardingError('journal-unavailable', 'DynamoDB does not answer.'));
    const outcome = await run(shop);
    expect([summary(outcome), rowOf(shop)?.outcome, shop.announcer.outcomes]).toEqual([
      'converged',
      outcome,
      [outcome],
    ]);
  });

  test.each<[string, (shop: Workshop, error: Error) => void]>([
    ['vCenter', ({ vcenter }, error) => vcenter.calls.fail('readHost', error)],
    ['the settings', ({ settings }, error) => settings.calls.fail('read', error)],
    ['the announcer', ({ announcer }, error) => announcer.calls.fail('outcome', error)],
  ])('an error outside the family from %s is thrown as it is', async (_, fail) => {
    const shop = workshop();
    fail(shop, new TypeError('a bug'));
    await expect(run(shop)).rejects.toThrow(new TypeError('a bug'));
    expect(shop.leases.held.size).toBe(0);
  });
});
