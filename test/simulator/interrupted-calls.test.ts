/** Calls that a host is at work on when something happens: it is lost, it rolls back, its caller is cut off. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { esxcli, field } from './esxcli-bench.ts';
import { gateways, HOST, type HostBench, PROVISIONING, startHostBench } from './host-bench.ts';
import { runTask, textAt, until } from './soap-client.ts';

/** Longer than a test, and long enough for a task to end meanwhile. */
const NEVER = 600_000;
const LONG = 1500;
let host: HostBench;
afterEach(() => host.bench.simulator.close());

/** Begins with an adapter on the provisioning stack, and then this rule, once. */
async function begin(rule: object, scenario: object = {}): Promise<void> {
  host = await startHostBench({ taskMs: 1, ...scenario });
  await host.addDistributed();
  host.bench.simulator.applyScenario({ faults: [{ method: 'UpdateVirtualNic', host: HOST, count: 1, ...rule }] });
}
const update = () => host.update('vmk1', '<mtu>9000</mtu>');
const mtu = async () => textAt(await host.adapter(), 'spec.mtu');
const connection = async () =>
  (await host.client.read(host.host, 'runtime.connectionState'))['runtime.connectionState']?.text;
const reconnect = () => runTask(host.client, 'ReconnectHost_Task', host.host);
const tasks = () => host.tasks();
const posted = (type: string) => host.posted(type);

describe('a host that is lost during a write', () => {
  test.each([
    [{}, 'HostCommunication', '1500'],
    [{ afterWork: true }, 'HostCommunication', '9000'],
    [{ fault: 'HostNotConnected' }, 'HostNotConnected', '1500'],
    [{ fault: 'HostNotConnected', afterWork: true }, 'HostNotConnected', '9000'],
  ])('with %j answers %s, and has MTU %s when it is connected again', async (rule, fault, expected) => {
    await begin({ disconnects: true, ...rule });
    expect(await update()).toBe(fault);
    expect([await connection(), await mtu()]).toEqual(['notResponding', undefined]);
    expect(await update()).toBe('HostNotConnected');
    expect(await posted('HostConnectionLostEvent')).toBe(1);
    expect((await reconnect()).fault).toBe('');
    expect([await connection(), await mtu()]).toEqual(['connected', expected]);
  });

  test('comes back by itself after a while, with its event', async () => {
    await begin({ disconnects: true, backAfterMs: 30 });
    await update();
    expect(await until(connection, (state) => state === 'connected')).toBe('connected');
    expect(await posted('HostConnectedEvent')).toBe(1);
  });

  test('is not connected again by the scenario when somebody has disconnected it meanwhile', async () => {
    await begin({ disconnects: true, backAfterMs: 40 });
    await update();
    await reconnect();
    await runTask(host.client, 'DisconnectHost_Task', host.host);
    const end = performance.now() + 80;
    const seen = new Set<string | undefined>();
    await until(
      async () => seen.add(await connection()),
      () => performance.now() > end,
    );
    expect([...seen]).toEqual(['disconnected']);
  });

  test('while the call waits answers HostNotConnected', async () => {
    await begin({ delayMs: LONG });
    const waiting = update();
    await runTask(host.client, 'DisconnectHost_Task', host.host);
    expect(await waiting).toBe('HostNotConnected');
  });

  test('may lose the answer too', async () => {
    await begin({ disconnects: true, answerLost: true });
    await expect(update()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await reconnect();
    expect(await mtu()).toBe('9000');
  });
});

describe('a fault after the work', () => {
  test('is answered although the work is done', async () => {
    await begin({ fault: 'HostConfigFault', afterWork: true });
    expect([await update(), await mtu()]).toEqual(['HostConfigFault', '9000']);
  });
});

describe('a transaction that is rolled back', () => {
  test.each([
    ['UpdateVirtualNic', () => update()],
    ['UpdateNetworkConfig', () => host.edit(gateways('10.20.0.1'))],
    ['RemoveVirtualNic', () => host.remove('vmk1')],
    ['AddVirtualNic', () => host.addDistributed('10.20.0.12')],
  ])('leaves the host as it was before %s', async (method, write) => {
    await begin({ method, rolledBack: true });
    const read = async () =>
      (await host.client.call('RetrievePropertiesEx', ['PropertyCollector', 'propertyCollector'], spec())).text;
    const spec = () =>
      `<specSet><propSet><type>HostSystem</type><pathSet>config.network</pathSet><pathSet>runtime.networkRuntimeInfo</pathSet></propSet><objectSet><obj type="HostSystem">${host.host[1]}</obj></objectSet></specSet><options/>`;
    const before = await read();
    expect(await write()).toBe('HostConfigFault');
    expect((await read()) === before).toBe(true);
    expect(await write()).toBe('');
  });

  test('says so in the text of its fault', async () => {
    await begin({ rolledBack: true });
    const parameters = '<device>vmk1</device><nic><mtu>9000</mtu></nic>';
    const { text } = await host.client.call('UpdateVirtualNic', host.system, parameters);
    expect(text).toContain('<message>Transaction has rolled back on the host</message>');
    expect((await tasks()).at(-1)).toEqual(['UpdateVirtualNic', 'error', 'HostConfigFault']);
  });
});

describe('an answer that is lost', () => {
  test.each([
    ['UpdateVirtualNic', update, mtu, '9000'],
    [
      'UpdateNetworkConfig',
      () => host.edit(gateways('10.20.0.1')),
      async () => textAt(await host.stack(), 'ipRouteConfig.defaultGateway'),
      '10.20.0.1',
    ],
    ['RemoveVirtualNic', () => host.remove('vmk1'), async () => (await host.adapters()).length, 1],
  ])('of %s has the work done', async (method, write, read, expected) => {
    await begin({ method, answerLost: true });
    await expect(write()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await read()).toBe(expected);
  });

  const stack = ['netstack', PROVISIONING] as const;
  test('of esxcli has the work done', async () => {
    await begin({ method: 'ExecuteSoap', command: 'network ip dns server add', answerLost: true });
    const add = esxcli(host, 'network ip dns server add', [stack, ['server', '10.0.0.54']]);
    await expect(add).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(field(await esxcli(host, 'network ip dns server list', [stack]), 'DNSServers')).toEqual(['10.0.0.54']);
  });

  test('is lost when the work fails, too', async () => {
    await begin({ method: 'RemoveVirtualNic', answerLost: true });
    await expect(host.remove('vmk9')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('a write that goes on without its caller', () => {
  test('is a task that runs, and nothing is done yet', async () => {
    await begin({ method: 'AddVirtualNic', goesOn: true, delayMs: NEVER });
    await expect(host.addDistributed('10.20.0.12')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await tasks()).at(-1)).toEqual(['AddVirtualNic', 'running', undefined]);
    expect(await host.adapters()).toHaveLength(2);
  });

  test('is done later, when its task ends', async () => {
    await begin({ method: 'AddVirtualNic', goesOn: true, delayMs: 20 });
    await expect(host.addDistributed('10.20.0.12')).rejects.toMatchObject({ code: 'ECONNRESET' });
    const last = await until(
      async () => (await tasks()).at(-1),
      (task) => task?.[1] === 'success',
    );
    expect(last).toEqual(['AddVirtualNic', 'success', 'vmk2']);
    expect(await host.adapters()).toHaveLength(3);
  });

  test('may fail where nobody hears it but its task', async () => {
    await begin({ method: 'RemoveVirtualNic', goesOn: true, delayMs: 20 });
    await expect(host.remove('vmk9')).rejects.toMatchObject({ code: 'ECONNRESET' });
    const last = await until(
      async () => (await tasks()).at(-1),
      (task) => task?.[1] === 'error',
    );
    expect(last).toEqual(['RemoveVirtualNic', 'error', 'NotFound']);
  });

  test('is done to a host that is still there only', async () => {
    await begin({ goesOn: true, delayMs: LONG });
    await expect(update()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await runTask(host.client, 'DisconnectHost_Task', host.host);
    const ended = await until(
      async () => (await tasks()).find(([name, state]) => name === 'UpdateVirtualNic' && state === 'error'),
      (task) => task !== undefined,
    );
    expect(ended?.[2]).toBe('HostNotConnected');
    await reconnect();
    expect(await mtu()).toBe('1500');
  });
});
