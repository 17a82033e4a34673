import { describe, expect, test } from '@jest/globals';
import { type ErrorCode, OnboardingError } from '../../lib/errors.ts';
import { rollBack } from '../../lib/reconcile/rollback.ts';
import { document, goodNic, host, intent, network, provisioningStack, stored } from '../builders.ts';
import { callsOf, configure, stackOf, summary, workshop } from '../workshop.ts';

const FAULT = new OnboardingError('fault-refused', 'UpdateNetworkConfig was answered with HostConfigFault.');
const NOTHING = { devices: [], gateway: undefined, dns: [] };
const BY_HAND = 'Finish on the host: "esxcli network ip interface remove --interface-name=vmk1".';
const BEGUN = host({ network: network({ onStack: [goodNic()] }) });

/** Takes `vmk1` off a host that it was begun on. */
const takingBack = (state = BEGUN) => {
  const shop = workshop({ hosts: [state] });
  const begun = { intent: intent(), host: state, device: 'vmk1' };
  const takeBack = async () => {
    const { isClean, problems } = await rollBack(begun, { ...shop, renewLease: async () => {} }, FAULT);
    return { isClean, problem: problems[0] };
  };
  return { shop, takeBack };
};

describe('the first adapter', () => {
  test('is removed once, and its absence is read', async () => {
    const { shop, takeBack } = takingBack();
    expect(await takeBack()).toEqual({
      isClean: true,
      problem: {
        code: 'fault-refused',
        message: 'vmk1 was removed from esx-021.corp.example again; the host is as it was.',
      },
    });
    expect(callsOf(shop)).toEqual({ removeVirtualNic: 1, readHost: 2 });
  });

  test('may be shown for some seconds after it was removed', async () => {
    const { shop, takeBack } = takingBack();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 3_000 };
    expect((await takeBack()).isClean).toBe(true);
  });

  test('that goes on being shown is left over, with the command that removes it', async () => {
    const { shop, takeBack } = takingBack();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 20_000 };
    const { isClean, problem } = await takeBack();
    expect([isClean, problem?.message]).toEqual([false, expect.stringContaining(BY_HAND)]);
    expect(shop.clock.sleeps.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(10_000);
  });

  test.each<ErrorCode>(['fault-refused', 'permission-missing', 'vcenter-unreachable'])(
    'whose removal ends in %s is left over, with the command and why',
    async (code) => {
      const { shop, takeBack } = takingBack();
      shop.vcenter.calls.fail('removeVirtualNic', new OnboardingError(code, 'It was not to be'));
      const { isClean, problem } = await takeBack();
      expect([isClean, problem?.code]).toEqual([false, 'rollback-incomplete']);
      expect(problem?.message).toBe(
        `vmk1 is left on esx-021.corp.example without what it needs. It was not to be. ${BY_HAND}`,
      );
    },
  );

  test('is gone when only the answer to its removal was lost', async () => {
    const { shop, takeBack } = takingBack();
    const lost = new OnboardingError('answer-lost', 'The answer was lost.');
    shop.vcenter.calls.fail('removeVirtualNic', lost, { afterwards: true });
    expect(await takeBack()).toMatchObject({ isClean: true });
  });

  test('is left over when the host cannot be read any more', async () => {
    const { shop, takeBack } = takingBack();
    shop.vcenter.calls.fail('readHost', new OnboardingError('vcenter-unreachable', 'vc01 is away.'));
    const { isClean, problem } = await takeBack();
    expect([isClean, problem?.message]).toEqual([false, expect.stringContaining('vc01 is away.')]);
  });

  test('and a bug of ours on the way back is thrown', async () => {
    const { shop, takeBack } = takingBack();
    shop.vcenter.calls.fail('removeVirtualNic', new TypeError('a bug'));
    await expect(takeBack()).rejects.toThrow(new TypeError('a bug'));
  });

  test('leaves on its stack what was written before, and says so', async () => {
    const stack = provisioningStack({ defaultGateway: '10.20.0.1' });
    const { takeBack } = takingBack(host({ network: network({ onStack: [goodNic()], stack }) }));
    expect((await takeBack()).problem?.message).toBe(
      'vmk1 was removed from esx-021.corp.example again; its stack keeps what was written before, which does no harm without an adapter.',
    );
  });
});

describe('a run whose write is refused', () => {
  test('before anything was written fails the host, and leaves no intent', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', FAULT);
    const { outcome, intent } = await configure(shop);
    expect([summary(outcome), intent, stackOf(shop)]).toEqual(['failed fault-refused', undefined, NOTHING]);
  });

  test('after the first adapter takes it off again, and counts no step as applied', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    const { outcome, intent } = await configure(shop);
    expect([summary(outcome), intent, stackOf(shop)]).toEqual([
      'failed fault-refused fault-refused',
      undefined,
      NOTHING,
    ]);
    expect(outcome.steps.every(({ applied }) => !applied)).toBe(true);
    expect(outcome.device).toBeUndefined();
  });

  test('after the gateway leaves that on the stack, without an adapter', async () => {
    const shop = workshop({ documents: [stored(document({ esxcli: 'never' }))] });
    shop.vcenter.calls.fail('updateDns', FAULT);
    const { outcome } = await configure(shop);
    expect(outcome.problems.at(-1)?.message).toContain('its stack keeps what was written before');
    expect(stackOf(shop)).toEqual({ ...NOTHING, gateway: '10.20.0.1' });
  });

  test('and cannot be taken back keeps its intent, and tells the device', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    shop.vcenter.calls.fail('removeVirtualNic', FAULT);
    const { outcome, intent } = await configure(shop);
    expect(outcome.problems.at(-1)?.message).toContain(BY_HAND);
    expect(outcome.steps.map(({ applied }) => applied)).toEqual([true, false, false]);
    expect(intent?.steps).toHaveLength(3);
  });

  test('removes nothing when another run has taken the host over', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    shop.vcenter.calls.before('updateGateway', () => {
      shop.leases.held.set('host-21', { owner: 'other', until: new Date('2027-01-01') });
    });
    expect(summary((await configure(shop)).outcome)).toBe('deferred lease-lost');
    expect(callsOf(shop)['removeVirtualNic']).toBeUndefined();
  });

  test('under an adapter that was there before removes nothing, and puts the gateway back', async () => {
    const shop = workshop({ hosts: [BEGUN], documents: [stored(document({ mode: 'enforce', esxcli: 'never' }))] });
    shop.vcenter.calls.fail('updateDns', FAULT);
    const { outcome, intent: left } = await configure(shop);
    expect([summary(outcome), left]).toEqual(['failed fault-refused fault-refused', undefined]);
    expect(outcome.problems.at(-1)?.message).toBe('esx-021.corp.example was put back; the host is as it was.');
    expect(stackOf(shop)).toMatchObject({ devices: ['vmk1'], gateway: undefined });
  });

  test('under an adapter whose gateway cannot be taken away leaves it, and says so', async () => {
    const shop = workshop({ hosts: [BEGUN], documents: [stored(document({ mode: 'enforce', esxcli: 'never' }))] });
    shop.vcenter.calls.fail('updateDns', FAULT);
    shop.vcenter.calls.before('updateDns', () => shop.vcenter.calls.fail('updateGateway', FAULT));
    const { outcome, intent: left } = await configure(shop);
    expect([summary(outcome), left]).toEqual(['failed fault-refused fault-refused', undefined]);
    expect(outcome.problems.at(-1)?.message).toBe(
      'esx-021.corp.example was put back; vSphere leaves the gateway that was set where there was none.',
    );
  });
});
