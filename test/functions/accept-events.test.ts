import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { createAcceptEvents } from '../../functions/accept-events.ts';
import { onBus, routerEvent } from '../foreign-events.ts';
import { workshop } from '../workshop.ts';
import { context } from './invoke.ts';

const HANDLER = new URL('../../functions/accept-events.ts', import.meta.url).pathname;
const ADDED = { key: 280034, eventTypeId: 'HostAddedEvent' };

function acceptor() {
  const shop = workshop();
  const environment = { sourceNames: { vc01: ['vcenter.example.com'] } };
  const handler = createAcceptEvents(() => ({
    ...shop,
    environment,
    queue: () => shop.queue,
    meter: () => shop.meter,
  }));
  return { shop, accept: async (event: unknown) => handler(event, context()) };
}

describe('accept-events', () => {
  test('sends a waking event to the queue, and counts it', async () => {
    const { shop, accept } = acceptor();
    expect(await accept(onBus(routerEvent(ADDED)))).toEqual({ accepted: 1 });
    expect(shop.queue.messages).toEqual([
      expect.objectContaining({ vcenter: 'vc01', host: { moref: 'host-21', name: 'esx01.example.com' } }),
    ]);
    expect([shop.meter.counts, shop.meter.flushes]).toEqual([{ EventsAccepted: 1 }, 1]);
  });

  test('acknowledges an event that wakes no host', async () => {
    const { shop, accept } = acceptor();
    expect(await accept(routerEvent({ ...ADDED, eventTypeId: 'VmPoweredOnEvent' }))).toEqual({ accepted: 0 });
    expect(shop.queue.messages).toEqual([]);
  });

  test.each([
    ['from a vCenter that it does not know', { ...routerEvent(ADDED), source: 'https://other/sdk' }, 'source-unknown'],
    ['of no known shape', { hello: 'world' }, 'message-malformed'],
  ])('fails for an event %s, and logs the reason', async (_, event, code) => {
    const { shop, accept } = acceptor();
    await expect(accept(event)).rejects.toMatchObject({ code });
    expect(shop.log.lines).toEqual([expect.stringMatching(/^error (No vCenter goes by|An event of another)/)]);
    expect(shop.queue.messages).toEqual([]);
  });

  test('fails for an event that the queue never takes, with its reason', async () => {
    const { shop, accept } = acceptor();
    shop.queue.refuses = ({ host }) => (host.moref === 'host-21' ? 'too long' : undefined);
    await expect(accept(routerEvent(ADDED))).rejects.toMatchObject({
      code: 'message-malformed',
      message: 'The queue never takes the event: too long',
    });
    expect(shop.meter.counts).toEqual({});
  });
});

test('its bundle holds neither vCenter client nor SOAP, and of the SDK the queue alone', async () => {
  const { metafile } = await build({
    entryPoints: [HANDLER],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  const inside = Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
  expect(inside.filter((path) => /lib\/vsphere\/|node_modules\/soap\//.test(path))).toEqual([]);
  const clients = inside
    .map((path) => /@aws-sdk\/(client-[\w-]+)/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  expect([...new Set(clients)]).toEqual(['client-sqs']);
});

test('importing it reads no environment; its first call does', async () => {
  const run = promisify(execFile);
  const bare = { env: { PATH: process.env['PATH'] } };
  const script = (call: string) => ['--input-type=module', '--eval', `const it = await import('${HANDLER}'); ${call}`];
  await expect(run(process.execPath, script(''), bare)).resolves.toMatchObject({ stdout: '' });
  await expect(run(process.execPath, script('await it.handler({}, {})'), bare)).rejects.toMatchObject({
    stderr: expect.stringContaining('SOURCE_NAMES is not set'),
  });
});
