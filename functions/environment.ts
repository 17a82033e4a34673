/** The wiring of the functions, as environment variables say it; every problem is reported at once. */
import { ENVIRONMENT } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';
import { readQueues, readText, refuseProblems, type Variables } from './wired-variables.ts';

/** Where AWS is, and the queues: what every function is wired to. */
export interface QueueEnvironment {
  /** vCenter name to the URL of its host events queue. */
  readonly queues: Readonly<Record<string, string>>;
  readonly region?: string;
  /** Base URLs of emulators; absent on AWS. */
  readonly endpoints?: {
    readonly sqs: string;
    readonly dynamodb: string;
    readonly ssm: string;
    readonly secretsmanager: string;
    readonly eventbridge: string;
    readonly sns: string;
    readonly accessKeyId?: string;
  };
}

/** What the functions that know a vCenter are wired to. */
export interface Environment extends QueueEnvironment {
  readonly table: string;
  readonly eventBus: string;
  readonly alertTopic: string;
  /** How long one run of forward-events listens; 0 looks once. */
  readonly listenSeconds: number;
  readonly pollSeconds: number;
}

const DEFAULT_LISTEN_SECONDS = 50;
const DEFAULT_POLL_SECONDS = 2;

/** @throws OnboardingError `usage`, naming every variable that is missing or wrong */
export function readEnvironment(variables: Variables): Environment {
  const problems: string[] = [];
  const listenSeconds = Number(variables[ENVIRONMENT.listenSeconds] || DEFAULT_LISTEN_SECONDS);
  if (!Number.isFinite(listenSeconds) || listenSeconds < 0)
    problems.push(`${ENVIRONMENT.listenSeconds} is no number of seconds`);
  const environment = {
    table: readText(variables, ENVIRONMENT.table, problems),
    queues: readQueues(variables, problems),
    eventBus: readText(variables, ENVIRONMENT.eventBus, problems),
    alertTopic: readText(variables, ENVIRONMENT.alertTopic, problems),
    listenSeconds,
    pollSeconds: DEFAULT_POLL_SECONDS,
  };
  refuseProblems(problems);
  return environment;
}

/** @throws OnboardingError `usage` when no queue is wired for the vCenter */
export function queueUrl({ queues }: QueueEnvironment, vcenter: string): string {
  const url = Object.hasOwn(queues, vcenter) ? queues[vcenter] : undefined;
  if (url === undefined)
    throw new OnboardingError('usage', `No host events queue is wired for vCenter ${vcenter}.`, { vcenter });
  return url;
}
