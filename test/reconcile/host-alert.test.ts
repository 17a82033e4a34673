/** The words of an alert: where the host is, which step failed and why, how it stands, what to type next. */
import { describe, expect, test } from '@jest/globals';
import { type ErrorCode, OnboardingError } from '../../lib/errors.ts';
import { recoveredAlert, troubleAlert } from '../../lib/reconcile/host-alert.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import {
  configuredHost,
  document,
  goodNic,
  network,
  provisioningStack,
  STANDALONE,
  stored,
  wantedDns,
} from '../builders.ts';
import { run, type Workshop, workshop } from '../workshop.ts';

const FAULT = new OnboardingError(
  'fault-refused',
  'AddVirtualNic was answered with HostConfigFault: Unable to get free port.',
  { step: 'AddVirtualNic' },
);
const alertOf = async (shop: Workshop) => {
  await run(shop);
  return shop.announcer.alerts[0] ?? { subject: '', text: '', commands: [] };
};

describe('an alert of a host in trouble', () => {
  test("names host, vCenter, datacenter, cluster, step, vSphere's words, state and next command", async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('addVirtualNic', FAULT);
    const { subject, text, commands } = await alertOf(shop);
    expect(subject).toBe('esx-021.corp.example in vc01: failed (fault-refused)');
    expect(text).toMatch(`Host:        esx-021.corp.example (host-21)
vCenter:     vc01
Datacenter:  DC0
Cluster:     C0
Status:      failed
Time:        2026-03-02T08:00:07.750Z
Step:        AddVirtualNic

Cause:
  fault-refused: AddVirtualNic was answered with HostConfigFault: Unable to get free port. Read vSphere's words`);
    expect(text).toContain(`
State of the host now:
  Nothing was written by this run; no VMkernel adapter of it is known on the stack; the stack has no IPv4 gateway.

Steps:
  not applied addVirtualNic: `);
    expect(text).toMatch(/\n {2}\/provisioning-stack\/vc01\/defaults, version 7$/);
    expect(commands).toEqual([
      'provisioning-stack plan esx-021.corp.example --vcenter vc01',
      'provisioning-stack replay --vcenter vc01 --host esx-021.corp.example',
    ]);
  });

  test('says that it was put back, and what its stack kept', async () => {
    const shop = workshop({ documents: [stored(document({ esxcli: 'never' }))] });
    shop.vcenter.calls.fail('updateDns', FAULT);
    const { text } = await alertOf(shop);
    expect(text).toContain(
      '  It was put back: what was begun was taken off again; no VMkernel adapter of it is known on the stack; the gateway of the stack is 10.20.0.1.',
    );
  });

  test('says that it is left half configured, with the commands that finish it', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail('updateGateway', FAULT);
    shop.vcenter.calls.fail('removeVirtualNic', FAULT, { times: 9 });
    const { subject, text, commands } = await alertOf(shop);
    expect(subject).toBe('esx-021.corp.example in vc01: failed (fault-refused), left half configured');
    expect(text).toContain(
      'It is left half configured; vmk1 is on the stack with 10.20.0.21/24; the stack has no IPv4',
    );
    expect(text).toContain('Finish on the host: "esxcli network ip interface remove --interface-name=vmk1".');
    expect(commands.at(-1)).toBe('provisioning-stack apply esx-021.corp.example --vcenter vc01');
  });

  test('says of a degraded host what it has', async () => {
    const stack = provisioningStack({ defaultGateway: '10.20.0.1' });
    const hosts = [configuredHost({ network: network({ onStack: [goodNic()], stack }) })];
    const documents = [stored(document({ mode: 'enforce', onUnsupported: 'warn', esxcli: 'never', mtu: 9000 }))];
    const shop = workshop({ hosts: [{ ...hosts[0], inMaintenanceMode: true } as never], documents });
    shop.vcenter.calls.fail('updateDns', new OnboardingError('fault-refused', 'UpdateNetworkConfig: no.'));
    const { text } = await alertOf(shop);
    expect(text).toContain(
      '1 of 2 steps were applied; vmk1 is on the stack with 10.20.0.21/24; the gateway of the stack',
    );
    expect(text).toContain('Step:        updateNetworkConfig: dns servers');
    expect(wantedDns().address).toEqual(['10.0.0.53']);
  });

  test('says of a host that was refused that nothing was begun, and how to check the settings', async () => {
    const ancestors = [STANDALONE, ...configuredHost().ancestors.slice(1)];
    const hosts = [configuredHost({ ancestors })];
    const { text, commands } = await alertOf(workshop({ hosts, documents: [stored('{')] }));
    expect(text).toContain('\nCluster:     none, it stands alone\n');
    expect(text).toContain('\nStep:        none was taken: it ended before the first write\n');
    expect(text).toContain('Nothing was written by this run; vmk1 is on the stack with 10.20.0.21/24; the gateway of');
    expect(commands[0]).toBe('provisioning-stack settings check --vcenter vc01');
  });

  test('says of a host that could not be read that its place is not known', async () => {
    const shop = workshop();
    shop.vcenter.calls.fail(
      'readHost',
      new OnboardingError('permission-missing', 'RetrievePropertiesEx needs System.Read.'),
    );
    const { text } = await alertOf(shop);
    expect(text).toContain('\nDatacenter:  not known\nCluster:     not known\n');
  });

  test('is short enough for its row whatever vSphere says', () => {
    const problems = Array.from({ length: 500 }, () => ({
      code: 'fault-refused' as const,
      message: 'x'.repeat(9_000),
    }));
    const { text } = troubleAlert(outcome({ problems }), { cause: 'c', code: 'fault-refused' });
    expect(text.length).toBeLessThan(170_000);
    expect(text).toContain('  and 460 more\n');
  });
});

test('an alert of a host that is right again says what it has, and nothing to type', () => {
  const facts = { device: 'vmk1', address: '10.20.0.21/24', gateway: '10.20.0.1', leftAs: 'untouched' } as const;
  const told = ['settings-invalid', 'gateway-silent', 'settings-invalid'].map((code) => ({ cause: code, code }));
  const alert = recoveredAlert(outcome({ ...facts, status: 'unchanged' }), told);
  expect(alert.subject).toBe('esx-021 in vc01: right again (was settings-invalid, gateway-silent)');
  expect(alert.text).toContain('vmk1 is on the stack with 10.20.0.21/24; the gateway of the stack is 10.20.0.1.');
  expect(alert.commands).toEqual([]);
});

function outcome(over: Partial<Outcome> = {}): Outcome {
  return {
    ...{ vcenter: 'vc01', host: { moref: 'host-21', name: 'esx-021' }, status: 'failed', steps: [], settings: [] },
    problems: [{ code: 'fault-refused' satisfies ErrorCode, message: 'No.' }],
    startedAt: '2026-03-02T08:00:00.000Z',
    finishedAt: '2026-03-02T08:00:01.000Z',
    ...over,
  };
}
