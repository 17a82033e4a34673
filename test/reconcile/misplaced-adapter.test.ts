import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import type { HostState, NicTypeSelection, VirtualNic } from '../../lib/reconcile/state.ts';
import { describeStep } from '../../lib/reconcile/steps.ts';
import { document, goodNic, host, managementNic, network, stored } from '../builders.ts';
import { configure, run, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

const FAULT = new OnboardingError('fault-refused', 'AddVirtualNic was answered with HostConfigFault.');
const LIVE = { operator: { live: true } };
const REPLACE = { operator: { live: true, allowReplace: true } };
const MANAGEMENT: NicTypeSelection = { nicType: 'management', selectedDevices: ['vmk0'] };

/** vmk5 stands on our portgroup, on another stack, with our address. */
const misplaced = (over: Partial<VirtualNic> = {}) =>
  goodNic({ device: 'vmk5', netStackInstanceKey: 'defaultTcpipStack', mtu: 1500, ...over });
const hostWith = (nics: readonly VirtualNic[], nicTypes: readonly NicTypeSelection[] = [MANAGEMENT]): HostState =>
  host({ network: network({ vnics: [managementNic(), ...nics] }), nicTypes });
const shopWith = (nics: readonly VirtualNic[], nicTypes?: readonly NicTypeSelection[], over = {}) =>
  workshop({ hosts: [hostWith(nics, nicTypes)], documents: [stored(document(over))] });
const adapters = ({ vcenter }: Workshop) =>
  (vcenter.truth().network?.vnics ?? []).map(
    ({ device, netStackInstanceKey: stack, ipAddress }) => `${device} ${stack} ${ipAddress}`,
  );

describe('an adapter on the right portgroup and the wrong stack', () => {
  test('of a custom stack is not ours to judge, and ours is added beside it', async () => {
    const shop = shopWith([misplaced({ netStackInstanceKey: 'custom-7', ipAddress: '10.20.0.77' })]);
    expect(summary(await run(shop))).toBe('converged');
    expect(adapters(shop)).toContain('vmk5 custom-7 10.20.0.77');
  });

  test.each(['defaultTcpipStack', 'vmotion'])('%s is refused to a run by itself, which names it', async (stack) => {
    const shop = shopWith([misplaced({ netStackInstanceKey: stack })]);
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('refused adapter-on-wrong-stack');
    expect(outcome.problems[0]?.message).toContain(
      `vmk5 of esx-021.corp.example is on portgroup pg-provisioning, but on stack ${stack}.`,
    );
    expect(shop.vcenter.calls.counts['removeVirtualNic']).toBeUndefined();
  });

  test('is refused to an operator who does not allow that it is replaced', async () => {
    expect(summary((await configure(shopWith([misplaced()]), LIVE)).outcome)).toBe('refused adapter-on-wrong-stack');
  });

  test('is taken off first where it may be replaced, and ours has its address', async () => {
    const shop = shopWith([misplaced()]);
    const { outcome } = await configure(shop, REPLACE);
    expect(summary(outcome)).toBe('converged');
    expect(outcome.steps.map(describeStep).slice(0, 2)).toEqual([
      'removeVirtualNic vmk5: stack defaultTcpipStack -> vSphereProvisioning (disruptive)',
      'addVirtualNic: portgroup pg-provisioning, address 10.20.0.21/255.255.255.0',
    ]);
    expect(adapters(shop)).toEqual(['vmk0 defaultTcpipStack 10.1.0.21', 'vmk1 vSphereProvisioning 10.20.0.21']);
  });

  test('is taken off only live, or in maintenance mode', async () => {
    const shop = shopWith([misplaced()]);
    const { outcome } = await configure(shop, { operator: { live: false, allowReplace: true } });
    expect(summary(outcome)).toBe('refused disruptive-needs-live');
    expect(shop.vcenter.calls.counts['removeVirtualNic']).toBeUndefined();
  });

  test.each(['management', 'vmotion', 'vsan'])(
    'that does the work of %s is where it belongs: ours goes beside it',
    async (nicType) => {
      const nicTypes = [MANAGEMENT, { nicType, selectedDevices: ['vmk5'] }];
      const shop = shopWith([misplaced({ ipAddress: '10.20.0.99' })], nicTypes);
      expect(summary(await run(shop))).toBe('converged');
      expect(adapters(shop)).toHaveLength(3);
    },
  );

  test('on the vMotion stack is misplaced although it does the work of that stack', async () => {
    const nicTypes = [MANAGEMENT, { nicType: 'vmotion', selectedDevices: ['vmk5'] }];
    const shop = shopWith([misplaced({ netStackInstanceKey: 'vmotion' })], nicTypes);
    expect(summary(await run(shop))).toBe('refused adapter-on-wrong-stack');
  });

  test('that does the work of the provisioning service is misplaced', async () => {
    const nicTypes = [MANAGEMENT, { nicType: 'vSphereProvisioning', selectedDevices: ['vmk5'] }];
    expect(summary(await run(shopWith([misplaced()], nicTypes)))).toBe('refused adapter-on-wrong-stack');
  });

  test('beside an adapter of ours is no matter, unless the portgroup takes one only', async () => {
    const shop = shopWith([goodNic(), misplaced({ ipAddress: '10.20.0.99' })]);
    expect(summary((await configure(shop, REPLACE)).outcome)).toBe('converged');
    expect(adapters(shop)).toHaveLength(3);
    const { distributedVirtualPort: _port, ...loose } = misplaced({ portgroup: 'Provisioning' });
    const standard = workshop({
      hosts: [hostWith([goodNic(), loose])],
      documents: [stored(document({ portgroup: 'Provisioning' }))],
    });
    expect(summary((await configure(standard, REPLACE)).outcome)).toBe('refused portgroup-in-use');
  });

  test('on a standard portgroup is replaced as well, though that takes one adapter', async () => {
    const { distributedVirtualPort: _port, ...loose } = misplaced({ portgroup: 'Provisioning' });
    const shop = shopWith([loose], undefined, { portgroup: 'Provisioning' });
    expect(summary((await configure(shop, REPLACE)).outcome)).toBe('converged');
    expect(adapters(shop)).toEqual(['vmk0 defaultTcpipStack 10.1.0.21', 'vmk1 vSphereProvisioning 10.20.0.21']);
  });
});

describe('an adapter that was replaced', () => {
  const failing = async (shop: Workshop, method: string) => {
    shop.vcenter.calls.fail(method, FAULT);
    return configure(shop, REPLACE);
  };

  test.each(['addVirtualNic', 'updateGateway'])(
    'is back on its stack when %s fails, under whatever name',
    async (method) => {
      const was = {
        mtu: 9000,
        ipv6: {
          addresses: [{ ipAddress: 'fd00::5', prefixLength: 64, origin: 'manual' }],
          autoConfigurationEnabled: false,
          dhcpV6Enabled: false,
        },
      };
      const shop = shopWith([misplaced(was)]);
      if (method === 'addVirtualNic') shop.vcenter.calls.fail(method, FAULT);
      const { outcome, intent } =
        method === 'addVirtualNic' ? await configure(shop, REPLACE) : await failing(shop, method);
      expect([summary(outcome), intent]).toEqual(['failed fault-refused fault-refused', undefined]);
      expect(stackOf(shop).devices).toEqual([]);
      const back = shop.vcenter.truth().network?.vnics.find(({ device }) => device !== 'vmk0');
      expect(back).toMatchObject({ ...was, netStackInstanceKey: 'defaultTcpipStack', ipAddress: '10.20.0.21' });
      expect(back).toMatchObject({ distributedVirtualPort: misplaced().distributedVirtualPort });
    },
  );

  test('is back beside another one of its stack and portgroup, which is no substitute', async () => {
    const shop = shopWith([misplaced(), misplaced({ device: 'vmk6', ipAddress: '10.20.0.66' })]);
    const { outcome } = await failing(shop, 'updateGateway');
    expect(summary(outcome)).toBe('failed fault-refused fault-refused');
    expect(adapters(shop).toSorted()).toEqual([
      'vmk0 defaultTcpipStack 10.1.0.21',
      'vmk1 defaultTcpipStack 10.20.0.21',
      'vmk6 defaultTcpipStack 10.20.0.66',
    ]);
  });

  test('and cannot be added again is told, with what a person has to add', async () => {
    const shop = shopWith([misplaced()]);
    shop.vcenter.calls.fail('addVirtualNic', FAULT, { times: 2 });
    const { outcome, intent } = await configure(shop, REPLACE);
    expect(summary(outcome)).toBe('failed fault-refused rollback-incomplete');
    expect(outcome.problems[1]?.message).toContain(
      'Finish on the host: "# add the adapter again in the vSphere Client: vmk5 on stack defaultTcpipStack',
    );
    expect(intent?.steps[0]?.action).toBe('removeVirtualNic');
  });
});
