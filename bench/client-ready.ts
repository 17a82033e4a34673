/**
 * What configure-host has to have before it can log in to a vCenter: handler, clients of AWS (connection parameter and
 * secret among them), and the SOAP client made from the WSDL. Bundled and timed by `cold-start.ts`.
 */
import { handler } from '../functions/configure-host.ts';
import { processDependencies } from '../functions/dependencies.ts';
import { systemClock } from '../lib/reconcile/system-clock.ts';
import { VimClient } from '../lib/vsphere/client.ts';

async function ready(): Promise<void> {
  if (handler.length !== 2) throw new TypeError('the handler takes an event and a context');
  processDependencies();
  const client = new VimClient({
    name: 'vc01',
    endpoint: 'https://vc01.example.com/sdk',
    trust: { thumbprint: 'ab'.repeat(32) },
    callTimeoutMilliseconds: 30_000,
    maxReplyBytes: 64_000_000,
    clock: systemClock,
  });
  await client.useApiVersion('8.0.3.0');
}

export const readiness = ready();
