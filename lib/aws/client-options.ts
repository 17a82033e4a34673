/** What every client of the SDK is made with. */

/** Base URLs of emulators, by service. */
export interface AwsEndpoints {
  readonly sqs: string;
  readonly dynamodb: string;
  readonly ssm: string;
  readonly secretsmanager: string;
  readonly eventbridge: string;
  readonly sns: string;
  /** What they know their caller by. */
  readonly accessKeyId?: string;
}

/** Where AWS is. Without endpoints it is the real one, with the credentials of the process. */
export interface AwsLocation {
  readonly region?: string;
  readonly endpoints?: AwsEndpoints;
}

/**
 * A call that hangs would use up the time of a whole run, and the SDK by itself waits for ever: so limits, and at
 * most three tries, the SDK's standard retries with their back-off.
 */
export const LIMITS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** Options of the client of one service. */
export function clientOptions({ region, endpoints }: AwsLocation, service: Exclude<keyof AwsEndpoints, 'accessKeyId'>) {
  return {
    ...LIMITS,
    ...(region === undefined ? {} : { region }),
    ...(endpoints === undefined ? {} : { endpoint: endpoints[service], credentials: emulatorCredentials(endpoints) }),
  };
}

/** Emulators check no signature, but the SDK wants something to sign with, and must not look for the user's own. */
function emulatorCredentials({ accessKeyId = 'local' }: AwsEndpoints) {
  return { accessKeyId, secretAccessKey: 'local' };
}
