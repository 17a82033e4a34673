/** Hosts are added by both tasks, and their events are read in each way that there is. */
import { afterEach, expect, test } from '@jest/globals';
import { describePython, runPyvmomi } from './run-outsider.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

const [clustered, alone] = ['esx-701.example.test', 'esx-702.example.test'];
const added = [clustered, alone].flatMap((name) => [
  ['HostAddedEvent', name],
  ['HostConnectedEvent', name],
]);
const joined = [clustered, alone].map((name) => ['DvsHostJoinedEvent', name]);
const all = [...added, ...joined];

let simulator: SimulatorProcess;
afterEach(() => simulator.stop());

describePython('pyVmomi', () => {
  test('reads the events of added hosts forward, backward, as latest page, by query, and by waiting', async () => {
    // Both tasks are done before the first host joins its switch, so that the order is always the same.
    simulator = await startSimulatorProcess({ joinSwitch: { auto: true, delayMs: 3000 } });

    expect(await runPyvmomi('events.py', simulator.ready)).toEqual({
      task: ['AddHost', 'ClusterComputeResource.addHost'],
      results: ['vim.HostSystem', 'vim.ComputeResource'],
      hosts: [clustered, alone],
      first: ['enter', null],
      bell: all,
      forward: all,
      ordered: true,
      rewound: true,
      latest: all.slice(-3),
      backward: all.slice(0, 3),
      queried: all,
      ofOneHost: added.slice(0, 2),
      before: [],
      otherSession: true,
      members: [true, 'DC0', 'DC0_C0', 'VSPHERE.LOCAL\\administrator'],
      aware: true,
      latestEvent: true,
      tasks: ['ClusterComputeResource.addHost', 'Folder.addStandaloneHost'],
      destroyed: true,
      tooMany: 'maxCount',
    });
  });
});
