import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createReplayEvents } from '../../functions/replay-events.ts';
import { type Administrator, connectAdministrator } from '../../simulator/administrator.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { context } from '../functions/invoke.ts';
import { type Deployed, deploy } from './deployed.ts';
import { waitFor } from './wait-for.ts';

const GOOD = {
  ...{ mode: 'enforce', portgroup: 'pg-provisioning', gateway: '10.20.0.1' },
  address: { mode: 'derive', subnet: '10.20.0.0/24' },
};

let simulator: Simulator;
let administrator: Administrator;
let deployed: Deployed;
let host: { moref: string; name: string };
const settings: Record<string, string> = {};

beforeAll(async () => {
  simulator = await startSimulator({ hosts: 1 });
  administrator = await connectAdministrator(simulator.ready);
  const name = simulator.ready.hosts[0] ?? '';
  host = { moref: (await administrator.findHost(name)) ?? '', name };
  settings['defaults'] = JSON.stringify({ ...GOOD, portgroup: 'pg-nowhere' });
  deployed = await deploy(simulator.ready, { settings });
});
afterAll(async () => {
  await deployed.close();
  await simulator.close();
});

const invoke = (event: object, { dependencies } = deployed) =>
  createReplayEvents(() => dependencies)({ vcenter: 'vc01', ...event }, context());

const ended = (status: string, moref = host.moref) =>
  waitFor(`${status} of ${moref}`, async () => {
    const row = await deployed.dependencies.journal.read('vc01', moref);
    return row?.outcome?.status === status ? row : undefined;
  });

test('a bad setting ends as refused; mended and replayed by its code, the host is converged', async () => {
  expect(await deployed.configure(host)).toMatchObject({ status: 'refused' });
  settings['defaults'] = JSON.stringify(GOOD);
  expect(await invoke({ codes: ['portgroup-not-found'] })).toMatchObject({
    queued: [{ host: host.name, moref: host.moref, status: 'refused' }],
    problems: [],
  });
  await ended('converged');
});

test('what was poison is a dead letter; it stays with its reason, also after a replay', async () => {
  // so short that no host may be worked on meanwhile: it would be delivered twice
  const hasty = await deploy(simulator.ready, { settings }, 1);
  try {
    await hasty.send('no JSON');
    const listed = await waitFor('the dead letter', async () => {
      const result = await invoke({ deadLetters: true, dryRun: true }, hasty);
      return result.left.length > 0 ? result : undefined;
    });
    expect(listed.left).toMatchObject([{ code: 'message-malformed', reason: 'The message is no JSON.' }]);
    const again = await invoke({ deadLetters: true }, hasty);
    expect([again.left.length, again.queued]).toEqual([1, []]);
  } finally {
    await hasty.close();
  }
});

test('events of a time are read from vCenter by the function itself', async () => {
  const added = await administrator.addHost({ hostName: 'esx-late.corp.example' });
  const since = new Date(Date.now() - 60_000).toISOString();
  const { queued } = await invoke({ since });
  expect(queued).toContainEqual(expect.objectContaining({ moref: added.moref }));
  await waitFor('an outcome', () => deployed.dependencies.journal.read('vc01', added.moref));
});
