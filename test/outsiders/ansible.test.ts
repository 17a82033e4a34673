/** community.vmware's two modules for this job drive the simulator: checked, applied, and applied again. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describePython, type PlayedTask, runPlaybook, runPyvmomi } from './run-outsider.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

const standard = { esxi: 'esx-001.example.test', vswitch: 'vSwitch0', portgroup: 'Provisioning' };
const distributed = { esxi: 'esx-002.example.test', dvswitch: 'DVS0', portgroup: 'pg-provisioning' };
/** The scenario has done for this one what the play does for the others. */
const onboardedBefore = { ...distributed, esxi: 'esx-003.example.test' };

let simulator: SimulatorProcess;
beforeEach(async () => {
  const adapters = [{ stack: 'vSphereProvisioning', address: '10.20.0.11' }];
  const seed = { name: onboardedBefore.esxi, adapters, provisioningGateway: '10.20.0.1' };
  simulator = await startSimulatorProcess({ inventory: { hosts: [seed] } });
});
afterEach(() => simulator.stop());

/** Which tasks changed something; a failed one counts as its message. */
function outcomes(tasks: Record<string, PlayedTask>): Record<string, boolean | string> {
  const told = Object.entries(tasks).map(([name, { failed, msg, changed }]) => [name, failed ? (msg ?? '') : changed]);
  return Object.fromEntries(told);
}

const onboarded = {
  'adapter checked': true,
  'stack checked while it has no adapter': false,
  'adapter applied': true,
  'adapter again': false,
  'stack checked': true,
  'stack applied': true,
  'stack again': false,
  'adapter again beside the gateway': false,
};

describePython('community.vmware', () => {
  test.each([
    ['standard', standard],
    ['distributed', distributed],
  ])('finds nothing left to do after one run on a %s portgroup', async (_kind, variables) => {
    const tasks = await runPlaybook(simulator.ready, 'onboarding.yml', variables);

    expect(outcomes(tasks)).toEqual(onboarded);
    expect(tasks['stack checked while it has no adapter']?.warnings?.join()).toContain("provisioning isn't supported");
    expect(await runPyvmomi('provisioned.py', { ...simulator.ready, host: variables.esxi })).toEqual({
      adapters: [['vmk1', '10.20.0.11', '255.255.255.0', 9000, false]],
      gateways: ['10.20.0.1', null],
      congestion: 'cubic',
      connections: 12000,
    });
  });

  test('writes nothing in check mode', async () => {
    const tasks = await runPlaybook(simulator.ready, 'onboarding.yml', standard, '--check');

    expect(outcomes(tasks)).toMatchObject({ 'adapter applied': true, 'adapter again': true, 'stack applied': false });
    expect(await runPyvmomi('provisioned.py', { ...simulator.ready, host: standard.esxi })).toMatchObject({
      adapters: [],
      gateways: [null, null],
    });
  });

  test('changes address and gateways in place, shows a refusal, and removes the adapter', async () => {
    const tasks = await runPlaybook(simulator.ready, 'changes.yml', onboardedBefore);

    expect(outcomes(tasks)).toEqual({
      'both gateways': true,
      'both gateways again': false,
      'other address': true,
      'other address again': false,
      refused: expect.stringContaining('host config issues'),
      removed: true,
    });
  });

  test('chooses services on the default stack, and takes a lease on the provisioning stack', async () => {
    const variables = { ...standard, dvswitch: 'DVS0', dvportgroup: 'pg-provisioning' };

    expect(outcomes(await runPlaybook(simulator.ready, 'services.yml', variables))).toEqual({
      services: true,
      'services again': false,
      'one service less': true,
      'one service less again': false,
      leased: true,
      'leased again': false,
      'service of a stack in use': expect.stringContaining('host configuration'),
    });
  });

  test('fails on a wrong password and on a certificate that is not trusted', async () => {
    expect(outcomes(await runPlaybook(simulator.ready, 'no-way-in.yml', standard))).toEqual({
      'wrong password': expect.stringContaining('incorrect user name or password'),
      untrusted: expect.stringContaining('CERTIFICATE_VERIFY_FAILED'),
    });
  });
});
