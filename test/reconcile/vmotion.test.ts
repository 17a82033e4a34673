import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { recordedRun } from '../../lib/reconcile/recorded-run.ts';
import type { HostState, NetStackInstance, VirtualNic } from '../../lib/reconcile/state.ts';
import { describeStep } from '../../lib/reconcile/steps.ts';
import {
  configuredHost,
  directory,
  document,
  goodNic,
  host,
  portgroup,
  provisioningStack,
  SWITCH,
  stored,
} from '../builders.ts';
import { configure, rowOf, run, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

const FAULT = new OnboardingError('fault-refused', 'UpdateNetworkConfig was answered with HostConfigFault.');
const VMOTION = { operator: { live: true, stack: 'vmotion' } } as const;
const PORT = { switchUuid: SWITCH, portgroupKey: 'dvportgroup-30' };
const WISH = {
  portgroup: 'pg-vmotion',
  address: { mode: 'derive', subnet: '10.40.0.0/24' },
  gateway: '10.40.0.1',
  mtu: 9000,
} as const;

const vmotionNic = (over: Partial<VirtualNic> = {}): VirtualNic =>
  goodNic({
    device: 'vmk3',
    netStackInstanceKey: 'vmotion',
    distributedVirtualPort: PORT,
    ipAddress: '10.40.0.21',
    mtu: 9000,
    ...over,
  });
const vmotionStack = (over: Partial<NetStackInstance> = {}) => provisioningStack({ key: 'vmotion', ...over });

/** A host whose provisioning stack is as wanted, with these adapters on the vMotion stack. */
function hostWith(
  nics: readonly VirtualNic[] = [],
  stack: Partial<NetStackInstance> = {},
  over: Partial<HostState> = {},
) {
  const configured = configuredHost().network;
  return host({
    network: {
      ...configured,
      vnics: [...configured.vnics, ...nics],
      netStackInstances: [...configured.netStackInstances, vmotionStack(stack)],
    },
    ...over,
  });
}

function shopWith(state: HostState = hostWith(), wish: object | null = WISH) {
  const documents = [stored(document({ mode: 'enforce', ...(wish && { vmotion: wish }) }))];
  const shop = workshop({ hosts: [state], documents });
  shop.vcenter.shownDirectory = directory({
    portgroups: [portgroup(), portgroup({ name: 'pg-vmotion', key: 'dvportgroup-30' })],
  });
  return shop;
}

const ofVmotion = ({ vcenter }: Workshop) => {
  const { vnics = [], netStackInstances = [] } = vcenter.truth().network ?? {};
  const stack = netStackInstances.find(({ key }) => key === 'vmotion');
  const on = vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === 'vmotion');
  return { adapters: on.map(({ device, ipAddress }) => `${device} ${ipAddress}`), gateway: stack?.defaultGateway };
};
const PROVISIONING = { devices: ['vmk1'], gateway: '10.20.0.1', dns: ['10.0.0.53'] };

describe('the vMotion stack', () => {
  test('is written by an operator who names it, and the provisioning stack is not', async () => {
    const shop = shopWith();
    const { outcome } = await configure(shop, VMOTION);
    expect(summary(outcome)).toBe('converged');
    expect(ofVmotion(shop)).toEqual({ adapters: ['vmk2 10.40.0.21'], gateway: '10.40.0.1' });
    expect(stackOf(shop)).toEqual(PROVISIONING);
    expect(outcome.device).toBe('vmk2');
    expect(summary((await configure(shop, VMOTION)).outcome)).toBe('unchanged');
  });

  test('is written by nothing else: not by a run by itself, nor by an operator who names no stack', async () => {
    const shop = shopWith();
    expect(summary(await run(shop))).toBe('unchanged');
    expect(summary((await configure(shop, { operator: { live: true } })).outcome)).toBe('unchanged');
    expect(ofVmotion(shop).adapters).toEqual([]);
  });

  test('claims its own address, and not that of the provisioning stack', async () => {
    const shop = shopWith();
    await configure(shop, VMOTION);
    expect(shop.claims.lines).toEqual(['10.40.0.21 esx-021.corp.example settings']);
  });

  test('inherits nothing from the provisioning stack: what is absent is missing', async () => {
    const shop = shopWith(hostWith(), {});
    const { outcome } = await configure(shop, VMOTION);
    expect(outcome.problems.map(({ message }) => message.replace(/\.( .*)?$/, '.'))).toEqual([
      expect.stringMatching(/have no "portgroup"/),
      expect.stringMatching(/have no "address"/),
    ]);
    const none = await configure(shopWith(hostWith(), null), VMOTION);
    expect(none.outcome.status).toBe('refused');
  });

  test('says in its reasons where its settings came from', async () => {
    const { outcome } = await configure(shopWith(), VMOTION);
    expect(outcome.steps.map(({ reason }) => reason)).toEqual([
      'no VMkernel adapter on the vMotion TCP/IP stack',
      "the stack's gateway is none, /provisioning-stack/vc01/defaults vmotion says 10.40.0.1",
    ]);
  });

  test('takes vMotion away from the default stack with its first adapter, and the plan says so', async () => {
    const nicTypes = [{ nicType: 'vmotion', selectedDevices: ['vmk0'] }];
    const { outcome } = await configure(shopWith(hostWith([], {}, { nicTypes })), VMOTION);
    expect(outcome.notes).toEqual([
      'The adapters of the default stack (vmk0) stop carrying vMotion traffic.',
      'The vMotion service was selected on vmk0; vCenter switches it off there.',
    ]);
  });

  test('whose mode is off is not written either', async () => {
    const shop = shopWith();
    shop.settings.documents = [stored(document({ mode: 'off', vmotion: WISH }))];
    expect(summary((await configure(shop, VMOTION)).outcome)).toBe('excluded mode-off');
  });
});

describe('several adapters on the vMotion stack', () => {
  const set = [
    vmotionNic({ ipAddress: '10.40.0.71', mtu: 1500 }),
    vmotionNic({ device: 'vmk4', ipAddress: '10.40.0.72' }),
  ];

  test('are adopted as they are, and none is moved; the stack itself is configured', async () => {
    const shop = shopWith(hostWith(set));
    const { outcome } = await configure(shop, VMOTION);
    expect(outcome.steps.map(describeStep)).toEqual(['updateNetworkConfig: gateway 10.40.0.1']);
    expect([summary(outcome), outcome.notes]).toEqual(['converged', undefined]);
    expect(ofVmotion(shop)).toEqual({ adapters: ['vmk3 10.40.0.71', 'vmk4 10.40.0.72'], gateway: '10.40.0.1' });
  });

  test('name the one that fits as the device, else the first', async () => {
    const stack = { defaultGateway: '10.40.0.1' };
    const fitting = vmotionNic({ device: 'vmk4' });
    const first = await configure(shopWith(hostWith([set[0] ?? fitting, fitting], stack)), VMOTION);
    expect([summary(first.outcome), first.outcome.device]).toEqual(['unchanged', 'vmk4']);
    expect((await configure(shopWith(hostWith(set, stack)), VMOTION)).outcome.device).toBe('vmk3');
  });

  test('are one adapter too few to be left alone when it is alone: that one is changed', async () => {
    const shop = shopWith(hostWith([vmotionNic({ ipAddress: '10.40.0.71' })], { defaultGateway: '10.40.0.1' }));
    const { outcome } = await configure(shop, VMOTION);
    expect(outcome.steps.map(describeStep)).toEqual([
      'updateVirtualNic vmk3: address 10.40.0.71/255.255.255.0 -> 10.40.0.21/255.255.255.0 (disruptive)',
    ]);
    expect(ofVmotion(shop).adapters).toEqual(['vmk3 10.40.0.21']);
  });
});

describe('a vMotion run that fails', () => {
  test('takes its first adapter off again, and leaves the provisioning stack alone', async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    const { outcome, intent } = await configure(shop, VMOTION);
    expect([summary(outcome), intent]).toEqual(['failed fault-refused fault-refused', undefined]);
    expect([ofVmotion(shop).adapters, stackOf(shop)]).toEqual([[], PROVISIONING]);
  });

  test('finds its adapter also when AddVirtualNic was answered with a fault and done all the same', async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('addVirtualNic', FAULT, { afterwards: true });
    expect(summary((await configure(shop, VMOTION)).outcome)).toBe('failed fault-refused fault-refused');
    expect([ofVmotion(shop).adapters, stackOf(shop)]).toEqual([[], PROVISIONING]);
  });

  test('tells of the vMotion service that vCenter does not select again, with the command that does', async () => {
    const nicTypes = [{ nicType: 'vmotion', selectedDevices: ['vmk0'] }];
    const shop = shopWith(hostWith([], {}, { nicTypes }));
    shop.vcenter.calls.fail('updateGateway', FAULT);
    const { outcome } = await configure(shop, VMOTION);
    expect(summary(outcome)).toBe('failed fault-refused fault-refused service-not-restored');
    expect(outcome.problems[2]?.message).toBe(
      'The vMotion service was selected on vmk0 of esx-021.corp.example and is no longer. Select it again: ' +
        'esxcli network ip interface tag add --interface-name=vmk0 --tagname=VMotion',
    );
  });
});

describe('a vMotion run that was interrupted', () => {
  /** The answer to AddVirtualNic is lost, as when the process is killed. */
  const interrupted = async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('addVirtualNic', new OnboardingError('answer-lost', 'Lost.'), { afterwards: true });
    const request = { host: { moref: 'host-21', name: 'esx-021.corp.example' }, runId: 'vmotion-1', ...VMOTION };
    const { outcome } = await recordedRun({ ...request, remainingMilliseconds: () => 120_000 }, shop);
    expect([summary(outcome), ofVmotion(shop).adapters]).toEqual(['deferred answer-lost', ['vmk2 10.40.0.21']]);
    expect([rowOf(shop)?.intent?.steps.length, rowOf(shop)?.deferral]).toEqual([2, undefined]);
    return shop;
  };

  test('is undone by the next run by itself, which writes nothing else to that stack', async () => {
    const shop = await interrupted();
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('unchanged');
    expect([ofVmotion(shop), rowOf(shop)?.intent]).toEqual([{ adapters: [], gateway: undefined }, undefined]);
    expect(outcome.notes).toContainEqual(expect.stringContaining('vmk2 was removed from esx-021.corp.example again'));
    expect(stackOf(shop)).toEqual(PROVISIONING);
  });

  test('gives a run by itself no leave that its mode does not give', async () => {
    const shop = await interrupted();
    shop.settings.documents = [stored(document({ mode: 'report', mtu: 9000, vmotion: WISH }))];
    expect(summary(await run(shop))).toBe('reported');
    expect([ofVmotion(shop).adapters, stackOf(shop)]).toEqual([[], PROVISIONING]);
  });

  test('is finished by the operator who repeats it', async () => {
    const shop = await interrupted();
    const { outcome, intent } = await configure(shop, { ...VMOTION, row: rowOf(shop) });
    expect([summary(outcome), intent]).toEqual(['converged', undefined]);
    expect(ofVmotion(shop)).toEqual({ adapters: ['vmk2 10.40.0.21'], gateway: '10.40.0.1' });
  });

  test('keeps an operator off the provisioning stack until then', async () => {
    const shop = await interrupted();
    const { outcome, intent } = await configure(shop, { operator: { live: true }, row: rowOf(shop) });
    expect([summary(outcome), intent]).toEqual(['deferred intent-open', rowOf(shop)?.intent]);
  });
});

test('a misplaced adapter of the provisioning stack on the vMotion portgroup is not replaced', async () => {
  const shared = { ...WISH, portgroup: 'pg-provisioning' };
  const shop = shopWith(hostWith(), shared);
  const { outcome } = await configure(shop, { operator: { ...VMOTION.operator, allowReplace: true } });
  expect([summary(outcome), stackOf(shop)]).toEqual(['converged', PROVISIONING]);
});
