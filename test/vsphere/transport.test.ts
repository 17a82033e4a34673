import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { VirtualNicSpec } from '../../lib/reconcile/steps.ts';
import { connectTo } from './connect.ts';
import { prefixed, reply, serviceContent } from './replies.ts';
import { type Answer, type ScriptedVcenter, scriptedVcenter } from './scripted-vcenter.ts';

const TIME = reply('CurrentTime', '<returnval>2026-01-15T10:00:00.123456Z</returnval>');
const NIC: VirtualNicSpec = { ip: { dhcp: true }, netStackInstanceKey: 'vSphereProvisioning' };

function answering(answer: Answer): Promise<ScriptedVcenter> {
  return scriptedVcenter({ CurrentTime: answer });
}

test('the calls of a session share a connection, a cookie with its quotes, and the API version', async () => {
  const server = await answering(TIME);
  const vcenter = connectTo(server);
  expect(await vcenter.currentTime()).toEqual(new Date('2026-01-15T10:00:00.123Z'));
  await vcenter.close();
  expect(server.calls.map(({ operation, connection, headers }) => [operation, connection, headers['cookie']])).toEqual([
    ['RetrieveServiceContent', 1, undefined],
    ['Login', 1, undefined],
    ['CurrentTime', 1, 'vmware_soap_session="abc-1"'],
    ['Logout', 1, 'vmware_soap_session="abc-1"'],
  ]);
  expect(server.calls.map(({ headers }) => headers['soapaction'])).toEqual([
    '"urn:vim25/6.5"',
    '"urn:vim25/8.0.3.0"',
    '"urn:vim25/8.0.3.0"',
    '"urn:vim25/8.0.3.0"',
  ]);
});

test('a gzip reply is read', async () => {
  const server = await answering((response, call) => {
    expect(call.headers['accept-encoding']).toBe('gzip');
    response.setHeader('Content-Encoding', 'gzip').end(gzipSync(TIME));
  });
  expect(await connectTo(server).currentTime()).toEqual(new Date('2026-01-15T10:00:00.123Z'));
});

test('fifty calls at once each get their own answer', async () => {
  const server = await scriptedVcenter({
    FindByDnsName: {
      choose: ({ body }) => {
        const name = /dnsName>([^<]+)</.exec(body)?.[1] ?? '';
        return reply('FindByDnsName', `<returnval type="HostSystem">host-${name.slice(1)}</returnval>`);
      },
    },
  });
  const vcenter = connectTo(server);
  const names = Array.from({ length: 50 }, (_, index) => `h${index}`);
  const found = await Promise.all(names.map((name) => vcenter.findHost(name)));
  expect(found).toEqual(names.map((name) => ({ moref: `host-${name.slice(1)}`, name })));
  expect(server.operations().filter((operation) => operation === 'Login')).toHaveLength(1);
});

test.each<[string, Answer]>([
  ['HTML', (response) => response.end('<html><body>Welcome</body></html>')],
  ['a gateway error', (response) => response.writeHead(503).end('<html>busy</html>')],
  ['an empty 200', (response) => response.end()],
  ['blanks', (response) => response.end('  \n')],
  ['JSON', (response) => response.end('{"ok":true}')],
  ['truncated XML', (response) => response.end(TIME.slice(0, -40))],
  ['the answer to another operation', reply('Logout', '')],
  ['an unknown element', reply('Nonsense', '')],
  ['an empty fault', (response) => response.writeHead(500).end(TIME.replaceAll('CurrentTimeResponse', 'Nothing'))],
  ['HTTP 500 with no fault', (response) => response.writeHead(500).end(TIME)],
  ['broken gzip', (response) => response.setHeader('Content-Encoding', 'gzip').end('not gzip')],
  ['multi-references', reply('CurrentTime', '<returnval id="__proto__">x</returnval>')],
  [
    'multi-references behind a comment',
    reply('CurrentTime', `<!-- <a b=' --><returnval c="<" id="__proto__">x</returnval><!-- '> -->`),
  ],
  [
    'elements named like members of Object',
    reply('CurrentTime', '<constructor>1</constructor><__proto__><a>1</a></__proto__>'),
  ],
  [
    'an entity that expands',
    TIME.replace('<soapenv:Envelope', '<!DOCTYPE a [<!ENTITY e "eee">]><soapenv:Envelope').replace('123456', '&e;'),
  ],
])('%s is an unreadable reply', async (_what, answer) => {
  const error = await rejection(connectTo(await answering(answer)).currentTime());
  expect(error).toMatchObject({ code: 'reply-unreadable', context: { vcenter: 'vc01', step: 'CurrentTime' } });
  expect(({} as Record<string, unknown>)['obj']).toBeUndefined();
});

test('a redirect is not followed, so that no password leaves for another host', async () => {
  const other = await answering(TIME);
  const server = await scriptedVcenter({
    Login: (response) => response.writeHead(307, { Location: other.url }).end(),
  });
  await expect(connectTo(server).currentTime()).rejects.toMatchObject({ code: 'reply-unreadable' });
  expect(other.calls).toEqual([]);
});

test('a reply above the limit is cut off, also when it is small as gzip', async () => {
  const huge = reply('CurrentTime', `<returnval>${'x'.repeat(2_000_000)}</returnval>`);
  const plain = await answering(huge);
  const zipped = await answering((response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(huge)));
  for (const server of [plain, zipped]) {
    const vcenter = connectTo(server, { maxReplyBytes: 1_000_000 });
    await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'reply-too-large' });
  }
});

test('the deadline is for the whole call, also for a reply that drips', async () => {
  const server = await answering((response) => {
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  const vcenter = connectTo(server, { callTimeoutMilliseconds: 300 });
  await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'vcenter-timeout' });
});

test('a read is asked again when its idle connection turns out to be closed', async () => {
  const server = await answering((response, call) => {
    if (server.operations().filter((name) => name === 'CurrentTime').length === 1) response.socket?.destroy();
    else response.end(call.operation === 'CurrentTime' ? TIME : '');
  });
  expect(await connectTo(server).currentTime()).toBeInstanceOf(Date);
  expect(server.operations().filter((name) => name === 'CurrentTime')).toHaveLength(2);
});

test.each<[string, Answer]>([
  ['cut off', (response) => response.socket?.destroy()],
  ['late', () => undefined],
])('a write whose answer is %s is not repeated, and is said to be lost', async (_how, answer) => {
  const server = await scriptedVcenter({ CurrentTime: TIME, AddVirtualNic: answer });
  const vcenter = connectTo(server, { callTimeoutMilliseconds: 400 });
  await vcenter.currentTime();
  await expect(vcenter.addVirtualNic('networkSystem-1', 'pg', NIC)).rejects.toMatchObject({ code: 'answer-lost' });
  expect(server.operations().filter((name) => name === 'AddVirtualNic')).toHaveLength(1);
});

test('two vCenters in one process do not disturb each other', async () => {
  const old = await scriptedVcenter({
    RetrieveServiceContent: reply('RetrieveServiceContent', serviceContent('7.0.3.0')),
    CurrentTime: TIME,
  });
  const young = await answering(TIME);
  const vcenters = [connectTo(old), connectTo(young)];
  await Promise.all(vcenters.map((vcenter) => vcenter.about()));
  await Promise.all(vcenters.map((vcenter) => vcenter.currentTime()));
  expect([old, young].map((server) => server.calls.at(-1)?.headers['soapaction'])).toEqual([
    '"urn:vim25/7.0.3.0"',
    '"urn:vim25/8.0.3.0"',
  ]);
});

test('a server of another version is spoken to in its own version', async () => {
  const server = await scriptedVcenter({
    RetrieveServiceContent: prefixed(reply('RetrieveServiceContent', serviceContent('7.0.3.2'))),
    CurrentTime: TIME,
  });
  expect(await connectTo(server).about()).toEqual({ instanceUuid: '6b0f-1', apiVersion: '7.0.3.2' });
  expect(server.calls.at(-1)?.headers['soapaction']).toBe('"urn:vim25/7.0.3.2"');
});

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => ({ resolvedWith: value }),
    (error: unknown) => error,
  );
}
