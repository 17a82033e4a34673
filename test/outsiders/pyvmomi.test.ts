/** pyVmomi, the library that nearly all Python around vSphere uses, drives the simulator. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describePython, runPyvmomi } from './run-outsider.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

const disconnected = 'esx-900.example.test';
const clustered = ['esx-001.example.test', 'esx-002.example.test', 'esx-003.example.test', disconnected];
const hosts = [...clustered.slice(0, 3), 'esx-004.example.test', disconnected];
const provisioning = 'vSphereProvisioning';

let simulator: SimulatorProcess;

beforeEach(async () => {
  simulator = await startSimulatorProcess({
    inventory: { hosts: [{ name: disconnected, connectionState: 'disconnected' }] },
  });
});
afterEach(() => simulator.stop());

const play = (script: string): Promise<unknown> => runPyvmomi(script, { ...simulator.ready, disconnected });

describePython('pyVmomi', () => {
  test('logs in with TLS verified, and tells a wrong password from a certificate that is not trusted', async () => {
    expect(await play('login.py')).toEqual({
      apiType: 'VirtualCenter',
      apiVersion: '8.0.3.0',
      spoken: 'vim.version.v8_0_3_0',
      userName: 'VSPHERE.LOCAL\\administrator',
      skew: true,
      afterLogout: null,
      callAfterLogout: { fault: 'NotAuthenticated', privilege: 'System.View', object: 'ServiceInstance' },
      wrongPassword: 'InvalidLogin',
      wrongUser: 'InvalidLogin',
      untrusted: 'SSLCertVerificationError',
    });
  });

  test('finds every host by view, by pages of a collector, and by inventory path', async () => {
    const { pages, everything, ...seen } = (await play('walks.py')) as { pages: string[][]; everything: string[][] };

    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().sort()).toEqual(hosts);
    expect(everything[0]).toEqual(everything[1]);
    expect(seen).toEqual({
      byView: hosts,
      clusters: ['DC0_C0'],
      subclasses: ['DVS0'],
      byCollector: hosts,
      byPath: hosts,
      path: 'DC0/host/DC0_C0/esx-001.example.test',
      ofCluster: clustered,
      byDnsName: true,
      byAddress: true,
      byChild: true,
      unknownName: null,
      unknownPath: null,
      unknownProperty: 'nonsense',
    });
  });

  test('reads adapters, stacks, and what of them is running', async () => {
    const routes = [
      ['ignore', '0.0.0.0', 0, '10.1.1.1', 'vmk0'],
      ['ignore', '10.1.1.0', 24, '0.0.0.0', 'vmk0'],
    ];
    const dns = [false, 'esx-001', 'example.test', ['10.0.0.53']];
    const both = { connections: 11000, congestion: 'newreno', ipv6: true };
    const unused = { name: '', dns: [false, '', '', []], gateways: [null, null], routes: [], ...both };
    const running = { state: 'active', adapters: ['vmk0'], connections: 11000, ipv6: true };

    expect(await play('reading.py')).toEqual({
      stacks: {
        vSphereProvisioning: { key: provisioning, ...unused },
        vmotion: { key: 'vmotion', ...unused },
        defaultTcpipStack: {
          key: 'defaultTcpipStack',
          name: 'defaultTcpipStack',
          dns,
          gateways: ['10.1.1.1', null],
          routes,
          ...both,
        },
      },
      adapters: [
        {
          device: 'vmk0',
          key: 'key-vim.host.VirtualNic-vmk0',
          portgroup: 'Management Network',
          stack: 'defaultTcpipStack',
          address: '10.1.1.11',
          mtu: 1500,
          mac: expect.stringMatching(/^00:50:56(:[0-9a-f]{2}){3}$/),
          routeSpec: false,
          ipv6: [false, false],
        },
      ],
      running: [{ key: 'defaultTcpipStack', ...running }],
      secondSide: ['defaultTcpipStack', provisioning, 'vmotion'],
      sameInfo: true,
      proxySwitches: ['DVS0'],
      candidates: ['vmk0'],
      selected: [],
      product: ['HostAgent', '8.0.3'],
      ofDisconnected: { config: null, state: 'disconnected', network: null },
    });
  });

  test.each(['standard', 'distributed'])(
    'adds an adapter on a %s portgroup, changes it member by member, and removes it',
    async (kind) => {
      const distributed = kind === 'distributed';
      const place = { portgroup: distributed ? '' : 'Provisioning', dvPort: distributed, stack: provisioning };
      const address = distributed ? '10.20.0.12' : '10.20.0.11';
      const added = { ...place, ip: [false, address, '255.255.255.0'], ipv6: [], mtu: 1500, override: null };
      const mtu = { ...added, mtu: 9000 };
      const moved = { ...mtu, ip: [false, '10.20.0.77', '255.255.255.0'] };
      const ipv6 = { ...moved, ipv6: [['fd00:20::77', 64]] };
      const seen = (await play('adapters.py')) as Record<string, unknown>;

      expect(seen[kind]).toEqual({
        device: 'vmk1',
        running: [['defaultTcpipStack'], [provisioning, 'defaultTcpipStack']],
        added,
        mtu,
        address: moved,
        ipv6,
        override: { ...ipv6, override: '10.20.0.254' },
        emptyOverride: ipv6,
        sentBack: ipv6,
        removed: null,
      });
    },
  );
});
