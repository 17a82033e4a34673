/** The wiring of accept-events, as environment variables say it; every problem is reported at once. */
import { ENVIRONMENT } from '../lib/contract.ts';
import { type SourceNames, sourceName } from '../lib/reconcile/source-names.ts';
import type { QueueEnvironment } from './environment.ts';
import { readMap, readQueues, refuseProblems, type Variables } from './wired-variables.ts';

/** What accept-events is wired to: no table, no topic, no vCenter. */
export interface AcceptEnvironment extends QueueEnvironment {
  readonly sourceNames: SourceNames;
}

/** @throws OnboardingError `usage`, naming every variable that is missing or wrong */
export function readAcceptEnvironment(variables: Variables): AcceptEnvironment {
  const problems: string[] = [];
  const queues = readQueues(variables, problems);
  const sourceNames = readMap(variables, ENVIRONMENT.sourceNames, isListOfTexts, 'lists of names', problems);
  const strangers = Object.keys(sourceNames).filter((vcenter) => !Object.hasOwn(queues, vcenter));
  for (const vcenter of strangers) problems.push(`${ENVIRONMENT.sourceNames} names ${vcenter}, which has no queue`);
  problems.push(...ambiguousNames(sourceNames));
  refuseProblems(problems);
  return { queues, sourceNames };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

/** A name that two vCenters have would wake a host of the wrong one. */
function ambiguousNames(names: SourceNames): string[] {
  const owners = Map.groupBy(
    Object.entries(names).flatMap(([vcenter, known]) =>
      [...new Set(known.map(sourceName))].map((name) => ({ name, vcenter })),
    ),
    ({ name }) => name,
  );
  return [...owners]
    .filter(([, { length }]) => length > 1)
    .map(([name, of]) => `${ENVIRONMENT.sourceNames} has ${name} at ${of.map(({ vcenter }) => vcenter).join(' and ')}`);
}
