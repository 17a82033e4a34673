import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { addressOf, reachPort, resolveName, showCertificate } from '../../lib/vsphere/probe.ts';
import { LOOPBACK, makeCertificate, type TestCertificate } from './certificate.ts';
import { scriptedVcenter } from './scripted-vcenter.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A port of a server that takes connections and says nothing, or of one that is gone. */
async function silentPort(isOpen: boolean): Promise<number> {
  const server = createServer((socket) => void closing.push(() => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  if (isOpen) closing.push(() => server.close());
  else await new Promise((resolve) => server.close(resolve));
  return port;
}

test.each([
  ['https://vc.example/sdk', { host: 'vc.example', port: 443 }],
  ['https://127.0.0.1:8989/sdk', { host: '127.0.0.1', port: 8989 }],
  ['https://[fd00::1]:8989/sdk', { host: 'fd00::1', port: 8989 }],
])('the address of %s', (endpoint, address) => {
  expect(addressOf(endpoint)).toEqual(address);
});

test('an IP address is its own, and a name that there is not is told', async () => {
  expect(await resolveName({ host: '127.0.0.1', port: 443 })).toEqual(['127.0.0.1']);
  await expect(resolveName({ host: 'vcenter.invalid', port: 443 })).rejects.toMatchObject({
    code: 'vcenter-unreachable',
    message: expect.stringContaining('The name vcenter.invalid cannot be resolved'),
  });
});

test('a port is reached, or it is told why not', async () => {
  await reachPort({ host: '127.0.0.1', port: await silentPort(true) }, 1_000);
  const port = await silentPort(false);
  await expect(reachPort({ host: '127.0.0.1', port }, 1_000)).rejects.toMatchObject({
    message: `Port ${port} of 127.0.0.1 does not answer (ECONNREFUSED).`,
  });
});

describe('a certificate', () => {
  const shown = async (certificate: TestCertificate, trust: { ca?: string; thumbprint?: string }) => {
    const server = await scriptedVcenter({}, certificate);
    return showCertificate(addressOf(server.url), trust, 2_000);
  };

  test('that is trusted is shown with whom and until when it is for', async () => {
    const certificate = await shown(LOOPBACK, { ca: LOOPBACK.cert });
    expect(certificate).toMatchObject({
      thumbprint: LOOPBACK.thumbprint,
      subject: 'CN=127.0.0.1',
      names: 'IP Address:127.0.0.1',
      validTo: new Date('2100-01-01T00:00:00.000Z'),
    });
    expect(certificate).not.toHaveProperty('untrusted');
  });

  test('may be trusted by its thumbprint alone; with a CA both must hold', async () => {
    const other = await makeCertificate('127.0.0.1', new Date('2100-01-01'));
    const { thumbprint, cert } = LOOPBACK;
    const verdicts = [
      await shown(LOOPBACK, { thumbprint: thumbprint.replaceAll(':', '').toLowerCase() }),
      await shown(LOOPBACK, { thumbprint, ca: cert }),
      await shown(LOOPBACK, { thumbprint: other.thumbprint, ca: cert }),
      await shown(LOOPBACK, { thumbprint, ca: other.cert }),
    ].map(({ untrusted }) => untrusted);
    expect(verdicts).toEqual([
      undefined,
      undefined,
      'its certificate has another thumbprint',
      'its certificate is self-signed',
    ]);
  });

  test('is shown with the reason when it is not trusted', async () => {
    const expired = await makeCertificate('127.0.0.1', new Date('2021-01-01'));
    const named = await makeCertificate('vc.example', new Date('2100-01-01'));
    const verdicts = [
      await shown(LOOPBACK, {}),
      await shown(expired, { ca: expired.cert }),
      await shown(named, { ca: named.cert }),
    ].map(({ untrusted }) => untrusted);
    expect(verdicts).toEqual([
      'its certificate is self-signed',
      'its certificate has expired',
      'its certificate is for another name',
    ]);
  });

  test('of a server that speaks no TLS is told', async () => {
    const port = await silentPort(true);
    await expect(showCertificate({ host: '127.0.0.1', port }, {}, 50)).rejects.toMatchObject({
      message: `Port ${port} of 127.0.0.1 speaks no TLS (nothing for 0.05 s).`,
    });
  });
});
