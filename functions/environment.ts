/** The wiring of the functions, as environment variables say it; every problem is reported at once. */
import { ENVIRONMENT } from '../lib/contract.ts';
import { OnboardingError } from '../lib/errors.ts';

/** What the functions are wired to. */
export interface Environment {
  readonly table: string;
  /** vCenter name to the URL of its host events queue. */
  readonly queues: Readonly<Record<string, string>>;
  readonly eventBus: string;
  readonly alertTopic: string;
  /** How long one run of forward-events listens; 0 looks once. */
  readonly listenSeconds: number;
  readonly pollSeconds: number;
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

const DEFAULT_LISTEN_SECONDS = 50;
const DEFAULT_POLL_SECONDS = 2;

/** @throws OnboardingError `usage`, naming every variable that is missing or wrong */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const problems: string[] = [];
  const text = (name: string) => {
    const value = variables[name];
    if (value === undefined || value === '') problems.push(`${name} is not set`);
    return value ?? '';
  };
  const listenSeconds = Number(variables[ENVIRONMENT.listenSeconds] || DEFAULT_LISTEN_SECONDS);
  if (!Number.isFinite(listenSeconds) || listenSeconds < 0)
    problems.push(`${ENVIRONMENT.listenSeconds} is no number of seconds`);
  const environment = {
    table: text(ENVIRONMENT.table),
    queues: readQueues(text(ENVIRONMENT.queues), problems),
    eventBus: text(ENVIRONMENT.eventBus),
    alertTopic: text(ENVIRONMENT.alertTopic),
    listenSeconds,
    pollSeconds: DEFAULT_POLL_SECONDS,
  };
  if (problems.length > 0) throw new OnboardingError('usage', `The function is wired wrongly: ${problems.join('; ')}.`);
  return environment;
}

function readQueues(text: string, problems: string[]): Record<string, string> {
  if (text === '') return {};
  try {
    const queues: unknown = JSON.parse(text);
    const isMap =
      typeof queues === 'object' &&
      queues !== null &&
      !Array.isArray(queues) &&
      Object.values(queues).every((url) => typeof url === 'string');
    if (isMap) return { ...queues } as Record<string, string>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  problems.push(`${ENVIRONMENT.queues} is no JSON object of vCenter names and queue URLs`);
  return {};
}
