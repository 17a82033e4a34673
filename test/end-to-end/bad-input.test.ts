import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import type { FaultRule } from '../../simulator/scenario.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { makeCertificate } from '../vsphere/certificate.ts';
import { type Deployed, deploy, type Stored } from './deployed.ts';
import { waitFor } from './wait-for.ts';

const GOOD = {
  mode: 'enforce',
  portgroup: 'pg-provisioning',
  gateway: '10.20.0.1',
  address: { mode: 'derive', subnet: '10.20.0.0/24' },
};

const { cert: OTHER_CA } = await makeCertificate('127.0.0.1', new Date('2100-01-01'));

let simulator: Simulator;
let administrator: Administrator;
let host: { moref: string; name: string };
let deployed: Deployed | undefined;

beforeAll(async () => {
  simulator = await startSimulator({
    scenario: {
      inventory: {
        dvportgroups: ['pg-twice'],
        switches: [
          { name: 'DVS8', members: true, dvportgroups: ['pg-twice'] },
          { name: 'DVS9', dvportgroups: ['pg-elsewhere'] },
        ],
      },
    },
  });
  administrator = await connectAdministrator(simulator.ready);
  const name = simulator.ready.hosts[0] ?? '';
  host = { moref: (await administrator.findHost(name)) ?? '', name };
});

beforeEach(() => simulator.resetStats());
afterEach(() => deployed?.close());
afterAll(() => simulator.close());

const settingsOf = (changes: object) => ({ defaults: JSON.stringify({ ...GOOD, ...changes }) });

/** The end of one message with something wrong about it: what was concluded, and where it is written down. */
async function endWith(stored: Partial<Stored>, faults: readonly FaultRule[] = [], named = host) {
  simulator.applyScenario({ faults, replaceFaults: true });
  deployed = await deploy(simulator.ready, { settings: settingsOf({}), ...stored });
  const outcome = await deployed.configure(named);
  const row = await deployed.dependencies.journal.read('vc01', named.moref);
  return {
    end: [outcome.status, ...outcome.problems.map(({ code }) => code)].join(' '),
    words: outcome.problems.map(({ message }) => message).join('\n'),
    row,
    deadLetters: await deployed.deadLetters(),
  };
}

/** vCenter was asked to write nothing. */
function writes(): number {
  const { AddVirtualNic = 0, UpdateVirtualNic = 0, RemoveVirtualNic = 0, UpdateNetworkConfig = 0 } = simulator.stats();
  return AddVirtualNic + UpdateVirtualNic + RemoveVirtualNic + UpdateNetworkConfig;
}

const NEWER =
  '{"version":2,"vcenter":"vc01","host":{"moref":"host-13","name":"x"},"cause":{"kind":"replay","replay":"r"}}';

describe('a message', () => {
  test.each([
    ['that is no JSON', 'no JSON', 'message-malformed'],
    ['of a newer version', NEWER, 'message-newer'],
    ['that names no host', '{"version":1,"vcenter":"vc01"}', 'message-malformed'],
  ])('%s is received three times and then kept in the dead-letter queue', async (_what, body, code) => {
    deployed = await deploy(simulator.ready, { settings: settingsOf({}) }, 1);
    const { deadLetters, send, logged } = deployed;
    await send(body);
    await waitFor('the dead letter', async () => (await deadLetters()).length === 1 || undefined);
    expect(await deadLetters()).toEqual([body]);
    expect(logged.filter((line) => line.includes(code))).toHaveLength(3);
    expect(simulator.stats()).toEqual({});
  });

  test('that names a host that is gone ends as gone, with a row in the journal', async () => {
    const gone = { moref: 'host-99999', name: 'esx-gone.corp.example' };
    const { end, row } = await endWith({}, [], gone);
    expect([end, row?.outcome?.status]).toEqual(['gone host-gone', 'gone']);
  });
});

describe('nothing is written, nothing is lost, and the host ends as', () => {
  const HOST_READ = 'RetrievePropertiesEx';
  test.each<[string, Partial<Stored>, FaultRule[], string, RegExp]>([
    ['settings that are missing', { settings: {} }, [], 'excluded out-of-scope', /No settings cover/],
    ['settings that are no JSON', { settings: { defaults: '{"mode":' } }, [], 'refused settings-invalid', /defaults/],
    [
      'settings with two mistakes',
      { settings: settingsOf({ mtu: 'big', gatway: '10.20.0.1' }) },
      [],
      'refused settings-invalid settings-invalid',
      /gatway.*\n.*mtu|mtu.*\n.*gatway/,
    ],
    [
      'settings that contradict each other',
      { settings: settingsOf({ gateway: '10.99.0.1' }) },
      [],
      'refused gateway-outside-subnet',
      /10\.99\.0\.1 lies outside 10\.20\.0\.0\/24/,
    ],
    ['a wrong password', { password: 'Wrong-secret' }, [], 'deferred login-refused', /password/],
    ['an unknown CA', { connection: { ca: OTHER_CA } }, [], 'deferred vcenter-untrusted', /self-signed|unknown CA/],
    [
      'another thumbprint',
      { connection: { thumbprint: '0'.repeat(64) } },
      [],
      'deferred vcenter-untrusted',
      /thumbprint/,
    ],
    [
      'a vCenter that is away',
      { connection: { endpoint: 'https://127.0.0.1:9/sdk' } },
      [],
      'deferred vcenter-unreachable',
      /firewall/,
    ],
    ['a reply that is cut', {}, [{ method: HOST_READ, fault: 'truncated' }], 'deferred reply-unreadable', /vCenter/],
    ['a reply that is HTML', {}, [{ method: HOST_READ, fault: 'html' }], 'deferred reply-unreadable', /vCenter/],
    ['a reply that is huge', {}, [{ method: HOST_READ, fault: 'huge' }], 'deferred reply-too-large', /limit/],
    [
      'a portgroup that does not exist',
      { settings: settingsOf({ portgroup: 'pg-nowhere' }) },
      [],
      'refused portgroup-not-found',
      /no portgroup pg-nowhere/,
    ],
    [
      'a portgroup that exists twice',
      { settings: settingsOf({ portgroup: 'pg-twice' }) },
      [],
      'refused portgroup-ambiguous',
      /DVS0 and distributed switch DVS8/,
    ],
    [
      'a portgroup on a switch that the host is not on',
      { settings: settingsOf({ portgroup: 'pg-elsewhere' }) },
      [],
      'deferred switch-not-joined',
      /DVS9/,
    ],
  ])('%s', async (_what, stored, faults, expected, said) => {
    const { end, words, row, deadLetters } = await endWith(stored, faults);
    expect([end, words]).toEqual([expected, expect.stringMatching(said)]);
    expect(words).not.toContain('Wrong-secret');
    expect(row?.outcome?.status).toBe(expected.split(' ')[0]);
    expect(row?.deferral === undefined).toBe(row?.outcome?.status !== 'deferred');
    expect([writes(), deadLetters]).toEqual([0, []]);
  });
});

test('the same host is configured as soon as nothing is wrong any more', async () => {
  const { end } = await endWith({});
  expect([end, writes()]).toEqual(['converged', 2]);
});
