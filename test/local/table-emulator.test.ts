import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import database from 'dynalite/db/index.js';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { JournalTable } from '../../lib/aws/journal-table.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { startTable } from '../../local/table-emulator.ts';

let directory: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'provisioning-stack-table-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

function journalOf(emulators: Emulators): [JournalTable, () => void] {
  const clients = createAwsClients(emulators);
  return [new JournalTable({ documents: clients.documents, name: emulators.table }), clients.destroy];
}

/** @returns how many rows it has said to be written when it had written at least this many */
async function writeInChild(rows: number): Promise<() => number> {
  const writer = spawn(
    process.execPath,
    [fileURLToPath(new URL('./table-writer.ts', import.meta.url)), join(directory, 'table')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child = writer;
  let written = 0;
  await new Promise<void>((resolve) => {
    createInterface({ input: writer.stdout }).on('line', (line) => {
      written = Number(line) + 1;
      if (written === rows) {
        resolve();
      }
    });
  });
  return () => written;
}

test('a table on disk keeps its rows over a restart', async () => {
  const options = { tableDirectory: join(directory, 'deep', 'table') };
  const row = { vcenter: 'vc01', moref: 'host-1', name: 'esx-1' };
  const first = await startEmulators(options);
  const [written, destroyFirst] = journalOf(first);
  await written.write(row);
  destroyFirst();
  await first.close();

  const second = await startEmulators(options);
  const [read, destroySecond] = journalOf(second);
  expect(await read.read('vc01', 'host-1')).toEqual(row);
  destroySecond();
  await second.close();
});

test('every row whose write was answered survives a process that is killed while it writes', async () => {
  const written = await writeInChild(50);
  const closed = child && once(child, 'close');
  child?.kill('SIGKILL');
  await closed;

  const emulators = await startEmulators({ tableDirectory: join(directory, 'table') });
  const [journal, destroy] = journalOf(emulators);
  const missing: number[] = [];
  for (let index = 0; index < written(); index++) {
    if ((await journal.read('vc01', `host-${index}`)) === undefined) {
      missing.push(index);
    }
  }
  destroy();
  await emulators.close();
  expect(missing).toEqual([]);
});

test('a directory that another process uses is refused', async () => {
  await writeInChild(1);

  await expect(startTable('journal', join(directory, 'table'))).rejects.toMatchObject({
    code: 'usage',
    message: `Another run uses this state directory: ${join(directory, 'table')}.`,
  });
});

test('a path that is no directory is refused', async () => {
  await expect(startTable('journal', join(import.meta.filename, 'table'))).rejects.toMatchObject({ code: 'usage' });
});

test('a table whose creation was cut short is created afresh', async () => {
  const path = join(directory, 'table');
  const started = await startEmulators({ tableDirectory: path });
  await started.close();
  const { db } = database.create({ path });
  const entry = `table~${started.table}`;
  await db.put(entry, { ...(await db.get(entry)), TableStatus: 'CREATING' });
  await db.close();

  const again = await startEmulators({ tableDirectory: path });

  const [journal, destroy] = journalOf(again);
  expect(await journal.due('vc01', new Date())).toEqual([]);
  destroy();
  await again.close();
});
