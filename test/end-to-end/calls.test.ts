import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SettingsFile } from '../../lib/cli/settings-file.ts';
import { configureHost } from '../../lib/reconcile/configure-host.ts';
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import { systemClock } from '../../lib/reconcile/system-clock.ts';
import { connectVcenter } from '../../lib/vsphere/vcenter.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { settingsFile } from './cli-process.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The design's list: exactly these, and never a whole `config`. */
const HOST_PATHS = [
  'name',
  'parent',
  'runtime.connectionState',
  'runtime.inMaintenanceMode',
  'config.product',
  'configManager.networkSystem',
  'config.network.vnic',
  'config.network.netStackInstance',
  'config.network.proxySwitch',
  'config.network.vswitch',
  'config.network.portgroup',
  'config.network.ipV6Enabled',
  'config.virtualNicManagerInfo.netConfig',
];

describe('on a warm session', () => {
  let simulator: Simulator;
  let vcenter: Vcenter;
  let settings: Awaited<ReturnType<typeof settingsFile>>;

  beforeAll(async () => {
    simulator = await startSimulator({});
    const { url, username, password, certificate, hosts } = simulator.ready;
    const ca = await readFile(certificate, 'utf8');
    vcenter = connectVcenter({
      name: 'vc01',
      endpoint: url,
      credentials: async () => ({ username, password }),
      ca,
      clock: systemClock,
      log: silent,
    });
    settings = await settingsFile({
      defaults: {
        portgroup: 'pg-provisioning',
        gateway: '10.20.0.1',
        dns: { servers: ['10.0.0.53'] },
        mtu: 9000,
        tcp: { congestionControl: 'cubic' },
      },
      [`hosts/${hosts[0]}`]: { address: { mode: 'static', address: '10.20.0.11/24' } },
    });
    await vcenter.directory();
  });

  afterAll(async () => {
    await vcenter.close();
    await settings.remove();
    await simulator.close();
  });

  const configure = async () => {
    const host = await vcenter.findHost(simulator.ready.hosts[0] ?? '');
    simulator.resetStats();
    const ports = { vcenter, settings: new SettingsFile(settings.path), clock: systemClock, log: silent };
    const request = { host, operator: { live: false }, runId: 'test', remainingMilliseconds: () => 120_000 };
    const { outcome } = await configureHost(request, ports);
    return { status: outcome.status, calls: simulator.stats() };
  };

  test('a new host costs one read, three writes and one verifying read; then a converged one costs one read', async () => {
    expect(await configure()).toEqual({
      status: 'converged',
      calls: { RetrievePropertiesEx: 2, AddVirtualNic: 1, UpdateNetworkConfig: 2 },
    });
    expect(await configure()).toEqual({ status: 'unchanged', calls: { RetrievePropertiesEx: 1 } });
  });

  test('the read of a host asks for exactly the property paths of the design', async () => {
    const { moref } = await vcenter.findHost(simulator.ready.hosts[0] ?? '');
    await vcenter.readHost(moref);
    const request = simulator.lastRequests('RetrievePropertiesEx').at(-1) ?? '';
    const propertySpecs = [...request.matchAll(/<(?:\w+:)?propSet>(.*?)<\/(?:\w+:)?propSet>/gs)].map(
      ([, text = '']) => ({
        type: /<(?:\w+:)?type>(.*?)</.exec(text)?.[1],
        paths: [...text.matchAll(/<(?:\w+:)?pathSet>(.*?)</g)].map(([, path]) => path),
        isAll: /<(?:\w+:)?all>true/.test(text),
      }),
    );
    const hostPaths = propertySpecs
      .filter(({ type }) => type === 'HostSystem' || type === 'ManagedEntity')
      .flatMap(({ paths }) => paths);
    expect(new Set(hostPaths)).toEqual(new Set(HOST_PATHS));
    expect(propertySpecs.find(({ type }) => type === 'Task')?.paths).toEqual(['info.state']);
    expect(propertySpecs.some(({ isAll }) => isAll)).toBe(false);
  });
});
