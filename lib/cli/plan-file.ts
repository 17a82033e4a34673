/** The file of `plan --out` and `apply --plan`. */
import { constants } from 'node:fs';
import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OnboardingError } from '../errors.ts';
import type { Scope } from '../reconcile/assess.ts';
import { commandLine } from '../reconcile/next-command.ts';
import { PLAN_FORMAT, parseSavedPlan, type SavedPlan } from '../reconcile/saved-plan.ts';
import { PROVISIONING_STACK } from '../reconcile/state.ts';
import type { Console } from './console.ts';
import type { PlannedHosts } from './plan-hosts.ts';
import type { Workplace } from './workplace.ts';

/** Where the plan was made, and by which release. */
interface Origin extends Pick<Workplace, 'vcenter' | 'clock'> {
  readonly console: Console;
  readonly version: string;
}

/** A plan of a thousand hosts is not made for a file that cannot be written. @throws OnboardingError `usage` */
export async function checkPlanFile(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw unsaved(path, 'EISDIR');
  await access(there === undefined ? dirname(path) : path, constants.W_OK).catch((error: unknown) => {
    throw unsaved(path, codeOf(error));
  });
}

/** Writes the file, and says on stderr what it is for. @throws OnboardingError `usage` when it cannot be written */
export async function savePlan(
  path: string,
  { planned }: PlannedHosts,
  { stack = PROVISIONING_STACK, allowReplace = false }: Scope,
  { vcenter, clock, console, version }: Origin,
): Promise<void> {
  const { instanceUuid } = await vcenter.about();
  const saved = {
    formatVersion: PLAN_FORMAT,
    productVersion: version,
    createdAt: clock.now().toISOString(),
    vcenter: { name: vcenter.name, instanceUuid },
    stack,
    allowReplace,
    hosts: planned.map(({ result, fingerprint }) => ({
      ...result,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    })),
  };
  await writeFile(path, `${JSON.stringify(saved, undefined, 2)}\n`).catch((error: unknown) => {
    throw unsaved(path, codeOf(error));
  });
  console.writeTalk(`Saved. To take it: ${commandLine('apply', '--plan', path)}`);
}

/** @throws OnboardingError `plan-invalid`, `plan-newer` */
export async function readPlanFile(path: string): Promise<SavedPlan> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new OnboardingError('plan-invalid', `The plan ${path} cannot be read (${codeOf(error)}).`, { file: path });
  });
  const saved = parseSavedPlan(text, path);
  refuseEdited(saved, path);
  return saved;
}

/** Of an edited file a host might be passed over without a word, or written to by two runs at once. */
function refuseEdited({ hosts }: SavedPlan, file: string): void {
  const morefs = new Set<string>();
  for (const { host, moref, status, fingerprint } of hosts) {
    const hasPlan = status === 'changes' || status === 'unchanged';
    const problem = morefs.has(moref)
      ? 'is in it twice'
      : 'does not have what its plan was made from, or has no plan and has that';
    if (morefs.has(moref) || hasPlan === (fingerprint === undefined)) {
      throw new OnboardingError('plan-invalid', `The plan ${file} was edited: ${host} (${moref}) ${problem}.`, {
        file,
      });
    }
    morefs.add(moref);
  }
}

function unsaved(path: string, code: string): OnboardingError {
  return new OnboardingError('usage', `The plan cannot be saved as ${path} (${code}).`, { file: path });
}

/** `ENOENT`. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}
