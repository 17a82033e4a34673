/**
 * Writing settings with optimistic locking on parameter versions. Parameter Store has no conditional put, so each
 * version is read again right before its write and looked at right after: what happened between these two is not
 * prevented, only told.
 */
import { OnboardingError } from '../errors.ts';

/** A parameter as it was when the difference was made. */
export interface SeenParameter {
  readonly version: number;
  readonly text: string;
}

/** One write that a person has agreed to; `seen` is absent for what was not there. */
export type SettingsWrite =
  | { readonly action: 'create'; readonly name: string; readonly text: string; readonly seen?: never }
  | { readonly action: 'replace'; readonly name: string; readonly text: string; readonly seen: SeenParameter }
  | { readonly action: 'delete'; readonly name: string; readonly seen: SeenParameter };

/** One version of a parameter, and who wrote it. */
export interface WrittenVersion extends SeenParameter {
  /** ARN of the principal; absent where AWS does not say. */
  readonly user?: string;
  /** ISO. */
  readonly modifiedAt?: string;
}

/** What writes parameters. May throw `parameters-unavailable`. */
export interface SettingsWriter {
  /** The parameters as they are, by name; names without one are left out. */
  look(names: readonly string[]): Promise<ReadonlyMap<string, SeenParameter>>;
  /** @returns the version written; undefined when there is such a parameter already */
  create(name: string, text: string): Promise<number | undefined>;
  /** @returns the version written */
  replace(name: string, text: string): Promise<number>;
  /** Also fine when there is none any more. */
  delete(name: string): Promise<void>;
  /** Oldest first; as many as AWS keeps, none of what is deleted. */
  history(name: string): Promise<readonly WrittenVersion[]>;
}

/** What became of a write. */
export interface PushedScope {
  readonly name: string;
  readonly action: SettingsWrite['action'];
  /** `conflict`: somebody else was first, and nothing was written. `skipped`: something before it ended the push. */
  readonly status: 'written' | 'conflict' | 'failed' | 'skipped';
  /** The version that this push wrote. */
  readonly version?: number;
  /** Of others, written in the middle of this push: our value stands over them. */
  readonly lost?: readonly WrittenVersion[];
  /** Of others, written right after ours: theirs stands. */
  readonly standing?: readonly WrittenVersion[];
  readonly error?: OnboardingError;
}

/**
 * Takes the writes one after another; the first that meets somebody else's, or fails, ends it. What was written stays:
 * nobody can tell whether going back would destroy more. Repeating the push is safe.
 * @param stopping leaves after the write in hand
 */
export async function pushSettings(
  writes: readonly SettingsWrite[],
  writer: SettingsWriter,
  stopping?: AbortSignal,
): Promise<PushedScope[]> {
  // Whatever changed while a person read the difference is found before anything is written.
  const present = await writer.look(writes.map(({ name }) => name));
  const early = new Map(writes.map((write) => [write.name, conflictOf(write, present.get(write.name))]));
  const results: PushedScope[] = [];
  let isOver = [...early.values()].some((conflict) => conflict !== undefined);
  for (const write of writes) {
    const { name, action } = write;
    const conflict = early.get(name);
    const isLeft = isOver || stopping?.aborted === true;
    const result = conflict ?? (isLeft ? ({ name, action, status: 'skipped' } as const) : await pushOne(write, writer));
    isOver ||= result.error !== undefined;
    results.push(result);
  }
  return results;
}

function conflictOf(write: SettingsWrite, present: SeenParameter | undefined): PushedScope | undefined {
  const { name, action, seen } = write;
  if (present?.version === seen?.version && present?.text === seen?.text) return undefined;
  const was = (parameter: SeenParameter | undefined) =>
    parameter === undefined ? 'absent' : `version ${parameter.version}`;
  const now =
    present?.version === seen?.version
      ? `another one of that version`
      : present === undefined
        ? 'deleted'
        : was(present);
  const message = `${name} was ${was(seen)} when the difference was made, and is ${now} by now, so it was not written.`;
  const error = new OnboardingError('settings-changed', message, { parameter: name });
  return { name, action, status: 'conflict', error };
}

async function pushOne(write: SettingsWrite, writer: SettingsWriter): Promise<PushedScope> {
  const { name, action } = write;
  try {
    const conflict = conflictOf(write, (await writer.look([name])).get(name));
    if (conflict !== undefined) return conflict;
    if (write.action === 'create') return await createOne(write, writer);
    if (write.action === 'replace') return await lookAfter(write, await writer.replace(name, write.text), writer);
    // Without a version to compare: what somebody writes between our look and this call goes with it.
    await writer.delete(name);
    return { name, action, status: 'written' };
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return { name, action, status: 'failed', error };
  }
}

type Put = Extract<SettingsWrite, { readonly text: string }>;

async function createOne(write: Put, writer: SettingsWriter): Promise<PushedScope> {
  const version = await writer.create(write.name, write.text);
  if (version !== undefined) return lookAfter(write, version, writer);
  const present = (await writer.look([write.name])).get(write.name);
  // our own first try, whose answer was lost, when it is what we meant to write
  const isOurs = present?.text === write.text || present === undefined;
  return (isOurs ? undefined : conflictOf(write, present)) ?? lookAfter(write, present?.version ?? 1, writer);
}

/** The version after the one seen is ours: others between are lost, and others after it have the last word. */
async function lookAfter(write: Put, version: number, writer: SettingsWriter): Promise<PushedScope> {
  const { name, action } = write;
  const written = { name, action, status: 'written', version } as const;
  try {
    const present = (await writer.look([name])).get(name);
    if (version === (write.seen?.version ?? 0) + 1 && present?.version === version) return written;
    return { ...written, ...othersIn(await writer.history(name), write, version, present) };
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    const message = `Whether somebody wrote ${name} in the middle of this push is not known. ${error.message}`;
    return { ...written, error: new OnboardingError('settings-overwritten', message, { parameter: name }) };
  }
}

function othersIn(
  history: readonly WrittenVersion[],
  { name, text, seen }: Put,
  version: number,
  present: SeenParameter | undefined,
): Partial<PushedScope> {
  // versions that begin anew are of a parameter that was deleted and created again
  const before = seen !== undefined && version > seen.version ? seen.version : 0;
  // A try of our own whose answer was lost is a version, too.
  const lost = history.filter((each) => each.version > before && each.version < version && each.text !== text);
  const standing = history.filter((each) => each.version > version);
  if (lost.length === 0 && present?.version === version) return {};
  const message = overwriteText(name, version, present, [...lost, ...standing]);
  return {
    ...(lost.length === 0 ? {} : { lost }),
    ...(standing.length === 0 ? {} : { standing }),
    error: new OnboardingError('settings-overwritten', message, { parameter: name }),
  };
}

function overwriteText(
  name: string,
  version: number,
  present: SeenParameter | undefined,
  others: readonly WrittenVersion[],
): string {
  const users = [...new Set(others.flatMap(({ user }) => user ?? []))];
  const who = users.length === 0 ? 'Somebody' : users.join(' and ');
  const ours = `ours, version ${version}`;
  const end =
    present === undefined
      ? `it is deleted, and ${ours}, with it`
      : present.version === version
        ? `${ours}, stands`
        : `version ${present.version} stands over ${ours}`;
  return `${who} wrote ${name} in the middle of this push: ${end}.`;
}
