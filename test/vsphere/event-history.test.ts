import { expect, test } from '@jest/globals';
import type { EventRange } from '../../lib/reconcile/ports.ts';
import { connectTo } from './connect.ts';
import { fault, NOT_AUTHENTICATED, reply } from './replies.ts';
import { type Script, type ScriptedVcenter, scriptedVcenter } from './scripted-vcenter.ts';

const RANGE = { since: new Date('2026-01-15T09:00:00Z'), until: new Date('2026-01-15T10:00:00Z') };
const NONE = reply('ReadNextEvents', '');

const collector = (id: string) =>
  reply('CreateCollectorForEvents', `<returnval type="EventHistoryCollector">${id}</returnval>`);

const page = (...keys: readonly number[]) =>
  reply(
    'ReadNextEvents',
    keys
      .map(
        (key) =>
          `<returnval xsi:type="HostAddedEvent"><key>${key}</key><chainId>${key}</chainId>` +
          `<createdTime>2026-01-15T09:0${key}:00Z</createdTime><userName>root</userName></returnval>`,
      )
      .join(''),
  );

async function read(script: Script, range: EventRange = RANGE) {
  const server = await scriptedVcenter({ CreateCollectorForEvents: collector('c-1'), ...script });
  const pages: number[][] = [];
  for await (const events of connectTo(server).readEvents(range, ['HostAddedEvent'])) {
    pages.push(events.map(({ key }) => key));
  }
  return { server, pages };
}

function bodies({ calls }: ScriptedVcenter, wanted: string): string[] {
  return calls.filter(({ operation }) => operation === wanted).map(({ body }) => body);
}

test('events of a time are read page by page, a thousand each, and the collector is destroyed', async () => {
  const { server, pages } = await read({ ReadNextEvents: [page(1, 2), page(3), NONE] });
  expect(pages).toEqual([[1, 2], [3]]);
  const created = server.body('CreateCollectorForEvents');
  expect(created).toMatch(/beginTime>2026-01-15T09:00:00.000Z<.*endTime>2026-01-15T10:00:00.000Z</s);
  expect(created).toMatch(/eventTypeId>HostAddedEvent</);
  expect(bodies(server, 'ReadNextEvents')[0]).toMatch(/maxCount>1000</);
  expect(server.operations()).toContain('DestroyCollector');
});

test('without a time every event that vCenter still has is read', async () => {
  const { server } = await read({ ReadNextEvents: NONE }, {});
  expect(server.body('CreateCollectorForEvents')).not.toMatch(/beginTime|endTime/);
});

test('an empty page between others, as a restricted user gets it, is not the end', async () => {
  const { pages } = await read({ ReadNextEvents: [page(1), NONE, NONE, page(2), NONE] });
  expect(pages).toEqual([[1], [2]]);
});

test.each([
  ['is destroyed', [fault('ManagedObjectNotFound', 'It is no more.')]],
  ['goes with its session', [NOT_AUTHENTICATED, fault('ManagedObjectNotFound', 'It is no more.')]],
])('a collector that %s is made anew from the newest event read', async (_, lost) => {
  const { server, pages } = await read({
    CreateCollectorForEvents: [collector('c-1'), collector('c-2')],
    ReadNextEvents: [page(1, 2), ...lost, page(2, 3), NONE],
  });
  expect(pages).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(bodies(server, 'CreateCollectorForEvents').map((body) => /beginTime>([^<]+)/.exec(body)?.[1])).toEqual([
    '2026-01-15T09:00:00.000Z',
    '2026-01-15T09:02:00.000Z',
  ]);
});

test('a collector that is no more as soon as it is made ends it', async () => {
  const gone = fault('ManagedObjectNotFound', 'It is no more.');
  await expect(read({ ReadNextEvents: [page(1), gone] })).rejects.toThrow(/ManagedObjectNotFound/);
});

test('another fault ends it', async () => {
  await expect(read({ ReadNextEvents: fault('NoPermission', 'Not you.') })).rejects.toMatchObject({
    context: { vcenter: 'vc01' },
  });
});
