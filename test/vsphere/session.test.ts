import { expect, test } from '@jest/globals';
import { connectTo, ManualClock, PASSWORD } from './connect.ts';
import { ANCESTORS, hostObject } from './host-replies.ts';
import { fault, missing, NOT_AUTHENTICATED, object, page, reply } from './replies.ts';
import { scriptedVcenter } from './scripted-vcenter.ts';

const TIME = reply('CurrentTime', '<returnval>2026-01-15T10:00:00Z</returnval>');
const REFUSED = fault('InvalidLogin', '', 'Cannot complete login.');
const LOGIN = reply('Login', '<returnval><key>s</key></returnval>');

test('callers at once share one login', async () => {
  const server = await scriptedVcenter({ CurrentTime: TIME });
  const vcenter = connectTo(server);
  await Promise.all([vcenter.currentTime(), vcenter.currentTime(), vcenter.about()]);
  expect(server.operations().filter((name) => name === 'Login')).toHaveLength(1);
});

test('a session that has ended is replaced once, for all callers, with a new cookie', async () => {
  const server = await scriptedVcenter({ CurrentTime: [NOT_AUTHENTICATED, NOT_AUTHENTICATED, TIME] });
  const vcenter = connectTo(server);
  await Promise.all([vcenter.currentTime(), vcenter.currentTime()]);
  const logins = server.calls.filter(({ operation }) => operation === 'Login');
  expect(logins).toHaveLength(2);
  // a second Login within a session is refused by vCenter
  expect(logins.map(({ headers }) => headers['cookie'])).toEqual([undefined, undefined]);
});

test('an operation that is never authenticated is tried twice, and ends as a missing permission', async () => {
  const server = await scriptedVcenter({ CurrentTime: NOT_AUTHENTICATED });
  await expect(connectTo(server).currentTime()).rejects.toMatchObject({
    code: 'permission-missing',
    context: { fault: 'NotAuthenticated', privilege: 'System.View' },
  });
  expect(server.operations().filter((name) => name === 'CurrentTime')).toHaveLength(2);
});

test('a write is sent again only when vCenter said that nobody was logged in', async () => {
  const server = await scriptedVcenter({ RemoveVirtualNic: [NOT_AUTHENTICATED, reply('RemoveVirtualNic', '')] });
  await connectTo(server).removeVirtualNic('networkSystem-21', 'vmk2');
  expect(server.operations().filter((name) => name === 'RemoveVirtualNic')).toHaveLength(2);
});

test('a session that ended shows as missing properties, and is replaced too', async () => {
  const forgotten = object('HostSystem', 'host-21', [
    missing('name', 'NotAuthenticated', '<privilegeId>System.Read</privilegeId>'),
  ]);
  const server = await scriptedVcenter({
    RetrievePropertiesEx: [
      reply('RetrievePropertiesEx', page([forgotten])),
      reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021'), ...ANCESTORS])),
    ],
  });
  expect((await connectTo(server).readHost('host-21')).name).toBe('esx-021');
  expect(server.operations().filter((name) => name === 'Login')).toHaveLength(2);
});

test('a session that ends between two pages of hosts is replaced, and no host is given twice', async () => {
  const surroundings = reply('RetrievePropertiesEx', page(ANCESTORS));
  const first = reply('RetrievePropertiesEx', page([hostObject('host-21', 'esx-021')], 'token'));
  const second = reply('ContinueRetrievePropertiesEx', page([hostObject('host-22', 'esx-022')]));
  const server = await scriptedVcenter({
    CreateContainerView: reply('CreateContainerView', '<returnval type="ContainerView">view-1</returnval>'),
    RetrievePropertiesEx: [surroundings, first, surroundings, first],
    ContinueRetrievePropertiesEx: [NOT_AUTHENTICATED, second],
  });
  const names: string[] = [];
  for await (const hosts of connectTo(server).readHosts()) names.push(...hosts.map(({ name }) => name));
  expect(names).toEqual(['esx-021', 'esx-022']);
});

test('a refused password is tried once, then not for 15 minutes', async () => {
  const server = await scriptedVcenter({ Login: REFUSED });
  const clock = new ManualClock();
  let asked = 0;
  const credentials = async () => {
    asked += 1;
    return { username: 'svc', password: PASSWORD, version: 'v1' };
  };
  const vcenter = connectTo(server, { clock, credentials });
  const logins = () => server.operations().filter((name) => name === 'Login').length;
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'login-refused' });
  expect([asked, logins()]).toEqual([2, 1]);
  await clock.sleep(14 * 60_000);
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'login-refused' });
  expect(logins()).toBe(1);
  await clock.sleep(60_000);
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'login-refused' });
  expect(logins()).toBe(2);
});

test('while logins are blocked, vCenter is not called at all', async () => {
  const server = await scriptedVcenter({ Login: REFUSED });
  const vcenter = connectTo(server);
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'login-refused' });
  const calls = server.calls.length;
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'login-refused' });
  expect(server.calls).toHaveLength(calls);
});

test('a secret that was changed meanwhile is tried at once', async () => {
  const server = await scriptedVcenter({
    Login: { choose: (call) => (call.body.includes('new') ? LOGIN : REFUSED) },
    CurrentTime: TIME,
  });
  const passwords = ['old', 'new'];
  const vcenter = connectTo(server, {
    credentials: async () => ({ username: 'svc', password: passwords.shift() ?? 'new' }),
  });
  expect(await vcenter.currentTime()).toBeInstanceOf(Date);
});

test('a blocked connection logs in again as soon as the secret has changed', async () => {
  const server = await scriptedVcenter({
    Login: { choose: (call) => (call.body.includes('>new<') ? LOGIN : REFUSED) },
    CurrentTime: TIME,
  });
  let password = 'old';
  const vcenter = connectTo(server, { credentials: async () => ({ username: 'svc', password }) });
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'login-refused' });
  password = 'new';
  expect(await vcenter.currentTime()).toBeInstanceOf(Date);
});

test('a login that failed for another reason is simply tried again', async () => {
  const server = await scriptedVcenter({ Login: [fault('SystemError', ''), LOGIN], CurrentTime: TIME });
  const vcenter = connectTo(server);
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'fault-refused' });
  expect(await vcenter.currentTime()).toBeInstanceOf(Date);
});

test.each([
  ['nothing', reply('RetrieveServiceContent', '')],
  ['no version', reply('RetrieveServiceContent', '<returnval><rootFolder type="Folder">f</rootFolder></returnval>')],
])('a server that says %s of itself is no vCenter, and gets no password', async (_what, content) => {
  const server = await scriptedVcenter({ RetrieveServiceContent: content });
  await expect(connectTo(server).currentTime()).rejects.toMatchObject({ code: 'reply-unreadable' });
  expect(server.operations()).toEqual(['RetrieveServiceContent']);
});

test('close logs out, never throws, and does not log in to log out', async () => {
  const server = await scriptedVcenter({ CurrentTime: TIME, Logout: fault('SystemError', '') });
  const unused = connectTo(server);
  await unused.close();
  expect(server.calls).toEqual([]);
  const used = connectTo(server);
  await used.currentTime();
  await used.close();
  await used.close();
  expect(server.operations().filter((name) => name === 'Logout')).toHaveLength(1);
});
