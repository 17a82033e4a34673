/** Certificates for scripted servers; they are their own CA. */
import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A key pair as https.createServer takes it, and the thumbprint that people compare. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  readonly thumbprint: string;
}

/** A certificate for an address or name, valid until a day. */
export async function makeCertificate(host: string, notAfterDate: Date): Promise<TestCertificate> {
  const altName = /^[\d.]+$/.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host };
  const pem = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    notBeforeDate: new Date('2020-01-01'),
    notAfterDate,
    extensions: [{ name: 'subjectAltName', altNames: [altName] }],
  });
  return { key: pem.private, cert: pem.cert, thumbprint: new X509Certificate(pem.cert).fingerprint256 };
}

/** What every test that does not care uses. */
export const LOOPBACK = await makeCertificate('127.0.0.1', new Date('2100-01-01'));
