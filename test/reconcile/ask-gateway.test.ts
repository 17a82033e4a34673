import { describe, expect, test } from '@jest/globals';
import { type ErrorCode, OnboardingError } from '../../lib/errors.ts';
import { configuredHost, document, goodNic, host, network, provisioningStack, stored, wantedDns } from '../builders.ts';
import { configure, rowOf, run, runDeferred, stackOf, summary, workshop } from '../workshop.ts';
import { type Over, pingsOf, shopFor, silent } from './asked-gateways.ts';

/** vmk1 as settings want it, with an MTU and an IPv6 address. */
const IPV6 = { ipv6: { mode: 'auto' }, ipv6Gateway: 'fe80::1' } as const;

describe('a gateway', () => {
  test('is asked from the stack, with packets as large as the adapter sends', async () => {
    const shop = shopFor('warn', { mtu: 9000 });
    expect(summary(await run(shop))).toBe('converged');
    expect(pingsOf(shop)).toEqual(['10.20.0.1 from vmk1, 9000 bytes']);
  });

  test('of each family is asked, IPv4 first', async () => {
    const shop = shopFor('require', IPV6);
    expect(summary(await run(shop))).toBe('converged');
    expect(pingsOf(shop)).toEqual(['10.20.0.1 from vmk1, 1500 bytes', 'fe80::1 from vmk1, 1500 bytes']);
    const noReply = silent(shopFor('warn', IPV6), 'fe80::1');
    const { problems } = await run(noReply);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('Gateway fe80::1 does not answer vmk1 of esx-021.corp.example.'),
    ]);
  });

  test.each<[string, Over]>([
    ['off', { verify: { pingGateway: 'off' } }],
    ['absent', { verify: undefined }],
  ])('is not asked where the setting is %s', async (_, over) => {
    const shop = silent(shopFor('warn', over), '10.20.0.1');
    expect(summary(await run(shop))).toBe('converged');
    expect(pingsOf(shop)).toEqual([]);
  });

  test.each<[string, Over]>([
    ['none', { gateway: null }],
    ["the lease's", { gateway: undefined, address: { mode: 'dhcp' } }],
  ])('that is %s is not asked', async (_, over) => {
    const shop = shopFor('require', over);
    shop.vcenter.behaviour = { lease: { ipAddress: '10.20.0.77', subnetMask: '255.255.255.0' } };
    expect(summary(await run(shop))).toBe('converged');
    expect(pingsOf(shop)).toEqual([]);
  });

  test('of a host that is as wanted is not asked again', async () => {
    const shop = workshop({
      hosts: [configuredHost()],
      documents: [stored(document({ verify: { pingGateway: 'require' } }))],
    });
    expect(summary(await run(silent(shop, '10.20.0.1')))).toBe('unchanged');
    expect(pingsOf(shop)).toEqual([]);
  });
});

describe('a gateway that does not answer', () => {
  test('degrades the host with "warn", which keeps what was written', async () => {
    const shop = silent(shopFor('warn'), '10.20.0.1');
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('degraded gateway-silent');
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], gateway: '10.20.0.1' });
    expect(outcome.steps.every(({ applied }) => applied)).toBe(true);
  });

  test('fails the host with "require", and the adapter is taken off again', async () => {
    const shop = silent(shopFor('require'), '10.20.0.1');
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('failed gateway-silent gateway-silent');
    expect(outcome.problems.at(-1)?.message).toContain('vmk1 was removed from esx-021.corp.example again;');
    expect(stackOf(shop).devices).toEqual([]);
    expect(rowOf(shop)?.intent).toBeUndefined();
  });

  test('fails the host with "require", and an adapter that was there gets its gateway back', async () => {
    const stack = provisioningStack({ defaultGateway: '10.20.0.254', dnsConfig: wantedDns() });
    const state = host({ network: network({ onStack: [goodNic()], stack }), inMaintenanceMode: true });
    const documents = [stored(document({ mode: 'enforce', verify: { pingGateway: 'require' } }))];
    const shop = silent(workshop({ hosts: [state], documents }), '10.20.0.1');
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('failed gateway-silent gateway-silent');
    expect(outcome.problems.at(-1)?.message).toBe('esx-021.corp.example was put back; the host is as it was.');
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], gateway: '10.20.0.254' });
  });

  test('with small packets either is silent, after a second try only where the MTU is larger', async () => {
    const small = silent(shopFor('warn'), '10.20.0.1');
    await run(small);
    expect(pingsOf(small)).toHaveLength(1);
    const large = silent(shopFor('warn', { mtu: 9000 }), '10.20.0.1');
    expect(summary(await run(large))).toBe('degraded gateway-silent');
    expect(pingsOf(large)).toEqual(['10.20.0.1 from vmk1, 9000 bytes', '10.20.0.1 from vmk1, 1500 bytes']);
  });
});

describe('an MTU', () => {
  test.each([
    ['IPv4', {}, '10.20.0.1'],
    ['IPv6', { ...IPV6, gateway: null }, 'fe80::1'],
  ] as const)('that the path does not carry is told apart from a silent gateway, by %s', async (_, over, gateway) => {
    const shop = shopFor('warn', { mtu: 9000, ...over });
    shop.vcenter.commands.pathMtu = 1500;
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('degraded mtu-above-path');
    expect(outcome.problems[0]?.message).toContain(
      `Gateway ${gateway} answers vmk1 of esx-021.corp.example with packets of 1500 bytes, and with none of 9000.`,
    );
  });

  test('that the host itself does not send is told, and with "require" everything is taken back', async () => {
    const shop = shopFor('require', { mtu: 9000 });
    shop.vcenter.commands.adapterMtu = 1500;
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('failed mtu-above-adapter mtu-above-adapter');
    expect(outcome.problems[0]?.message).toContain('vmk1 of esx-021.corp.example shows an MTU of 9000');
    expect(stackOf(shop).devices).toEqual([]);
  });
});

describe('a question that cannot be put', () => {
  test.each(['warn', 'require'] as const)(
    'for want of a privilege is a note with "%s", not an outcome',
    async (how) => {
      const shop = shopFor(how);
      const missing = new OnboardingError('permission-missing', 'Host.Config.Settings is missing on host-21.');
      shop.vcenter.calls.fail('ping', missing);
      const outcome = await run(shop);
      expect(summary(outcome)).toBe('converged');
      expect(outcome.notes).toContainEqual(
        expect.stringMatching(/^Whether gateway 10\.20\.0\.1 answers is not known: Host\.Config\.Settings is missing/),
      );
    },
  );

  test.each<ErrorCode>(['esxcli-unavailable', 'esxcli-refused'])('because of %s is a note', async (code) => {
    const shop = shopFor('require');
    shop.vcenter.calls.fail('ping', new OnboardingError(code, 'No.'));
    const outcome = await run(shop);
    expect([summary(outcome), outcome.notes?.length]).toEqual(['converged', 2]);
  });

  test('because its answer is lost is put again by the next run, which finds nothing to write', async () => {
    const shop = silent(shopFor('require'), '10.20.0.1');
    shop.vcenter.calls.fail('ping', new OnboardingError('vcenter-timeout', 'Slow.'));
    expect(summary(await run(shop))).toBe('deferred vcenter-timeout');
    expect(stackOf(shop).devices).toEqual(['vmk1']);
    expect(summary(await runDeferred(shop))).toBe('failed gateway-silent gateway-silent');
    expect(stackOf(shop).devices).toEqual([]);
  });

  test('where the settings say "esxcli": "never" is a note with "warn", and no setting with "require"', async () => {
    const shop = shopFor('warn', { esxcli: 'never' });
    const outcome = await run(shop);
    expect([summary(outcome), outcome.notes?.at(-1), pingsOf(shop)]).toEqual([
      'converged',
      'The gateway was not asked: the settings say "esxcli": "never".',
      [],
    ]);
    const { outcome: refused } = await configure(shopFor('require', { esxcli: 'never' }));
    expect(summary(refused)).toBe('refused settings-incomplete');
  });
});
