/** Which servers are trusted, and what cannot be connected to. */
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { connectVcenter } from '../../lib/vsphere/vcenter.ts';
import { LOOPBACK, makeCertificate } from './certificate.ts';
import { connectTo, KeptLog, ManualClock } from './connect.ts';
import { reply } from './replies.ts';
import { type Answer, type ScriptedVcenter, scriptedVcenter } from './scripted-vcenter.ts';

const TIME = reply('CurrentTime', '<returnval>2026-01-15T10:00:00.123456Z</returnval>');

const plainServers: Server[] = [];
afterEach(() => {
  for (const server of plainServers.splice(0)) server.close();
});

function answering(answer: Answer): Promise<ScriptedVcenter> {
  return scriptedVcenter({ CurrentTime: answer });
}

test.each(['colons', 'none', 'lower case'])('a thumbprint is compared whatever its form: %s', async (form) => {
  const server = await answering(TIME);
  const { thumbprint } = LOOPBACK;
  const forms: Record<string, string> = {
    none: thumbprint.replaceAll(':', ''),
    'lower case': thumbprint.toLowerCase(),
  };
  const vcenter = connectTo(server, { ca: undefined, thumbprint: forms[form] ?? thumbprint });
  expect(await vcenter.currentTime()).toBeInstanceOf(Date);
});

test('a wrong thumbprint is refused on every new connection, before a request leaves', async () => {
  const server = await answering(TIME);
  const wrong = LOOPBACK.thumbprint.replace(/^../, (first) => (first === '00' ? '11' : '00'));
  const vcenter = connectTo(server, { ca: undefined, thumbprint: wrong });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'vcenter-untrusted' });
  }
  expect(server.calls).toEqual([]);
});

test('a right thumbprint holds on fresh connections too', async () => {
  const closing: Answer = (response) => {
    response.setHeader('Connection', 'close').end(TIME);
  };
  const server = await answering(closing);
  const vcenter = connectTo(server, { ca: undefined, thumbprint: LOOPBACK.thumbprint });
  for (let attempt = 0; attempt < 3; attempt += 1) await vcenter.currentTime();
  expect(new Set(server.calls.map(({ connection }) => connection)).size).toBe(3);
});

test('with a CA and a thumbprint, both must hold', async () => {
  const server = await answering(TIME);
  const other = await makeCertificate('127.0.0.1', new Date('2100-01-01'));
  const { thumbprint } = LOOPBACK;
  expect(await connectTo(server, { thumbprint }).currentTime()).toBeInstanceOf(Date);
  for (const options of [
    { thumbprint, ca: other.cert },
    { thumbprint: other.thumbprint, ca: LOOPBACK.cert },
  ]) {
    const vcenter = connectTo(server, options);
    await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'vcenter-untrusted' });
  }
});

test('an unknown CA, an expired certificate and another name are not trusted', async () => {
  const expired = await makeCertificate('127.0.0.1', new Date('2021-01-01'));
  const named = await makeCertificate('vc99.corp.example', new Date('2100-01-01'));
  const cases = [
    connectTo(await answering(TIME), { ca: undefined }),
    connectTo(await answering(TIME), { ca: named.cert }),
    connectTo(await scriptedVcenter({}, expired)),
    connectTo(await scriptedVcenter({}, named)),
  ];
  for (const vcenter of cases) {
    await expect(vcenter.currentTime()).rejects.toMatchObject({ code: 'vcenter-untrusted' });
  }
});

test('a port where nobody listens, a name that nobody has and a port without TLS are unreachable', async () => {
  const server = createServer((socket) => socket.end('220 smtp\r\n'));
  plainServers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  for (const host of [`127.0.0.1:${port}`, '127.0.0.1:1', 'vc01.invalid']) {
    const vcenter = connectVcenter({
      name: 'vc01',
      endpoint: `https://${host}/sdk`,
      credentials: async () => ({ username: 'u', password: 'p' }),
      clock: new ManualClock(),
      log: new KeptLog(),
    });
    await expect(vcenter.about()).rejects.toMatchObject({ code: 'vcenter-unreachable' });
  }
});

test.each([
  ['http', { endpoint: 'http://127.0.0.1/sdk' }],
  ['another path', { endpoint: 'https://127.0.0.1/' }],
  ['a password in the endpoint', { endpoint: 'https://u:geheim@127.0.0.1/sdk' }],
  ['no URL', { endpoint: 'vc01' }],
  ['a CA that is none', { ca: 'hello' }],
  ['a SHA-1 thumbprint', { thumbprint: '00:11:22' }],
])('%s is an invalid connection', async (_what, options) => {
  const server = await scriptedVcenter({});
  expect(() => connectTo(server, options)).toThrow(expect.objectContaining({ code: 'connection-invalid' }));
  expect(() => connectTo(server, options)).not.toThrow('geheim');
});
