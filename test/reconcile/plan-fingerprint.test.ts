import { describe, expect, test } from '@jest/globals';
import { judge, settingsOf } from '../../lib/reconcile/assess.ts';
import { fingerprintOf, type PlanFingerprint, refuseStale } from '../../lib/reconcile/plan-fingerprint.ts';
import { PlannedAddresses } from '../../lib/reconcile/planned-addresses.ts';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import {
  configuredHost,
  directory,
  document,
  goodNic,
  host,
  intent,
  network,
  portgroup,
  problemsFrom,
  provisioningStack,
  stored,
} from '../builders.ts';
import { configure, rowOf, stackOf, summary, type Workshop, workshop } from '../workshop.ts';
import { numbered } from './numbered-hosts.ts';

const POOL = { mode: 'pool' as const, subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.52'] };

/** The plan of a host as a person is shown it. */
async function looked(shop: Workshop, moref = 'host-21'): Promise<PlanFingerprint> {
  const state = await shop.vcenter.readHost(moref);
  const written = await settingsOf(state, shop.vcenter, shop.settings);
  const settled = await new PlannedAddresses(shop.vcenter.name, shop).settle(written, state);
  return fingerprintOf(judge(state, settled, shop.vcenter.shownDirectory), written, settled);
}

const take = (shop: Workshop, planned: PlanFingerprint, moref = 'host-21') =>
  configure(shop, { host: { moref, name: moref }, operator: { live: false, planned } });

describe('a plan that a person said yes to', () => {
  test('is taken while nothing has changed', async () => {
    const shop = workshop();
    expect(summary((await take(shop, await looked(shop))).outcome)).toBe('converged');
  });

  test.each<[string, (shop: Workshop) => void, string]>([
    [
      'the version of a parameter',
      (shop) => (shop.settings.documents = [stored(document(), 'defaults', 8)]),
      'version of /provisioning-stack/vc01/defaults 7 -> 8',
    ],
    [
      'a setting',
      (shop) => (shop.settings.documents = [stored(document({ mtu: 9000 }))]),
      'setting mtu absent -> 9000; no longer "addVirtualNic',
    ],
    [
      'the gateway of the stack',
      ({ vcenter }) =>
        vcenter.put(host({ network: network({ stack: provisioningStack({ defaultGateway: '10.20.0.9' }) }) })),
      'gateway none -> 10.20.0.9',
    ],
    [
      'an adapter',
      ({ vcenter }) => vcenter.put(configuredHost()),
      'adapter vmk1 address absent -> 10.20.0.21/255.255.255.0',
    ],
    ['the release of ESXi', ({ vcenter }) => vcenter.put(host({ productVersion: '9.0.0' })), 'ESXi 8.0.3 -> 9.0.0.'],
    [
      'the portgroup behind the name',
      (shop) => (shop.vcenter.shownDirectory = directory({ portgroups: [portgroup({ key: 'dvportgroup-99' })] })),
      'such as the key of a portgroup',
    ],
  ])('is not taken when %s has changed, and that is said', async (_what, change, words) => {
    const shop = workshop();
    const planned = await looked(shop);
    change(shop);
    const { outcome } = await take(shop, planned);
    expect(summary(outcome)).toBe('refused plan-stale');
    expect(outcome.problems[0]?.message).toContain(words);
    expect(shop.vcenter.calls.counts).not.toHaveProperty('addVirtualNic');
  });

  test('is taken although DHCP gave the adapter another address meanwhile', async () => {
    const leased = (ipAddress: string) =>
      host({ network: network({ onStack: [goodNic({ dhcp: true, ipAddress })], stack: provisioningStack() }) });
    const shop = workshop({
      hosts: [leased('10.20.0.77')],
      documents: [stored(document({ address: { mode: 'dhcp' } }))],
    });
    const planned = await looked(shop);
    shop.vcenter.put({ ...leased('10.20.0.78'), inMaintenanceMode: true });
    expect(summary((await take(shop, planned)).outcome)).toBe('converged');
  });

  test('with an address of a pool is taken with another one of it', async () => {
    const shop = workshop({ hosts: [31, 32].map(numbered), documents: [stored(document({ address: POOL }))] });
    await sweepHosts('sweep-1', shop);
    const [one, two] = [await looked(shop, 'host-31'), await looked(shop, 'host-32')];
    expect(one.steps[0]).toContain('(from the pool)');
    expect(summary((await take(shop, two, 'host-32')).outcome)).toBe('converged');
    expect(summary((await take(shop, one, 'host-31')).outcome)).toBe('converged');
  });

  test('leaves the row of the host, and what an interrupted run began, as they are when it is refused', async () => {
    const shop = workshop({ hosts: [host({ network: network({ onStack: [goodNic()] }) })] });
    const planned = await looked(shop);
    const row = { vcenter: 'vc01', moref: 'host-21', name: 'esx-021.corp.example', intent: intent() };
    await shop.journal.write(row);
    shop.settings.documents = [stored(document({ mtu: 9000 }))];
    const request = {
      host: { moref: 'host-21', name: 'esx-021.corp.example' },
      operator: { live: false, planned },
      runId: 'apply-1',
      remainingMilliseconds: () => Number.POSITIVE_INFINITY,
    };
    const { outcome } = await recordedRun(request, shop);
    expect([summary(outcome), rowOf(shop)]).toEqual(['refused plan-stale', row]);
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'] });
  });
});

test('every change is said at once', () => {
  const planned = { madeFrom: { gateway: 'none', ESXi: '8.0.3' }, steps: ['a'], digest: '1' };
  const now = { madeFrom: { gateway: '10.20.0.1', routes: 'none' }, steps: ['b'], digest: '2' };
  expect(problemsFrom(() => refuseStale(planned, now, { moref: 'host-1', name: 'esx-1' }))).toEqual([
    'plan-stale: The plan for esx-1 no longer fits. Changed: gateway none -> 10.20.0.1; ESXi 8.0.3 -> absent; ' +
      'routes absent -> none; no longer "a"; now "b".',
  ]);
});

test('no two hosts of one plan get the same address of a pool, and who has what is read once', async () => {
  const shop = workshop({ hosts: [31, 32, 33].map(numbered), documents: [stored(document({ address: POOL }))] });
  await sweepHosts('sweep-1', shop);
  shop.claims.calls.counts['ofSite'] = 0;
  const addresses = new PlannedAddresses(shop.vcenter.name, shop);
  const given: unknown[] = [];
  for (const moref of ['host-31', 'host-32', 'host-33', 'host-31']) {
    const state = await shop.vcenter.readHost(moref);
    given.push((await addresses.settle(await settingsOf(state, shop.vcenter, shop.settings), state)).values.address);
  }
  expect(given).toEqual(['50', '51', '52', '50'].map((last) => ({ mode: 'static', address: `10.20.0.${last}/24` })));
  expect(shop.claims.calls.counts['ofSite']).toBe(1);
});
