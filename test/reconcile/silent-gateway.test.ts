/** A gateway that was silent: asked again until it answers, whatever comes in between. */
import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { sweepHosts } from '../../lib/reconcile/sweep-hosts.ts';
import {
  configuredHost,
  directory,
  document,
  goodNic,
  host,
  network,
  portgroup,
  provisioningStack,
  stored,
} from '../builders.ts';
import { configure, rowOf, run, runDeferred, summary, type Workshop, workshop } from '../workshop.ts';
import { type Over, pingsOf, shopFor, silent } from './asked-gateways.ts';

describe('a gateway that was silent', () => {
  const kindsOf = ({ announcer }: Workshop) => announcer.alerts.map(({ kind }) => kind);

  test('is asked again by the next run, and only its answer makes the host right again', async () => {
    const shop = silent(shopFor('warn'), '10.20.0.1');
    await run(shop);
    expect(summary(await run(shop))).toBe('degraded gateway-silent');
    expect(kindsOf(shop)).toEqual(['trouble']);
    shop.vcenter.commands.unreachable.clear();
    expect(summary(await run(shop))).toBe('unchanged');
    expect(kindsOf(shop)).toEqual(['trouble', 'recovered']);
    const asked = pingsOf(shop).length;
    expect([summary(await run(shop)), pingsOf(shop).length]).toEqual(['unchanged', asked]);
  });

  test('counts as silent while it cannot be asked', async () => {
    const shop = silent(shopFor('warn'), '10.20.0.1');
    await run(shop);
    shop.vcenter.calls.fail('ping', new OnboardingError('permission-missing', 'Host.Config.Settings is missing.'));
    expect(summary(await run(shop))).toBe('degraded gateway-silent');
    expect(kindsOf(shop)).toEqual(['trouble']);
  });

  test.each<[string, Over]>([
    ['no ping', {}],
    ['no esxcli', { verify: { pingGateway: 'warn' }, esxcli: 'never' }],
  ])('is put into the queue by a sweep, which cannot ask, until the settings say %s', async (_, over) => {
    const shop = silent(shopFor('warn'), '10.20.0.1');
    await run(shop);
    expect((await sweepHosts('sweep-1', shop)).counts).toEqual({ queued: 1 });
    expect(rowOf(shop)?.outcome?.status).toBe('degraded');
    shop.settings.documents = [stored(document(over), 'defaults', 8)];
    expect((await sweepHosts('sweep-2', shop)).counts).toEqual({ unchanged: 1 });
  });
});

describe('a silence outlives every other end', () => {
  const known = async () => {
    const shop = silent(shopFor('warn'), '10.20.0.1');
    await run(shop);
    return shop;
  };
  const timeout = new OnboardingError('vcenter-timeout', 'No answer.');

  test('of a run that could not read the host', async () => {
    const shop = await known();
    shop.vcenter.calls.fail('readHost', timeout);
    expect(summary(await run(shop))).toBe('deferred vcenter-timeout');
    expect(summary(await runDeferred(shop))).toBe('degraded gateway-silent');
  });

  test('of a run that was kept out', async () => {
    const shop = await known();
    shop.leases.calls.fail('acquire', new OnboardingError('lease-held', 'Another run.'));
    expect(summary(await run(shop))).toBe('deferred lease-held');
    expect(summary(await runDeferred(shop))).toBe('degraded gateway-silent');
  });

  test('of a run that could not ask, although by now an answer is required', async () => {
    const shop = await known();
    shop.settings.documents = [stored(document({ verify: { pingGateway: 'require' } }), 'defaults', 8)];
    shop.vcenter.calls.fail('ping', timeout);
    expect(summary(await run(shop))).toBe('deferred vcenter-timeout');
    expect(summary(await runDeferred(shop))).toBe('failed gateway-silent');
  });

  test('of a sweep that only reports', async () => {
    const shop = await known();
    shop.settings.documents = [stored(document({ mode: 'report', portgroup: 'pg-other' }), 'defaults', 8)];
    expect((await sweepHosts('sweep-1', shop)).counts).not.toEqual({ queued: 1 });
    shop.settings.documents = [stored(document({ verify: { pingGateway: 'warn' } }), 'defaults', 9)];
    expect((await sweepHosts('sweep-2', shop)).counts).toEqual({ queued: 1 });
    expect(summary(await run(shop))).toBe('degraded gateway-silent');
  });

  test('and is over by an answer, also where the host stays degraded for another reason', async () => {
    const shop = silent(shopFor('warn', { onUnsupported: 'warn' }), '10.20.0.1');
    shop.vcenter.calls.fail('updateDns', new OnboardingError('fault-refused', 'No.'), { times: 9 });
    shop.vcenter.calls.fail('runCommand', new OnboardingError('esxcli-refused', 'No.'), { times: 9 });
    expect(summary(await run(shop))).toBe('degraded esxcli-refused gateway-silent');
    expect((await sweepHosts('sweep-1', shop)).counts).toEqual({ queued: 1 });
    expect(summary(await run(shop))).toBe('degraded esxcli-refused gateway-silent');
    shop.vcenter.commands.unreachable.clear();
    expect(summary(await run(shop))).toBe('degraded esxcli-refused');
    expect((await sweepHosts('sweep-2', shop)).counts).toEqual({ degraded: 1 });
  });

  test('and is nothing to tell of the vMotion stack', async () => {
    const { vnics = [], netStackInstances = [] } = configuredHost().network ?? {};
    const port = { switchUuid: goodNic().distributedVirtualPort?.switchUuid ?? '', portgroupKey: 'dvportgroup-30' };
    const place = { netStackInstanceKey: 'vmotion', distributedVirtualPort: port };
    const nic = goodNic({ device: 'vmk3', ipAddress: '10.40.0.21', ...place });
    const stack = provisioningStack({ key: 'vmotion', defaultGateway: '10.40.0.1' });
    const here = host({
      network: network({ vnics: [...vnics, nic], netStackInstances: [...netStackInstances, stack] }),
    });
    const verify = { pingGateway: 'warn' } as const;
    const address = { mode: 'derive', subnet: '10.40.0.0/24' };
    const vmotion = { portgroup: 'pg-vmotion', gateway: '10.40.0.1', address, verify };
    const shop = workshop({ hosts: [here], documents: [stored({ ...document({ verify }), vmotion })] });
    const portgroups = [portgroup(), portgroup({ name: 'pg-vmotion', key: 'dvportgroup-30' })];
    shop.vcenter.shownDirectory = directory({ portgroups });
    shop.vcenter.calls.fail('ping', new OnboardingError('permission-missing', 'No.'), { times: 9 });
    const silences = [{ code: 'gateway-silent' as const, message: 'Gateway 10.20.0.1 does not answer vmk1.' }];
    const row = { vcenter: 'vc01', moref: 'host-21', name: here.name, silences };
    const { outcome } = await configure(shop, { row, operator: { live: true, stack: 'vmotion' } });
    expect([summary(outcome), outcome.device]).toEqual(['unchanged', 'vmk3']);
    expect(summary((await configure(shop, { row, operator: { live: true } })).outcome)).toBe('degraded gateway-silent');
  });
});
