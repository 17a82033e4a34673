/** pyVmomi's reader is the strictest that there is: an element, a type or a member too many ends it. It reads everything. */
import { afterEach, expect, test } from '@jest/globals';
import { describePython, runPyvmomi } from './run-outsider.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

/** Versions of the API by pyVmomi's names for them. */
const versions = {
  '4.0': 'vim.version.version5',
  '5.5': 'vim.version.version9',
  '6.7': 'vim.version.version12',
  '7.0.3.2': 'vim.version.v7_0_3_2',
  '8.0.3.0': 'vim.version.v8_0_3_0',
  '9.1.0.0': 'vim.version.v9_1_0_0',
};

let simulator: SimulatorProcess;
afterEach(() => simulator.stop());

describePython('pyVmomi', () => {
  test('reads every property of every object in every version, and misses none that has to be there', async () => {
    const adapters = [
      { stack: 'vSphereProvisioning', address: '10.20.0.11', portgroup: 'Provisioning' },
      { stack: 'vmotion', dhcp: true },
    ];
    simulator = await startSimulatorProcess({
      inventory: {
        apiVersion: '9.1.0.0',
        version: '9.1.0',
        hosts: [
          { name: 'esx-001.example.test', hostProfile: true, adapters, provisioningGateway: '10.20.0.1' },
          { name: 'esx-900.example.test', connectionState: 'disconnected' },
        ],
      },
      answers: { routeSpecReadBack: 'filled' },
    });
    const argument = { ...simulator.ready, versions: Object.values(versions) };

    const { counted, ...seen } = (await runPyvmomi('everything.py', argument)) as { counted: number };

    expect(seen).toEqual({ spoken: Object.keys(versions), troubles: [], gaps: [] });
    expect(counted).toBeGreaterThan(3000);
  });
});
