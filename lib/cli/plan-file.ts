/** The file of `plan --out` and `apply --plan`. */
import { constants } from 'node:fs';
import { access, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OnboardingError } from '../errors.ts';
import type { Scope } from '../reconcile/assess.ts';
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

/** A plan of a thousand hosts is not made for a folder that is not there. @throws OnboardingError `usage` */
export async function checkPlanFile(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw unwritable(path, error);
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
    throw unwritable(path, error);
  });
  console.writeTalk(`Saved. To take it: provisioning-stack apply --plan ${path}`);
}

/** @throws OnboardingError `plan-invalid`, `plan-newer` */
export async function readPlanFile(path: string): Promise<SavedPlan> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new OnboardingError('plan-invalid', `The plan ${path} cannot be read (${codeOf(error)}).`, { file: path });
  });
  return parseSavedPlan(text, path);
}

function unwritable(path: string, error: unknown): OnboardingError {
  return new OnboardingError('usage', `The plan cannot be saved as ${path} (${codeOf(error)}).`, { file: path });
}

/** `ENOENT`. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}
