import { describe, expect, test } from '@jest/globals';
import { type ErrorCode, OnboardingError } from '../../lib/errors.ts';
import type { NetStackInstance } from '../../lib/reconcile/state.ts';
import { configuredHost, document, goodNic, host, network, provisioningStack, stored, wantedDns } from '../builders.ts';
import { commandLine } from '../in-memory-commands.ts';
import { configure, rowOf, run, runDeferred, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

type Over = Parameters<typeof document>[0];

const FAULT = new OnboardingError('fault-refused', 'UpdateNetworkConfig was answered with HostConfigFault.');
const ROUTES = [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }];
const ROW = { network: '10.30.0.0', prefixLength: 16, gateway: '10.20.0.254' };
const ADD_ROUTE = 'network ip route ipv4 add gateway=10.20.0.254 netstack=vSphereProvisioning network=10.30.0.0/16';

/** A host whose adapter and gateway are as wanted, with what its stack has besides. */
const shopWith = (over: Over = {}, stack: Partial<NetStackInstance> = {}) =>
  workshop({
    hosts: [
      host({
        network: network({
          onStack: [goodNic()],
          stack: provisioningStack({ defaultGateway: '10.20.0.1', dnsConfig: wantedDns(), ...stack }),
        }),
      }),
    ],
    documents: [stored(document({ mode: 'enforce', ...over }))],
  });
const commandsOf = ({ vcenter }: Workshop) => vcenter.commands.run.map(commandLine);
const stackIn = ({ vcenter }: Workshop) =>
  vcenter.truth().network?.netStackInstances.find(({ key }) => key === 'vSphereProvisioning');
/** An operator's run that may disrupt. */
const applied = async (shop: Workshop) => (await configure(shop, { operator: { live: true } })).outcome;

describe('what vCenter refuses of DNS and routes', () => {
  test.each<ErrorCode>(['fault-refused', 'method-missing'])(
    'with %s is set by esxcli in the same run, and the plan tells by which channel and why',
    async (code) => {
      const shop = workshop({ documents: [stored(document({ routes: ROUTES }))] });
      for (const method of ['updateDns', 'updateRoutes'])
        shop.vcenter.calls.fail(method, new OnboardingError(code, `${method} is not taken.`));
      const outcome = await run(shop);
      expect(summary(outcome)).toBe('converged');
      expect(commandsOf(shop)).toEqual([
        'network ip dns server add netstack=vSphereProvisioning server=10.0.0.53',
        'network ip dns search add domain=corp.example netstack=vSphereProvisioning',
        ADD_ROUTE,
      ]);
      expect(outcome.steps.map(({ channel, because }) => [channel, because])).toEqual([
        [undefined, undefined],
        [undefined, undefined],
        ['esxcli', 'updateDns is not taken.'],
        ['esxcli', 'updateRoutes is not taken.'],
      ]);
      expect(shop.vcenter.calls.counts['refreshNetwork']).toBe(2);
      expect(summary(await run(shop))).toBe('unchanged');
    },
  );

  test.each<ErrorCode>(['permission-missing', 'answer-lost', 'fault-passing'])(
    'with %s is no case for esxcli',
    async (code) => {
      const shop = shopWith({ routes: ROUTES });
      shop.vcenter.calls.fail('updateRoutes', new OnboardingError(code, 'No.'));
      await applied(shop);
      expect(commandsOf(shop)).toEqual([]);
    },
  );

  test('of the gateway is no case for esxcli', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    const outcome = await run(shop);
    expect(summary(outcome)).toMatch(/^failed fault-refused/);
    expect(outcome.problems[0]?.message).toMatch(/^UpdateNetworkConfig .* HostConfigFault\. It was to set: gateway\. /);
    expect(commandsOf(shop)).toEqual([]);
  });

  test('stays refused where the settings say "never", and the host is put back', async () => {
    const shop = workshop({ documents: [stored(document({ esxcli: 'never' }))] });
    shop.vcenter.calls.fail('updateDns', FAULT);
    expect(summary(await run(shop))).toBe('failed fault-refused fault-refused');
    expect([commandsOf(shop), stackOf(shop).devices]).toEqual([[], []]);
  });

  test('is a degraded host where the settings say "never" and bear it', async () => {
    const shop = workshop({ documents: [stored(document({ esxcli: 'never', onUnsupported: 'warn' }))] });
    shop.vcenter.calls.fail('updateDns', FAULT);
    expect(summary(await run(shop))).toBe('degraded fault-refused');
    expect([commandsOf(shop), stackOf(shop).devices]).toEqual([[], ['vmk1']]);
  });
});

describe('what esxcli refuses too', () => {
  const refusing = (onUnsupported: 'fail' | 'warn', code: ErrorCode = 'esxcli-refused') => {
    const shop = workshop({ documents: [stored(document({ onUnsupported }))] });
    const fault = new OnboardingError('fault-refused', 'UpdateNetworkConfig was answered with HostConfigFault: no DNS');
    shop.vcenter.calls.fail('updateDns', fault, { times: 9 });
    shop.vcenter.calls.fail('runCommand', new OnboardingError(code, 'Unable to add the server.'), { times: 9 });
    return shop;
  };

  test('fails the host with the words of both, and takes the adapter off again', async () => {
    const shop = refusing('fail');
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('failed esxcli-refused esxcli-refused');
    expect(outcome.problems[0]?.message).toContain(
      'UpdateNetworkConfig was answered with HostConfigFault: no DNS. By esxcli: Unable to add the server. ' +
        'It was to set: dns servers, dns domain.',
    );
    expect(stackOf(shop).devices).toEqual([]);
  });

  test.each<ErrorCode>(['esxcli-refused', 'esxcli-unavailable', 'permission-missing'])(
    'with %s is a degraded host with "warn", which keeps what it has',
    async (code) => {
      const shop = refusing('warn', code);
      const outcome = await run(shop);
      expect(summary(outcome)).toBe(`degraded ${code}`);
      expect(outcome.steps.map(({ applied: isApplied }) => isApplied)).toEqual([true, true, false]);
      expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], gateway: '10.20.0.1' });
    },
  );

  test.each(['fail', 'warn'] as const)(
    'waits with "%s" when its answer is lost, and the next run ends it',
    async (how) => {
      const shop = workshop({ documents: [stored(document({ onUnsupported: how }))] });
      shop.vcenter.calls.fail('updateDns', FAULT);
      shop.vcenter.calls.fail('runCommand', new OnboardingError('answer-lost', 'Lost.'), { afterwards: true });
      expect(summary(await run(shop))).toBe('deferred answer-lost');
      expect([stackOf(shop).devices, rowOf(shop)?.intent?.steps.length]).toEqual([['vmk1'], 3]);
      expect(summary(await runDeferred(shop))).toBe('converged');
    },
  );

  test('stops at a lease that is lost between two commands', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateDns', FAULT);
    shop.vcenter.calls.before('runCommand', () => {
      shop.leases.held.set('host-21', { owner: 'other', until: new Date('2027-01-01') });
    });
    expect(summary(await run(shop))).toBe('deferred lease-lost');
    expect(commandsOf(shop)).toHaveLength(1);
  });
});

describe('what vCenter takes and drops', () => {
  test.each([
    ['DNS', { ignoresDns: true }, {}, 'network ip dns server add'],
    ['routes', { ignoresRoutes: true }, { routes: ROUTES }, 'network ip route ipv4 add'],
  ])('of %s is set by esxcli after 30 s', async (_, behaviour, over, command) => {
    const shop = workshop({ documents: [stored(document(over))] });
    shop.vcenter.behaviour = behaviour;
    expect(summary(await run(shop))).toBe('converged');
    expect(commandsOf(shop)[0]).toContain(command);
  });

  test('waits for a run with more time when too little is left for esxcli and its proof', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { ignoresDns: true };
    shop.vcenter.calls.before('updateDns', () => shop.clock.advance(25_000));
    const end = shop.clock.now().getTime() + 80_000;
    const remainingMilliseconds = () => end - shop.clock.now().getTime();
    const { outcome, intent } = await configure(shop, { remainingMilliseconds });
    expect([summary(outcome), commandsOf(shop), intent?.steps.length]).toEqual(['deferred not-verified', [], 3]);
    expect(summary(await run(shop))).toBe('converged');
  });

  test('and esxcli refuses is a degraded host with "warn", not one that waits', async () => {
    const shop = workshop({ documents: [stored(document({ onUnsupported: 'warn' }))] });
    shop.vcenter.behaviour = { ignoresDns: true };
    shop.vcenter.calls.fail('runCommand', new OnboardingError('esxcli-refused', 'No.'), { times: 9 });
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('degraded esxcli-refused');
    expect(outcome.steps.map(({ applied: isApplied }) => isApplied)).toEqual([true, true, false]);
    expect(stackOf(shop).devices).toEqual(['vmk1']);
  });

  test('and esxcli refuses fails the host with "fail"', async () => {
    const shop = workshop();
    shop.vcenter.behaviour = { ignoresDns: true };
    shop.vcenter.calls.fail('runCommand', new OnboardingError('esxcli-refused', 'No.'), { times: 9 });
    expect(summary(await run(shop))).toBe('failed esxcli-refused esxcli-refused');
    expect(stackOf(shop).devices).toEqual([]);
  });

  test("is proven by esxcli's own list where vCenter goes on showing the old one", async () => {
    const shop = shopWith({ routes: ROUTES });
    shop.vcenter.behaviour = { ignoresRoutes: true, shownAfterMilliseconds: 1_000_000 };
    const outcome = await applied(shop);
    expect(summary(outcome)).toBe('converged');
    expect(outcome.notes).toEqual([
      'The host has it, vCenter does not show it yet: updateNetworkConfig: route 10.30.0.0/16 10.20.0.254.',
    ]);
    expect(stackIn(shop)?.routes).toEqual([ROW]);
  });

  test("is not proven when esxcli's own list has not got it either", async () => {
    const shop = shopWith({ routes: ROUTES });
    shop.vcenter.behaviour = { ignoresRoutes: true };
    shop.vcenter.commands.runCommand = async () => {};
    expect(summary(await applied(shop))).toBe('deferred not-verified');
  });
});

test('a host that is as wanted is asked nothing by esxcli', async () => {
  const shop = workshop({ hosts: [configuredHost()] });
  await run(shop);
  expect(Object.keys(shop.vcenter.calls.counts).filter((call) => /Command|Dns|Routes|ping/.test(call))).toEqual([]);
});
