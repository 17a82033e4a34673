/** The deployer's context, checked before anything is synthesised; every problem is reported at once. */
import { ContextError } from './context-error.ts';
import type { VcenterContext } from './onboarding-stack.ts';

/**
 * Reads the context value `vcenters`: `[{"name": "vc01", "secretArn": "arn:…"}]`; absent means none yet.
 * @throws ContextError naming every entry that is wrong
 */
export function readVcenters(value: unknown): VcenterContext[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new ContextError(['vcenters is no list']);
  const problems = value.flatMap((entry: unknown, index) => problemsOf(entry, `vcenters[${index}]`));
  const names = value.map((entry: VcenterContext) => entry.name);
  const twins = names.filter((name, index) => names.indexOf(name) !== index);
  if (twins.length > 0) problems.push(`vcenters names ${[...new Set(twins)].join(', ')} more than once`);
  if (problems.length > 0) throw new ContextError(problems);
  return value.map(({ name, secretArn }: VcenterContext) => ({ name, secretArn }));
}

function problemsOf(entry: unknown, path: string): string[] {
  if (typeof entry !== 'object' || entry === null) return [`${path} is no object`];
  const { name, secretArn } = entry as Record<string, unknown>;
  const problems: string[] = [];
  if (typeof name !== 'string' || !/^[A-Za-z0-9.-]{1,40}$/.test(name)) {
    problems.push(`${path}.name is no name of 1 to 40 letters, digits, dots and hyphens`);
  }
  if (typeof secretArn !== 'string' || !/^arn:[\w-]+:secretsmanager:.+/.test(secretArn)) {
    problems.push(`${path}.secretArn is no ARN of a secret`);
  }
  return problems;
}
