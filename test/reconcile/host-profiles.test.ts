import { describe, expect, test } from '@jest/globals';
import { configuredHost, directory, portgroup, settings, stored } from '../builders.ts';
import { configure, run, summary, workshop } from '../workshop.ts';

type Over = Parameters<typeof settings>[0];

describe('a host profile', () => {
  const HOST_PROFILES = { hostProfiles: [{ name: 'gold', entities: ['host-21', 'domain-c8'] }] };
  const shopWith = (entities: readonly string[], documents = [stored(settings({ mode: 'enforce' }).values)]) => {
    const shop = workshop({ documents });
    shop.vcenter.shownDirectory = directory({ hostProfiles: [{ name: 'gold', entities }] });
    return shop;
  };

  test.each([
    ['the host', 'host-21'],
    ['its cluster', 'domain-c8'],
  ])('attached to %s is reported by a run by itself, in every mode, and written nothing', async (_, entity) => {
    const shop = shopWith([entity]);
    const outcome = await run(shop);
    expect([summary(outcome), outcome.steps.length]).toEqual(['reported', 3]);
    expect(Object.keys(shop.vcenter.calls.counts).some((call) => /^(add|update|remove)/.test(call))).toBe(false);
    expect(outcome.notes?.join()).toContain('host profile gold is attached');
  });

  test('is no obstacle to an operator, to others, or to a host that is as wanted', async () => {
    const { outcome } = await configure(shopWith(['host-21']), { operator: { live: false } });
    expect(summary(outcome)).toBe('converged');
    expect(summary(await run(shopWith(['host-99', 'domain-c9'])))).toBe('converged');
    const asWanted = workshop({ hosts: [configuredHost()] });
    asWanted.vcenter.shownDirectory = directory(HOST_PROFILES);
    expect(summary(await run(asWanted))).toBe('unchanged');
  });
});

describe('an NSX segment', () => {
  const shopWith = (over: Over) => {
    const shop = workshop({ documents: [stored(settings(over).values)] });
    shop.vcenter.shownDirectory = directory({ portgroups: [portgroup({ isNsx: true })] });
    return shop;
  };

  test('is refused unless the settings allow it, since an overlay cannot be told', async () => {
    for (const over of [{}, { nsxSegments: 'refuse' } as const]) {
      const outcome = await run(shopWith(over));
      expect(summary(outcome)).toBe('refused portgroup-is-nsx');
    }
  });

  test('is used like every distributed portgroup where they do', async () => {
    expect(summary(await run(shopWith({ nsxSegments: 'allow' })))).toBe('converged');
  });
});
