/** `settings pull`: the tree of a vCenter in Parameter Store as a file. */
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { OnboardingError, problemsOf } from '../errors.ts';
import { strayProblems } from '../reconcile/settings-tree.ts';
import type { PullResult } from './settings-results.ts';
import { treeOf, treeText } from './settings-text.ts';
import { parseTreeFile } from './settings-tree-file.ts';
import { asError, openStore, requireTree } from './settings-trees.ts';

/** Options of `settings pull`. */
export interface PullOptions {
  readonly vcenter: string;
  /** Without it nothing is written. */
  readonly out?: string;
  /** Also over a file that has something else. */
  readonly force?: boolean;
}

/**
 * @throws OnboardingError `file-differs`, `usage` for no settings or a file that cannot be written,
 * `parameters-unavailable`, OnboardingErrors `settings-invalid` for documents that are no JSON
 */
export async function pull({ vcenter, out, force = false }: PullOptions): Promise<PullResult> {
  const documents = await requireTree(vcenter, await openStore());
  const problems = documents.flatMap(strayProblems).map(asError).flatMap(problemsOf);
  const settings = treeOf(documents);
  if (out === undefined) return { vcenter, status: 'shown', settings, problems };
  const status = await writeTree(out, settings, force);
  return { vcenter, file: out, status, settings, problems };
}

/** The schema that the file names for editors stays. */
async function writeTree(path: string, tree: PullResult['settings'], force: boolean): Promise<PullResult['status']> {
  const before = await readIfThere(path);
  const text = treeText(tree, before === undefined ? undefined : parseTreeFile(path, before).schema);
  if (before === text) return 'unchanged';
  if (before !== undefined && !force)
    throw new OnboardingError('file-differs', `${path} has something else than Parameter Store.`, { file: path });
  await replaceFile(path, text);
  return 'written';
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new OnboardingError('usage', `${path} cannot be read (${codeOf(error)}).`, { file: path });
  }
}

/** All of it or nothing: half a settings file would look like one. A symbolic link stays one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const beside = `${target}.${process.pid}.new`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw new OnboardingError('usage', `${path} cannot be written (${codeOf(error)}).`, { file: path });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}
