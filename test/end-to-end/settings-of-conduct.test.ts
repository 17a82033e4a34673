/** The settings that no adapter shows: how far it goes, by which channel, what it bears and what it asks for. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import { runTask } from '../simulator/soap-client.ts';
import { type Asking, type Engine, LIVE, startEngine } from './engine.ts';

const SILENT = '10.20.0.254';
const BASE: SettingsDocument = {
  portgroup: 'pg-provisioning',
  gateway: '10.20.0.1',
  address: { mode: 'static', address: '10.20.0.17/24' },
};
const QUIET: SettingsDocument = { ...BASE, gateway: SILENT };
const NAMED: SettingsDocument = { ...BASE, dns: { servers: ['10.0.0.53'] } };

let engine: Engine;
let hosts: string[];
let standalone: string;

beforeAll(async () => {
  const inventory = { dvportgroups: [{ name: 'seg-1', backingType: 'nsx' }] };
  const answers = { dns: 'refused' };
  engine = await startEngine({ hosts: 40, scenario: { inventory, answers, wire: { unreachable: [SILENT] } } });
  hosts = [...engine.simulator.ready.hosts];
  standalone = hosts.pop() ?? '';
});
afterAll(() => engine.close());

const freshHost = () => hosts.shift() ?? '';

async function endOf(host: string, settings: SettingsDocument, asking: Asking) {
  const { summary } = await engine.run(host, settings, asking);
  return [summary, (await engine.readBack.stack(host)) !== undefined];
}

describe('on a new host of a cluster', () => {
  test.each<readonly [string, string, boolean, SettingsDocument]>([
    ['mode off', 'excluded mode-off', false, { ...BASE, mode: 'off' }],
    ['mode report', 'reported', false, { ...BASE, mode: 'report' }],
    ['mode onboard', 'converged', true, { ...BASE, mode: 'onboard' }],
    ['no mode', 'converged', true, BASE],
    ['mode enforce', 'converged', true, { ...BASE, mode: 'enforce' }],
    ['settleSeconds', 'converged', true, { ...BASE, settleSeconds: 3600 }],
    ['nsxSegments allow', 'converged', true, { ...BASE, portgroup: 'seg-1', nsxSegments: 'allow' }],
    ['nsxSegments refuse', 'refused portgroup-is-nsx', false, { ...BASE, portgroup: 'seg-1', nsxSegments: 'refuse' }],
    ['no nsxSegments', 'refused portgroup-is-nsx', false, { ...BASE, portgroup: 'seg-1' }],
    ['verify off', 'converged', true, { ...QUIET, verify: { pingGateway: 'off' } }],
    ['no verify', 'converged', true, QUIET],
    ['verify warn', 'degraded gateway-silent', true, { ...QUIET, verify: { pingGateway: 'warn' } }],
    ['verify require', 'failed gateway-silent gateway-silent', false, { ...QUIET, verify: { pingGateway: 'require' } }],
    ['esxcli fallback', 'converged', true, { ...NAMED, esxcli: 'fallback' }],
    ['no esxcli', 'converged', true, NAMED],
    ['esxcli never', 'failed fault-refused fault-refused', false, { ...NAMED, esxcli: 'never' }],
    [
      'onUnsupported fail',
      'failed fault-refused fault-refused',
      false,
      { ...NAMED, esxcli: 'never', onUnsupported: 'fail' },
    ],
    ['onUnsupported warn', 'degraded fault-refused', true, { ...NAMED, esxcli: 'never', onUnsupported: 'warn' }],
  ])('by itself, %s: it ends %s', async (_setting, summary, hasAdapter, settings) => {
    const asking = await engine.sweptTable();
    expect(await endOf(freshHost(), settings, asking)).toEqual([summary, hasAdapter]);
  });

  test.each<readonly [SettingsDocument['mode'], string]>([
    ['off', 'excluded mode-off'],
    ['report', 'converged'],
    ['onboard', 'converged'],
    ['enforce', 'converged'],
  ])('mode %s with apply: %s', async (mode, summary) => {
    expect(await endOf(freshHost(), { ...BASE, ...(mode === undefined ? {} : { mode }) }, LIVE)).toEqual([
      summary,
      summary === 'converged',
    ]);
  });
});

describe('on a host whose adapter has another gateway', () => {
  test.each<readonly [SettingsDocument['mode'], boolean, string, string]>([
    ['onboard', true, 'reported', '10.20.0.1'],
    ['report', true, 'reported', '10.20.0.1'],
    ['enforce', false, 'reported', '10.20.0.1'],
    ['enforce', true, 'converged', '10.20.0.2'],
  ])('mode %s by itself, in maintenance mode: %s, ends as %s', async (mode, maintenance, summary, gateway) => {
    const host = freshHost();
    await engine.run(host, BASE);
    if (maintenance)
      await runTask(engine.client, 'EnterMaintenanceMode_Task', await engine.client.host(host), '<timeout>0</timeout>');
    const settings: SettingsDocument = { ...BASE, gateway: '10.20.0.2', ...(mode === undefined ? {} : { mode }) };
    expect((await engine.run(host, settings, await engine.sweptTable())).summary).toBe(summary);
    expect((await engine.readBack.stack(host))?.gateway).toBe(gateway);
  });
});

test('a standalone host is left alone for settleSeconds', async () => {
  const asking = await engine.sweptTable();
  expect(await endOf(standalone, { ...BASE, settleSeconds: 3600 }, asking)).toEqual(['deferred host-settling', false]);
  expect(await endOf(standalone, { ...BASE, settleSeconds: 0 }, await engine.sweptTable())).toEqual([
    'converged',
    true,
  ]);
});
