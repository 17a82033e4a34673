import { afterEach, expect, test } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { at, bodyOf, collector, faultOf, SoapClient, startBench, textAt, until } from './soap-client.ts';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

const sessionManager = ['SessionManager', 'SessionManager'] as const;
const serviceInstance = ['ServiceInstance', 'ServiceInstance'] as const;

test('the service content is read without a session', async () => {
  simulator = await startSimulator();
  const [content] = await new SoapClient(simulator.ready).get('RetrieveServiceContent', serviceInstance);

  expect(textAt(content, 'about.name')).toBe('VMware vCenter Server');
  expect(textAt(content, 'about.apiType')).toBe('VirtualCenter');
  expect(textAt(content, 'about.apiVersion')).toBe('8.0.3.0');
  expect(textAt(content, 'about.version')).toMatch(/^\d+\.\d+\.\d+$/);
  expect(textAt(content, 'about.build')).toMatch(/^\d+$/);
  expect(textAt(content, 'propertyCollector')).toBe('propertyCollector');
  expect(at(content, 'customFieldsManager')).toEqual([]);
});

test('a login answers a session and a quoted cookie', async () => {
  simulator = await startSimulator();
  const answer = await new SoapClient(simulator.ready).login();

  expect(textAt(bodyOf(answer), 'returnval.userName')).toBe('VSPHERE.LOCAL\\administrator');
  expect(answer.headers['set-cookie']?.[0]).toMatch(/^vmware_soap_session="[0-9a-f]{40}"; Path=\/; HttpOnly; Secure$/);
});

test.each([
  ['administrator@vsphere.local', 'wrong'],
  ['nobody@vsphere.local', 'VMware1!simulated'],
])('a wrong login of %s is refused, with a cookie all the same', async (name, password) => {
  simulator = await startSimulator();
  const answer = await new SoapClient(simulator.ready).login(name, password);

  expect([answer.status, faultOf(answer)]).toEqual([500, 'InvalidLogin']);
  expect(answer.headers['set-cookie']?.[0]).toMatch(/^vmware_soap_session="/);
});

test('the cookie of a failed login opens nothing', async () => {
  simulator = await startSimulator();
  const client = new SoapClient(simulator.ready);
  await client.login('administrator@vsphere.local', 'wrong');

  expect(faultOf(await client.call('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
});

test('a call without a session answers NotAuthenticated with object and privilege', async () => {
  simulator = await startSimulator();
  const answer = await new SoapClient(simulator.ready).call('CurrentTime', serviceInstance);
  const detail = at(bodyOf(answer), 'detail.NotAuthenticatedFault')[0];

  expect(answer.status).toBe(500);
  expect(textAt(bodyOf(answer), 'faultstring')).toBe('The session is not authenticated.');
  expect([textAt(detail, 'object'), textAt(detail, 'privilegeId')]).toEqual(['ServiceInstance', 'System.View']);
});

test('without a session currentSession is unset, and what asks for a privilege is NotAuthenticated in missingSet', async () => {
  simulator = await startSimulator();
  const specSet =
    '<specSet><propSet><type>SessionManager</type><pathSet>currentSession</pathSet>' +
    '<pathSet>sessionList</pathSet></propSet>' +
    '<objectSet><obj type="SessionManager">SessionManager</obj></objectSet></specSet><options/>';
  const [result] = await new SoapClient(simulator.ready).get('RetrievePropertiesEx', collector, specSet);

  expect(textAt(result, 'objects.missingSet.path')).toBe('sessionList');
  expect(at(result, 'objects.missingSet.fault.fault')[0]?.xsiType?.name).toBe('NotAuthenticated');
  expect(at(result, 'objects.propSet')).toEqual([]);
});

test('the whole text of Set-Cookie is taken as a cookie, and so is one without quotes', async () => {
  const { simulator: started, client } = await startBench();
  simulator = started;
  const plain = client.cookie ?? '';
  for (const cookie of [`${plain}; Path=/; HttpOnly; Secure`, plain.replaceAll('"', ''), `other=1; ${plain}`]) {
    client.cookie = cookie;
    expect((await client.call('CurrentTime', serviceInstance)).status).toBe(200);
  }
});

test('currentSession is the session, and SessionIsActive knows it', async () => {
  const { simulator: started, client } = await startBench();
  simulator = started;
  const { currentSession } = await client.read(sessionManager, 'currentSession');
  const ask = async (key: string): Promise<string | undefined> => {
    const parameters = `<sessionID>${key}</sessionID><userName>${textAt(currentSession, 'userName')}</userName>`;
    return (await client.get('SessionIsActive', sessionManager, parameters))[0]?.text;
  };

  expect(await ask(textAt(currentSession, 'key') ?? '')).toBe('true');
  expect(await ask('other')).toBe('false');
});

test('a second login in a live session is refused', async () => {
  const { simulator: started, client } = await startBench();
  simulator = started;

  expect(faultOf(await client.login())).toBe('InvalidLogin');
});

test('a logout ends the session', async () => {
  const { simulator: started, client } = await startBench();
  simulator = started;
  await client.get('Logout', sessionManager);

  expect(faultOf(await client.call('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
});

test('a session ends when it is idle for longer than the time-out', async () => {
  let now = Date.now();
  const { simulator: started, client } = await startBench({
    clock: () => now,
    scenario: { sessionTimeoutSeconds: 60 },
  });
  simulator = started;
  now += 59_000;
  expect((await client.call('CurrentTime', serviceInstance)).status).toBe(200);
  now += 61_000;
  expect(faultOf(await client.call('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
});

test('a session that waits for updates is not idle', async () => {
  let now = Date.now();
  const { simulator: started, client } = await startBench({
    clock: () => now,
    scenario: { sessionTimeoutSeconds: 60 },
  });
  simulator = started;
  const specOf =
    '<spec><propSet><type>Folder</type><pathSet>name</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet></spec>';
  await client.get('CreateFilter', collector, `${specOf}<partialUpdates>false</partialUpdates>`);
  const [first] = await client.get('WaitForUpdatesEx', collector);
  const waiting = client.call('WaitForUpdatesEx', collector, `<version>${textAt(first, 'version')}</version>`);
  await until(
    async () => started.stats()['WaitForUpdatesEx'],
    (count) => count === 2,
  );
  now += 120_000;
  expect((await client.call('CurrentTime', serviceInstance)).status).toBe(200);
  await client.get('CancelWaitForUpdates', collector);
  expect(faultOf(await waiting)).toBe('RequestCanceled');
});

test('an invalid locale and a full server refuse a login', async () => {
  simulator = await startSimulator({ scenario: { maxSessions: 0 } });
  const client = new SoapClient(simulator.ready);
  const { username, password } = simulator.ready;
  const login = `<userName>${username}</userName><password>${password}</password>`;

  expect(faultOf(await client.call('Login', sessionManager, `${login}<locale>english please</locale>`))).toBe(
    'InvalidLocale',
  );
  expect(faultOf(await client.login())).toBe('SystemError');
});
