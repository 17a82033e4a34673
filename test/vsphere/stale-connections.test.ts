import type { ServerResponse } from 'node:http';
import { expect, test } from '@jest/globals';
import type { VirtualNicSpec } from '../../lib/reconcile/steps.ts';
import type { VcenterOptions } from '../../lib/vsphere/vcenter.ts';
import { LOOPBACK } from './certificate.ts';
import { connectTo, ManualClock } from './connect.ts';
import { reply } from './replies.ts';
import { type Call, scriptedVcenter } from './scripted-vcenter.ts';

const TIME = reply('CurrentTime', '<returnval>2026-01-15T10:00:00Z</returnval>');
const ADDED = reply('AddVirtualNic', '<returnval>vmk1</returnval>');
const NIC: VirtualNicSpec = { ip: { dhcp: true }, netStackInstanceKey: 'vSphereProvisioning' };
const IN_POOL = 4;

/**
 * A vCenter with four idle connections to it; `lose` closes them as a server does while its client is frozen: the client
 * learns of it only when it sends something.
 */
async function pooled(options: Partial<VcenterOptions> = {}) {
  let isLost = false;
  const held: ServerResponse[] = [];
  const sockets: ServerResponse['socket'][] = [];
  const answering = (text: string) => (response: ServerResponse, call: Call) => {
    if (isLost && call.connection <= IN_POOL) response.socket?.destroy();
    else response.end(text);
  };
  const server = await scriptedVcenter({
    CurrentTime: (response, call) => {
      if (held.length === IN_POOL) return answering(TIME)(response, call);
      held.push(response);
      sockets.push(response.socket);
      if (held.length === IN_POOL) for (const each of held) each.end(TIME);
    },
    AddVirtualNic: answering(ADDED),
  });
  const clock = new ManualClock();
  const vcenter = connectTo(server, { clock, ...options });
  await Promise.all(Array.from({ length: IN_POOL }, () => vcenter.currentTime()));
  expect(new Set(server.calls.map(({ connection }) => connection)).size).toBe(IN_POOL);
  const lose = () => {
    isLost = true;
  };
  const closeAll = () => {
    for (const socket of sockets) socket?.destroy();
  };
  const connectionOf = (operation: string) => server.calls.findLast((call) => call.operation === operation)?.connection;
  return { server, vcenter, clock, lose, closeAll, connectionOf };
}

test('a read that met a closed connection is asked again on a new one, however many others were closed', async () => {
  const { server, vcenter, lose, connectionOf } = await pooled();
  lose();
  const before = server.calls.length;
  expect(await vcenter.currentTime()).toBeInstanceOf(Date);
  expect(server.calls.length - before).toBe(2);
  expect(connectionOf('CurrentTime')).toBe(IN_POOL + 1);
});

test.each([
  ['a CA', {}],
  ['a thumbprint', { ca: undefined, thumbprint: LOOPBACK.thumbprint }],
])('a write takes no connection that lay idle for four seconds, trusted by %s', async (_how, trust) => {
  const { vcenter, clock, lose, connectionOf } = await pooled(trust);
  lose();
  await clock.sleep(4_000);
  expect(await vcenter.addVirtualNic('networkSystem-1', 'pg', NIC)).toBe('vmk1');
  expect(connectionOf('AddVirtualNic')).toBe(IN_POOL + 1);
});

test('a write takes no connection whose end has come and is still to be read', async () => {
  const { vcenter, closeAll, connectionOf } = await pooled();
  closeAll();
  expect(await vcenter.addVirtualNic('networkSystem-1', 'pg', NIC)).toBe('vmk1');
  expect(connectionOf('AddVirtualNic')).toBe(IN_POOL + 1);
});

test('a write takes no connection that went idle in the future: the clock was set back meanwhile', async () => {
  const { vcenter, clock, lose } = await pooled();
  lose();
  await clock.sleep(-1);
  expect(await vcenter.addVirtualNic('networkSystem-1', 'pg', NIC)).toBe('vmk1');
});

test('a write takes a connection that was in use just now, and a read any', async () => {
  const { vcenter, clock, connectionOf } = await pooled();
  await clock.sleep(3_999);
  await vcenter.addVirtualNic('networkSystem-1', 'pg', NIC);
  expect(connectionOf('AddVirtualNic')).toBeLessThanOrEqual(IN_POOL);
  await clock.sleep(60_000);
  await vcenter.currentTime();
  expect(connectionOf('CurrentTime')).toBeLessThanOrEqual(IN_POOL);
});
