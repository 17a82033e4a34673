/** DynamoDB on this machine: dynalite with the journal table, in memory or on disk. */
import { mkdir, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import dynalite from 'dynalite';
import database from 'dynalite/db/index.js';
import { DEFERRED_INDEX, JOURNAL_KEYS } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';
import { authorization, guard } from './emulator-key.ts';
import { closeServer, listenOnLoopback } from './loopback.ts';

/** A running table. */
export interface TableEmulator {
  /** Base URL for a DynamoDB client. */
  readonly url: string;
  close(): Promise<void>;
}

/** dynalite checks the form of a signature, not the signature. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: authorization('dynamodb'),
  'x-amz-date': '20260101T000000Z',
};

/**
 * Starts the table, and creates it when it is not there.
 * @param directory where it is kept; absent: in memory. What a write was answered for survives the death of this
 * process at any moment, though not that of the machine: LevelDB leaves flushing to the system.
 * @throws OnboardingError `usage` when another process uses the directory
 */
export async function startTable(tableName: string, directory?: string): Promise<TableEmulator> {
  if (directory !== undefined) {
    await checkUsable(directory);
  }
  const server = dynalite({ createTableMs: 0, ...(directory === undefined ? {} : { path: directory }) });
  guard(server);
  const url = await listenOnLoopback(server);
  if (await createTable(url, tableName)) {
    return { url, close: () => closeServer(server) };
  }
  return startAfresh(server, tableName, directory);
}

/**
 * A process that died while dynalite created the table leaves it in CREATING for ever. Nothing can have been written
 * to it, so it is thrown away.
 */
async function startAfresh(server: Server, tableName: string, directory?: string): Promise<TableEmulator> {
  await closeServer(server);
  if (directory === undefined) {
    throw new OnboardingError('journal-unavailable', 'The table in memory could not be created.');
  }
  await rm(directory, { recursive: true, force: true });
  return startTable(tableName, directory);
}

/**
 * dynalite ends the process by an uncaught exception when its store is locked, so the lock is tried first. LevelDB's
 * lock is the system's: it ends with the process that held it, however that ended.
 */
async function checkUsable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    const { db } = database.create({ path: directory });
    await db.open();
    await db.close();
  } catch (error) {
    const { code, message } = rootOf(error);
    throw new OnboardingError(
      'usage',
      code === 'LEVEL_LOCKED'
        ? `Another run uses this state directory: ${directory}.`
        : `The state directory ${directory} cannot be used: ${message}.`,
      { directory },
    );
  }
}

/** LevelDB wraps what went wrong: "Database failed to open" says nothing. */
function rootOf(error: unknown): { readonly code?: string; readonly message?: string } {
  const { cause } = error as { readonly cause?: unknown };
  return typeof cause === 'object' && cause !== null ? cause : (error as Error);
}

/** @returns whether the table is there and active */
async function createTable(url: string, tableName: string): Promise<boolean> {
  await call(url, 'CreateTable', {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...Object.values(JOURNAL_KEYS.table), ...Object.values(JOURNAL_KEYS.deferredIndex)].map(
      (name) => ({ AttributeName: name, AttributeType: 'S' }),
    ),
    KeySchema: keySchema(JOURNAL_KEYS.table),
    GlobalSecondaryIndexes: [
      {
        IndexName: DEFERRED_INDEX,
        KeySchema: keySchema(JOURNAL_KEYS.deferredIndex),
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  for (let attempt = 0; attempt < 50; attempt++) {
    const { Table } = await call(url, 'DescribeTable', { TableName: tableName });
    if (Table?.TableStatus === 'ACTIVE') {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

function keySchema({ partition, sort }: { readonly partition: string; readonly sort: string }) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

interface TableAnswer {
  readonly Table?: { readonly TableStatus?: string };
  readonly __type?: string;
  readonly message?: string;
}

/** A table that exists already is as good as one created: ResourceInUseException is no failure. */
async function call(url: string, action: string, body: object): Promise<TableAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${action}` },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as TableAnswer;
  if (!response.ok && !answer.__type?.endsWith('#ResourceInUseException')) {
    throw new OnboardingError('journal-unavailable', `${action}: ${answer.__type} ${answer.message ?? ''}`);
  }
  return answer;
}
