import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { configuredHost, disconnectedHost, document, host, intent, stored } from '../builders.ts';
import { at, START } from '../fake-clock.ts';
import { configure, rowOf, run, runDeferred, summary, workshop } from '../workshop.ts';

describe('a run', () => {
  test('leaves its outcome in the journal, on the bus and in the metrics', async () => {
    const shop = workshop();
    const outcome = await run(shop);
    const { added, ...row } = rowOf(shop) ?? {};
    expect(row).toEqual({
      vcenter: 'vc01',
      moref: 'host-21',
      name: 'esx-021.corp.example',
      ...{ outcome, since: START, hasBegun: true },
    });
    expect(added).toHaveLength(1);
    expect(shop.announcer.outcomes).toEqual([outcome]);
    expect(shop.meter.counts).toMatchObject({ HostsConverged: 1, MessageToOutcome: 0, EventToVerified: 0 });
  });

  test('ends when its end is known, and says in the log what stood in its way', async () => {
    const shop = workshop({ documents: [] });
    await run(shop);
    expect(shop.log.lines).toEqual(['info No settings cover esx-021.corp.example.']);
    expect(shop.log.details).toEqual([expect.objectContaining({ code: 'out-of-scope', moref: 'host-21' })]);
    const slow = workshop();
    slow.leases.calls.before('release', () => slow.clock.advance(5_000));
    expect((await run(slow)).finishedAt).toBe(START);
  });

  test('that converged and comes again is unchanged', async () => {
    const shop = workshop();
    expect([summary(await run(shop)), summary(await run(shop))]).toEqual(['converged', 'unchanged']);
  });

  test('whose journal cannot be written is left to redelivery, and announces nothing', async () => {
    const shop = workshop({ hosts: [configuredHost()] });
    shop.journal.calls.fail('write', new OnboardingError('journal-unavailable', 'DynamoDB does not answer.'));
    await expect(run(shop)).rejects.toMatchObject({ code: 'journal-unavailable' });
    expect(shop.announcer.outcomes).toEqual([]);
  });

  test('with an error outside the family is a bug of ours: redelivered, and its lease is given back', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', new TypeError('a bug'));
    await expect(run(shop)).rejects.toThrow(new TypeError('a bug'));
    expect([rowOf(shop)?.intent?.steps.length, shop.leases.held.size]).toEqual([3, 0]);
  });

  test('whose announcement fails has ended all the same', async () => {
    const shop = workshop();
    shop.announcer.calls.fail('outcome', new OnboardingError('announcement-unavailable', 'No bus.'));
    expect(summary(await run(shop))).toBe('converged');
    expect([rowOf(shop)?.outcome?.status, shop.log.lines.at(-1)]).toEqual(['converged', 'error No bus.']);
  });

  test.each(['acquire', 'renew'])(
    'that was kept out at %s leaves the intent that the other run opened',
    async (call) => {
      const shop = workshop();
      const theirs = intent(host(), { openedAt: at(7) });
      shop.leases.calls.before(call, () => {
        shop.leases.held.set('host-21', { owner: 'other', until: new Date(at(60)) });
        shop.journal.rows.set('host-21', { vcenter: 'vc01', moref: 'host-21', name: 'esx', intent: theirs });
      });
      expect(summary(await run(shop))).toMatch(/^deferred lease-(held|lost)$/);
      expect(rowOf(shop)?.intent).toEqual(theirs);
    },
  );
});

describe('people', () => {
  const wrong = (gateway: string) => [stored(document({ gateway }))];

  test('are told once of the same end for the same reason', async () => {
    const shop = workshop({ documents: wrong('10.99.0.1') });
    for (let events = 0; events < 3; events += 1) await run(shop);
    expect(shop.announcer.outcomes).toHaveLength(3);
    expect(shop.announcer.alerts.map(({ code }) => code)).toEqual(['gateway-outside-subnet']);
  });

  test('are told again when the reason is another one', async () => {
    const shop = workshop({ documents: wrong('10.99.0.1') });
    await run(shop);
    shop.settings.documents = wrong('10.98.0.1');
    await run(shop);
    expect(shop.announcer.alerts).toHaveLength(2);
  });
});

describe('a deferred host', () => {
  test('comes back after 30 s, doubling to 15 min, and counts its attempts', async () => {
    const shop = workshop({ hosts: [disconnectedHost()] });
    await run(shop);
    const delays = [];
    for (let runs = 0; runs < 7; runs += 1) {
      const { dueAt = '' } = rowOf(shop)?.deferral ?? {};
      delays.push((Date.parse(dueAt) - shop.clock.now().getTime()) / 1000);
      await runDeferred(shop);
    }
    expect(delays).toEqual([30, 60, 120, 240, 480, 900, 900]);
    expect(rowOf(shop)?.deferral).toMatchObject({ since: START, attempt: 8 });
  });

  test('has failed after 24 hours, and says since when', async () => {
    const shop = workshop({ hosts: [disconnectedHost()] });
    await run(shop);
    shop.clock.advance(24 * 3600 * 1000 + 1);
    const outcome = await runDeferred(shop);
    expect(summary(outcome)).toBe('failed host-disconnected');
    expect(outcome.problems[0]?.message).toContain(`since ${START}`);
    expect(rowOf(shop)?.deferral).toBeUndefined();
  });

  test('is configured as soon as its reason has ended', async () => {
    const shop = workshop({ hosts: [disconnectedHost()] });
    await run(shop);
    shop.vcenter.put(host());
    expect(summary(await run(shop, { ...EVENT, eventTypeId: 'HostConnectedEvent' }))).toBe('converged');
    expect(rowOf(shop)?.deferral).toBeUndefined();
  });
});

const EVENT = { kind: 'event', eventTypeId: 'HostAddedEvent', key: 7732, createdTime: START } as const;

describe('a host of the baseline', () => {
  test('that has something wrong about it is reported with it, and nobody is alarmed', async () => {
    const shop = workshop({ baseline: ['host-21'], documents: [stored(document({ gateway: '10.99.0.1' }))] });
    expect(summary(await run(shop))).toBe('reported gateway-outside-subnet');
  });

  test('that has something wrong about it is refused to an operator, who wanted it written', async () => {
    const shop = workshop({ baseline: ['host-21'], documents: [stored(document({ gateway: '10.99.0.1' }))] });
    const { outcome } = await configure(shop, { operator: { live: true } });
    expect(summary(outcome)).toBe('refused gateway-outside-subnet');
  });

  test('that is away is deferred like every other', async () => {
    expect(summary(await run(workshop({ baseline: ['host-21'], hosts: [disconnectedHost()] })))).toBe(
      'deferred host-disconnected',
    );
  });

  test('is refused in mode enforce, which would have written', async () => {
    const documents = [stored(document({ mode: 'enforce', gateway: '10.99.0.1' }))];
    expect(summary(await run(workshop({ baseline: ['host-21'], documents })))).toBe('refused gateway-outside-subnet');
  });
});

test('a refusal stays one when nobody can say whether the host is of the baseline', async () => {
  const shop = workshop({ baseline: ['host-21'], documents: [stored('{')] });
  shop.vcenter.calls.fail('about', new OnboardingError('vcenter-timeout', 'Slow.'));
  expect(summary(await run(shop))).toBe('refused settings-invalid');
});
