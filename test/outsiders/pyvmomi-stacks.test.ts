/** pyVmomi edits TCP/IP stacks: every setting by itself, and the old calls that mean the default stack. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describePython, runPyvmomi } from './run-outsider.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

let simulator: SimulatorProcess;
beforeEach(async () => {
  simulator = await startSimulatorProcess({ dhcp: { leaseDelayMs: 2000 } });
});
afterEach(() => simulator.stop());

describePython('pyVmomi', () => {
  test('edits the provisioning stack member by member, and each edit leaves the others as they were', async () => {
    const fresh = {
      gateways: [null, null],
      congestion: 'newreno',
      connections: 11000,
      dns: ['', '', [], []],
      routes: [],
      routes6: [],
    };
    const gateway4 = { ...fresh, gateways: ['10.20.0.1', null] };
    const gateway6 = { ...fresh, gateways: ['10.20.0.1', 'fd00:20::1'] };
    const congestion = { ...gateway6, congestion: 'cubic' };
    const connections = { ...congestion, connections: 12000 };
    const dns = { ...connections, dns: ['esx', 'prov.example.test', ['10.20.0.53', 'fd00::53'], ['example.test']] };
    const routeAdded = { ...dns, routes: ['10.30.0.0/16 10.20.0.1'], routes6: ['fd00:30::/64 fd00:20::1'] };
    const unsetGateway6 = { ...routeAdded, gateways: ['10.20.0.1', null] };
    const routeRemoved = { ...unsetGateway6, routes: [] };

    expect(await runPyvmomi('stack_edits.py', simulator.ready)).toEqual({
      fresh,
      gateway4,
      gateway6,
      congestion,
      connections,
      dns,
      routeAdded,
      unsetGateway6,
      routeRemoved,
      ignored: ['ignore'],
      sentBack: routeRemoved,
      connectionsAtRunTime: 11000,
      otherStack: true,
      removed: ['vim.host.NetworkConfig.Result', 1],
    });
  });

  test('takes a lease, DNS from it, and edits the default stack by the calls that know no other', async () => {
    expect(await runPyvmomi('leases.py', simulator.ready)).toEqual({
      atOnce: [true, '0.0.0.0'],
      leased: [true, '172.16.1.11', '255.255.255.0'],
      routes: ['0.0.0.0/0 172.16.1.1', '172.16.1.0/24 0.0.0.0'],
      dns: [true, 'vmk1', ['10.0.0.53']],
      fixed: [false, '10.20.0.99'],
      default: [
        [false, null, ['10.0.0.54']],
        ['0.0.0.0/0 10.1.1.254', '10.1.1.0/24 0.0.0.0', '10.40.0.0/16 10.1.1.1'],
      ],
      network: '10.1.1.254',
    });
  });
});
