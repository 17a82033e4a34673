/** Reading environment variables; what is wrong with them is collected, so that it can be said at once. */
import { ENVIRONMENT } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';

/** The environment of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** @throws OnboardingError `usage` with all of them, if there are any */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new OnboardingError('usage', `The function is wired wrongly: ${problems.join('; ')}.`);
}

/** A variable that has to be set. */
export function readText(variables: Variables, name: string, problems: string[]): string {
  const value = variables[name];
  if (value === undefined || value === '') problems.push(`${name} is not set`);
  return value ?? '';
}

/** vCenter name to the URL of its host events queue. */
export function readQueues(variables: Variables, problems: string[]): Record<string, string> {
  return readMap(variables, ENVIRONMENT.queues, (url) => typeof url === 'string', 'queue URLs', problems);
}

/** A JSON object of vCenter names and what `isValue` accepts; `values` names that for people. */
export function readMap<Value>(
  variables: Variables,
  name: string,
  isValue: (value: unknown) => value is Value,
  values: string,
  problems: string[],
): Record<string, Value> {
  const text = readText(variables, name, problems);
  if (text === '') return {};
  try {
    const map: unknown = JSON.parse(text);
    if (isMapOf(map, isValue)) return map;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  problems.push(`${name} is no JSON object of vCenter names and ${values}`);
  return {};
}

function isMapOf<Value>(map: unknown, isValue: (value: unknown) => value is Value): map is Record<string, Value> {
  return typeof map === 'object' && map !== null && !Array.isArray(map) && Object.values(map).every(isValue);
}
