import { afterEach, describe, expect, test } from '@jest/globals';
import { connectAdministrator } from '../../simulator/administrator.ts';
import type { SimulatorOptions } from '../../simulator/server.ts';
import { type Bench, bodyOf, dvPort, faultOf, SoapClient, send, startBench, staticNic, textAt } from './soap-client.ts';

const HOST = 'esx-001.example.test';
const SERVICE = ['ServiceInstance', 'ServiceInstance'] as const;
let bench: Bench;

const begin = async (scenario: SimulatorOptions['scenario']) => {
  bench = await startBench({ ...(scenario === undefined ? {} : { scenario }) });
};
afterEach(() => bench.simulator.close());

const time = () => bench.client.call('CurrentTime', SERVICE);

describe('a fault rule', () => {
  test('strikes so often, after so many calls were let pass', async () => {
    await begin({ faults: [{ method: 'CurrentTime', fault: 'HostConfigFault', skip: 1, count: 2 }] });
    const faults = [faultOf(await time()), faultOf(await time()), faultOf(await time()), faultOf(await time())];
    expect(faults).toEqual(['', 'HostConfigFault', 'HostConfigFault', '']);
  });

  test('carries message and members of its fault', async () => {
    const detail = { privilegeId: 'Host.Config.Network' };
    await begin({ faults: [{ method: 'CurrentTime', fault: 'NoPermission', message: 'No.', detail }] });
    const answer = await time();
    expect([answer.status, textAt(bodyOf(answer), 'faultstring')]).toEqual([500, 'No.']);
    expect(answer.text).toContain('<privilegeId>Host.Config.Network</privilegeId>');
  });

  test('of one host leaves the others alone', async () => {
    await begin({ faults: [{ method: 'RefreshNetworkSystem', host: HOST, fault: 'HostConfigFault' }] });
    const refresh = async (name: string) =>
      faultOf(await bench.client.call('RefreshNetworkSystem', await bench.client.networkSystem(name)));
    expect([await refresh(HOST), await refresh('esx-002.example.test')]).toEqual(['HostConfigFault', '']);
  });

  test('that loses the answer has done the work', async () => {
    await begin({ faults: [{ method: 'AddVirtualNic', answerLost: true, count: 1 }] });
    const system = await bench.client.networkSystem(HOST);
    const add = `<portgroup>Provisioning</portgroup>${staticNic('10.20.0.11')}`;
    await expect(bench.client.call('AddVirtualNic', system, add)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(faultOf(await bench.client.call('AddVirtualNic', system, add))).toBe('AlreadyExists');
  });

  test.each([
    ['html', 200, /^<html>/],
    ['empty', 200, /^$/],
    ['unavailable', 503, /^503/],
    ['redirect', 302, /^$/],
  ])('of %s answers below SOAP', async (fault, status, text) => {
    await begin({ faults: [{ method: 'CurrentTime', fault, count: 1 }] });
    const answer = await time();
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(text)]);
  });

  test('that truncates breaks the connection in the middle', async () => {
    await begin({ faults: [{ method: 'CurrentTime', fault: 'truncated', count: 1 }] });
    await expect(time()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('is added to a running vCenter over HTTP, and a wrong one is refused by its path', async () => {
    await begin({});
    const post = (body: object) =>
      send(bench.simulator.ready, { path: '/scenario', body: JSON.stringify(body), headers: {} });
    expect((await post({ faults: [{ method: 'CurrentTime', fault: 'SystemError' }] })).status).toBe(200);
    expect(faultOf(await time())).toBe('SystemError');
    expect(await post({ faults: [{ fault: 'SystemError' }] })).toMatchObject({
      status: 400,
      text: expect.stringContaining('faults'),
    });
  });
});

describe('a user', () => {
  const reader = { name: 'reader', password: 'r', privileges: ['System.Anonymous', 'System.View', 'System.Read'] };
  const network = { name: 'network', password: 'n', privileges: [...reader.privileges, 'Host.Config.Network'] };

  async function attempt(user: { name: string; password: string }, portgroup: string, port: boolean): Promise<string> {
    await begin({ users: [reader, network] });
    const client = new SoapClient(bench.simulator.ready);
    await client.login(user.name, user.password);
    const system = await client.networkSystem(HOST);
    const nic = staticNic('10.20.0.11', port ? await dvPort(client) : '');
    const answer = await client.call('AddVirtualNic', system, `<portgroup>${portgroup}</portgroup>${nic}`);
    return `${faultOf(answer)} ${/<privilegeId>(.*?)</.exec(answer.text)?.[1] ?? ''}`.trim();
  }

  test('who may only read is refused with the privilege that is missing', async () => {
    expect(await attempt(reader, 'Provisioning', false)).toBe('NoPermission Host.Config.Network');
  });

  test('needs Network.Assign for a distributed portgroup, and not for a standard one', async () => {
    expect(await attempt(network, '', true)).toBe('NoPermission Network.Assign');
    await bench.simulator.close();
    expect(await attempt(network, 'Provisioning', false)).toBe('');
  });
});

test('events that are withheld happened, and are not recorded', async () => {
  await begin({ withholdEvents: ['HostAddedEvent'], taskMs: 1 });
  const administrator = await connectAdministrator(bench.simulator.ready);
  await administrator.addHost({ hostName: 'esx-new.corp.example' });
  const manager = ['EventManager', 'EventManager'] as const;
  const events = await bench.client.get('QueryEvents', manager, '<filter/>');
  const types = events.map((event) => event.xsiType?.name);
  expect(types).toContain('HostConnectedEvent');
  expect(types).not.toContain('HostAddedEvent');
});

test('calls are counted by method, and the counts start again', async () => {
  await begin({});
  await time();
  const get = (method: string, path: string) => send(bench.simulator.ready, { method, path });
  expect(JSON.parse((await get('GET', '/stats')).text)).toEqual({ calls: { Login: 1, CurrentTime: 1 } });
  await get('POST', '/stats/reset');
  expect(JSON.parse((await get('GET', '/stats')).text)).toEqual({ calls: {} });
});
