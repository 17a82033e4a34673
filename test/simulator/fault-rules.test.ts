import { afterEach, describe, expect, test } from '@jest/globals';
import {
  at,
  type Bench,
  bodyOf,
  collector,
  faultOf,
  found,
  runTask,
  send,
  startBench,
  staticNic,
  textAt,
} from './soap-client.ts';

const HOST = 'esx-001.example.test';
const OTHER = 'esx-002.example.test';
const SERVICE = ['ServiceInstance', 'ServiceInstance'] as const;
const ADD = `<portgroup>Provisioning</portgroup>${staticNic('10.20.0.11')}`;
let bench: Bench;

const begin = async (...faults: object[]) => {
  bench = await startBench({ scenario: { faults, taskMs: 1 } });
};
afterEach(() => bench.simulator.close());

const time = () => bench.client.call('CurrentTime', SERVICE);
const counts = async (method = 'GET', path = '/stats') =>
  JSON.parse((await send(bench.simulator.ready, { method, path })).text) as unknown;

describe('a fault rule', () => {
  test('strikes so often, after so many calls were let pass', async () => {
    await begin({ method: 'CurrentTime', fault: 'HostConfigFault', skip: 1, count: 2 });
    const faults = [faultOf(await time()), faultOf(await time()), faultOf(await time()), faultOf(await time())];
    expect(faults).toEqual(['', 'HostConfigFault', 'HostConfigFault', '']);
  });

  test('of no count strikes always, and of * every method', async () => {
    await begin();
    bench.simulator.applyScenario({ faults: [{ method: '*', fault: 'SystemError' }] });
    const logout = await bench.client.call('Logout', ['SessionManager', 'SessionManager']);
    expect([faultOf(await time()), faultOf(await time()), faultOf(logout)]).toEqual(Array(3).fill('SystemError'));
  });

  test('carries message and members of its fault', async () => {
    const detail = { privilegeId: 'Host.Config.Network' };
    await begin({ method: 'CurrentTime', fault: 'NoPermission', message: 'No.', detail });
    const answer = await time();
    expect([answer.status, textAt(bodyOf(answer), 'faultstring')]).toEqual([500, 'No.']);
    expect(answer.text).toContain('<privilegeId>Host.Config.Network</privilegeId>');
  });

  test('without a fault delays the call, which is done then', async () => {
    await begin({ method: 'CurrentTime', delayMs: 80 });
    const start = performance.now();
    expect(faultOf(await time())).toBe('');
    expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  });

  test('that loses the answer has done the work', async () => {
    await begin({ method: 'AddVirtualNic', answerLost: true, count: 1 });
    const system = await bench.client.networkSystem(HOST);
    await expect(bench.client.call('AddVirtualNic', system, ADD)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(faultOf(await bench.client.call('AddVirtualNic', system, ADD))).toBe('AlreadyExists');
  });

  test('with a fault has not done the work', async () => {
    await begin({ method: 'AddVirtualNic', fault: 'HostConfigFault', count: 1 });
    const system = await bench.client.networkSystem(HOST);
    expect(faultOf(await bench.client.call('AddVirtualNic', system, ADD))).toBe('HostConfigFault');
    expect(faultOf(await bench.client.call('AddVirtualNic', system, ADD))).toBe('');
  });
});

describe('a fault rule of one host leaves the others alone', () => {
  test('in calls of its managers', async () => {
    await begin({ method: 'RefreshNetworkSystem', host: HOST, fault: 'HostConfigFault' });
    const refresh = async (name: string) =>
      faultOf(await bench.client.call('RefreshNetworkSystem', await bench.client.networkSystem(name)));
    expect([await refresh(HOST), await refresh(OTHER)]).toEqual(['HostConfigFault', '']);
  });

  test('in reads that begin at it', async () => {
    await begin({ method: 'RetrievePropertiesEx', host: HOST, fault: 'SystemError' });
    const read = async (name: string) => {
      const [, id] = await bench.client.host(name);
      const spec = `<specSet><propSet><type>HostSystem</type><pathSet>name</pathSet></propSet><objectSet><obj type="HostSystem">${id}</obj></objectSet></specSet>`;
      return faultOf(await bench.client.call('RetrievePropertiesEx', collector, `${spec}<options/>`));
    };
    expect([await read(HOST), await read(OTHER)]).toEqual(['SystemError', '']);
  });

  test('in moves into a cluster', async () => {
    await begin({ method: 'MoveHostInto_Task', host: 'esx-004.example.test', fault: 'SystemError' });
    const move = async (name: string) => {
      const [, id] = await bench.client.host(name);
      const cluster = await found(bench.client, 'DC0/host/DC0_C0');
      return faultOf(await bench.client.call('MoveHostInto_Task', cluster, `<host type="HostSystem">${id}</host>`));
    };
    expect([await move('esx-004.example.test'), await move(HOST)]).toEqual(['SystemError', '']);
  });

  test('when it is added, where a VimFault comes in the error of the task', async () => {
    await begin({ method: 'AddHost_Task', host: 'esx-a', fault: 'SSLVerifyFault', detail: { selfSigned: true } });
    const add = async (name: string) => {
      const spec = `<spec><hostName>${name}</hostName><userName>root</userName><password>x</password><force>false</force></spec>`;
      const cluster = await found(bench.client, 'DC0/host/DC0_C0');
      return (await runTask(bench.client, 'AddHost_Task', cluster, `${spec}<asConnected>true</asConnected>`)).fault;
    };
    expect([await add('esx-a'), await add('esx-b')]).toEqual(['SSLVerifyFault', '']);
    expect((await bench.client.host('esx-a'))[1]).toBe('');
  });
});

describe('a reply that is broken below SOAP', () => {
  test.each([
    ['html', 200, /^<html>/],
    ['empty', 200, /^$/],
    ['unavailable', 503, /^503/],
    ['redirect', 302, /^$/],
  ])('of %s has no envelope', async (fault, status, text) => {
    await begin({ method: 'CurrentTime', fault, count: 1 });
    const answer = await time();
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(text)]);
  });

  test('that is truncated breaks the connection in the middle', async () => {
    await begin({ method: 'CurrentTime', fault: 'truncated', count: 1 });
    await expect(time()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('that is huge has 64 MiB', async () => {
    await begin({ method: 'CurrentTime', fault: 'huge', count: 1 });
    expect((await time()).text).toHaveLength(64 * 1024 * 1024);
  });
});

test('a running vCenter is changed over HTTP, and a wrong change is refused by its path', async () => {
  await begin({ method: 'CurrentTime', fault: 'HostConfigFault' });
  const post = (body: string) => send(bench.simulator.ready, { path: '/scenario', body });
  const change = { replaceFaults: true, faults: [{ method: 'CurrentTime', fault: 'SystemError' }] };
  expect((await post(JSON.stringify(change))).status).toBe(200);
  expect(faultOf(await time())).toBe('SystemError');
  expect(await post('{"faults":[{"fault":"SystemError"}]}')).toMatchObject({
    status: 400,
    text: expect.stringContaining('faults[0].method: is missing'),
  });
  expect((await post('nonsense')).status).toBe(400);
  expect((await post('{"replaceFaults":true}')).status).toBe(200);
  expect(faultOf(await time())).toBe('');
});

test('calls are counted by method, and the counts start again', async () => {
  await begin({ method: 'CurrentTime', fault: 'SystemError' });
  await time();
  expect(await counts()).toEqual({ calls: { Login: 1, CurrentTime: 1 } });
  await counts('POST', '/stats/reset');
  expect(await counts()).toEqual({ calls: {} });
  expect(at(bodyOf(await bench.client.call('RetrieveServiceContent', SERVICE)), 'returnval')).toHaveLength(1);
  expect(await counts()).toEqual({ calls: { RetrieveServiceContent: 1 } });
});
