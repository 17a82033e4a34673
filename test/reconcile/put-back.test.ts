import { describe, expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { rollBack } from '../../lib/reconcile/rollback.ts';
import type { HostState, NetStackInstance, NicTypeSelection, VirtualNic } from '../../lib/reconcile/state.ts';
import { document, goodNic, host, network, provisioningStack, stored, wantedDns } from '../builders.ts';
import { commandLine } from '../in-memory-commands.ts';
import { configure, rowOf, run, stackOf, summary, type Workshop, workshop } from '../workshop.ts';

type Over = Parameters<typeof document>[0];

const FAULT = new OnboardingError('fault-refused', 'UpdateNetworkConfig was answered with HostConfigFault.');
const MAINTENANCE = { inMaintenanceMode: true };

/** A host of other settings: another address, MTU, gateway, DNS and route than is wanted. */
function foundHost(nic: Partial<VirtualNic> = {}, stack: Partial<NetStackInstance> = {}): HostState {
  return host({
    ...MAINTENANCE,
    network: network({
      onStack: [goodNic({ ipAddress: '10.20.0.9', mtu: 9000, ...nic })],
      stack: provisioningStack({
        defaultGateway: '10.20.0.254',
        dnsConfig: { ...wantedDns(), address: ['10.0.0.1'], searchDomain: ['a.example'] },
        ...stack,
      }),
    }),
  });
}

const WISH: Over = {
  mode: 'enforce',
  mtu: 1500,
  dns: { servers: ['10.0.0.53'], searchDomains: ['b.example'] },
  routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }],
  esxcli: 'never',
};
const shopWith = (over: Over = {}, state = foundHost()) =>
  workshop({ hosts: [state], documents: [stored(document({ ...WISH, ...over }))] });
const networkOf = ({ vcenter }: Workshop) => vcenter.truth().network;
const left = (shop: Workshop) =>
  shop.announcer.alerts.filter(({ subject }) => subject.endsWith(', left half configured'));

describe('an existing adapter and its stack', () => {
  test('are put back member by member when the last step is refused', async () => {
    const before = foundHost();
    const shop = shopWith({}, before);
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('failed fault-refused fault-refused');
    expect(outcome.problems[1]?.message).toBe('esx-021.corp.example was put back; the host is as it was.');
    expect(networkOf(shop)).toEqual(before.network);
    expect([rowOf(shop)?.intent, outcome.steps.some(({ applied }) => applied)]).toEqual([undefined, false]);
    expect(outcome.device).toBe('vmk1');
  });

  test('are put back when vCenter shows them late', async () => {
    const shop = shopWith();
    shop.vcenter.behaviour = { shownAfterMilliseconds: 3_000 };
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    expect(summary(await run(shop))).toBe('failed fault-refused fault-refused');
    expect(networkOf(shop)).toEqual(foundHost().network);
  });

  test('are put back when the step was done although it was answered with a fault', async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('updateRoutes', FAULT, { afterwards: true });
    expect(summary(await run(shop))).toBe('failed fault-refused fault-refused');
    expect(networkOf(shop)).toEqual(foundHost().network);
  });

  test('are left as they are when the answer was lost: the next run goes on', async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('updateRoutes', new OnboardingError('answer-lost', 'Lost.'));
    expect(summary(await run(shop))).toBe('deferred answer-lost');
    expect(stackOf(shop)).toMatchObject({ gateway: '10.20.0.1', dns: ['10.0.0.53'] });
    expect(summary(await run(shop))).toBe('converged');
  });

  test('are put back by a later run whose settings have become invalid', async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('updateRoutes', new OnboardingError('answer-lost', 'Lost.'));
    await run(shop);
    shop.settings.documents = [stored('{')];
    expect(summary(await run(shop))).toBe('refused settings-invalid settings-invalid');
    expect(networkOf(shop)).toEqual(foundHost().network);
  });

  test('get DNS back by esxcli where vCenter refuses it, too', async () => {
    const shop = shopWith({ esxcli: 'fallback' });
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    const refused = new OnboardingError('esxcli-refused', 'Unable to add the route.');
    shop.vcenter.calls.fail('runCommand', refused);
    shop.vcenter.calls.before('updateRoutes', () => shop.vcenter.calls.fail('updateDns', FAULT));
    expect(summary(await run(shop))).toBe('failed esxcli-refused esxcli-refused');
    expect(networkOf(shop)).toEqual(foundHost().network);
    expect(shop.vcenter.commands.run.map(commandLine)).toEqual([
      'network ip dns server remove netstack=vSphereProvisioning server=10.0.0.53',
      'network ip dns server add netstack=vSphereProvisioning server=10.0.0.1',
      'network ip dns search remove domain=b.example netstack=vSphereProvisioning',
      'network ip dns search add domain=a.example netstack=vSphereProvisioning',
    ]);
  });
});

describe('what cannot be put back', () => {
  /** Everything is written but the routes, and nothing can be taken back. */
  const stuck = (over: Over = {}) => {
    const shop = shopWith(over);
    shop.vcenter.calls.before('updateRoutes', () => {
      for (const method of ['updateVirtualNic', 'updateGateway', 'updateDns'])
        shop.vcenter.calls.fail(method, FAULT, { times: 99 });
    });
    shop.vcenter.calls.fail('updateRoutes', FAULT, { times: 99 });
    return shop;
  };

  test('is counted by itself among alerts: it waits for no summary of those that only failed', async () => {
    const shop = stuck();
    await run(shop);
    expect(shop.announcer.alerts.map(({ kind, code }) => `${kind} ${code}`)).toEqual(['trouble rollback-incomplete']);
  });

  test('is told with the commands that finish it by hand, and the intent stays open', async () => {
    const shop = stuck();
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('failed fault-refused rollback-incomplete');
    const message = outcome.problems[1]?.message ?? '';
    const [why, commands = ''] = message.split(' Finish on the host: ');
    expect(why).toBe('esx-021.corp.example is not as it was. UpdateNetworkConfig was answered with HostConfigFault.');
    expect(commands.replace(/^"(.*)"\.$/, '$1').split('"; "')).toEqual([
      'esxcli network ip interface ipv4 set --interface-name=vmk1 --type=static --ipv4=10.20.0.9 --netmask=255.255.255.0',
      'esxcli network ip interface set --interface-name=vmk1 --mtu=9000',
      'esxcli network ip route ipv4 add --netstack=vSphereProvisioning --network=default --gateway=10.20.0.254',
      'esxcli network ip dns server remove --netstack=vSphereProvisioning --all',
      'esxcli network ip dns server add --netstack=vSphereProvisioning --server=10.0.0.1',
      'esxcli network ip dns search remove --netstack=vSphereProvisioning --domain=b.example',
      'esxcli network ip dns search add --netstack=vSphereProvisioning --domain=a.example',
    ]);
    expect(outcome.steps.map(({ applied }) => applied)).toEqual([true, true, true, false]);
    expect(rowOf(shop)?.intent?.before.network).toEqual(foundHost().network);
  });

  test('is told people once, with the commands that finish it', async () => {
    const shop = stuck();
    for (let runs = 0; runs < 3; runs += 1) await run(shop);
    expect(left(shop)).toHaveLength(1);
    expect(left(shop)[0]).toMatchObject({
      subject: 'esx-021.corp.example in vc01: failed (fault-refused), left half configured',
      text: expect.stringContaining('Finish on the host: "esxcli '),
    });
  });

  test('stops nothing else from being put back', async () => {
    const shop = shopWith();
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    shop.vcenter.calls.before('updateRoutes', () => shop.vcenter.calls.fail('updateVirtualNic', FAULT));
    const outcome = await run(shop);
    expect(summary(outcome)).toBe('failed fault-refused rollback-incomplete');
    expect(outcome.problems[1]?.message).not.toContain('dns');
    expect(stackOf(shop)).toEqual({ devices: ['vmk1'], gateway: '10.20.0.254', dns: ['10.0.0.1'] });
  });

  test('because the host cannot be read on the way back is no command, but said', async () => {
    const state = foundHost();
    const shop = shopWith({}, state);
    shop.vcenter.calls.fail('readHost', new OnboardingError('vcenter-unreachable', 'vc01 is away.'));
    const begun = { intent: { steps: [], before: state }, host: state, device: undefined };
    expect(await rollBack(begun, { ...shop, renewLease: async () => {} }, FAULT)).toEqual({
      isClean: false,
      problems: [
        {
          code: 'rollback-incomplete',
          message: expect.stringMatching(/is not as it was\. vc01 is away\. What is left could not be read\.$/),
        },
      ],
    });
  });

  test('because the host cannot be read after the failure is not told as put back', async () => {
    const shop = shopWith();
    shop.vcenter.calls.before('updateRoutes', () => {
      shop.vcenter.calls.before('readHost', () => {
        shop.vcenter.calls.fail('readHost', new OnboardingError('vcenter-unreachable', 'vc01 is away.'));
      });
    });
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    const outcome = await run(shop);
    expect(outcome.status).toBe('failed');
    expect(rowOf(shop)?.intent).toBeDefined();
    expect(summary(await run(shop))).toBe('converged');
  });
});

describe('the provisioning service of the default stack', () => {
  const selected: readonly NicTypeSelection[] = [
    { nicType: 'management', selectedDevices: ['vmk0'] },
    { nicType: 'vSphereProvisioning', selectedDevices: ['vmk0'] },
  ];
  const failing = (restoresServices: boolean) => {
    const shop = workshop({ hosts: [host({ nicTypes: selected })] });
    shop.vcenter.behaviour = { restoresServices };
    shop.vcenter.calls.fail('updateGateway', FAULT);
    return shop;
  };

  test('that vCenter does not select again is told with the command that does', async () => {
    const outcome = await run(failing(false));
    expect(summary(outcome)).toBe('failed fault-refused fault-refused service-not-restored');
    expect(outcome.problems[2]?.message).toBe(
      'The provisioning service was selected on vmk0 of esx-021.corp.example and is no longer. Select it again: ' +
        'esxcli network ip interface tag add --interface-name=vmk0 --tagname=VSphereProvisioning',
    );
  });

  test('of an adapter that is not on the default stack is no service of it', async () => {
    const nicTypes = [{ nicType: 'vSphereProvisioning', selectedDevices: ['vmk1'] }];
    const shop = shopWith({}, { ...foundHost(), nicTypes });
    shop.vcenter.calls.before('updateRoutes', () => shop.vcenter.put({ ...shop.vcenter.truth(), nicTypes: [] }));
    shop.vcenter.calls.fail('updateRoutes', FAULT);
    expect(summary(await run(shop))).toBe('failed fault-refused fault-refused');
  });

  test('that vCenter selects again is not told', async () => {
    expect(summary(await run(failing(true)))).toBe('failed fault-refused fault-refused');
  });

  test("of an operator's host is told as well", async () => {
    const { outcome } = await configure(failing(false), { operator: { live: false } });
    expect(summary(outcome)).toBe('failed fault-refused fault-refused service-not-restored');
  });
});
