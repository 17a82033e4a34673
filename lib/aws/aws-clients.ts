import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

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

/** One client a service, made once a process: their connections are kept warm. */
export interface AwsClients {
  readonly sqs: SQSClient;
  readonly documents: DynamoDBDocumentClient;
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly eventBridge: EventBridgeClient;
  readonly sns: SNSClient;
  /** Closes idle connections; a server that is stopping waits for them. */
  destroy(): void;
}

/**
 * A call that hangs would use up the time of a whole run, and the SDK by itself waits for ever: so limits, and at
 * most three tries, the SDK's standard retries with their back-off.
 */
const LIMITS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** Makes the clients; opens no connection. */
export function createAwsClients(location: AwsLocation = {}): AwsClients {
  const at = (service: Exclude<keyof AwsEndpoints, 'accessKeyId'>) => clientOptions(location, service);
  const dynamodb = new DynamoDBClient(at('dynamodb'));
  const clients = {
    sqs: new SQSClient(at('sqs')),
    ssm: new SSMClient(at('ssm')),
    secretsManager: new SecretsManagerClient(at('secretsmanager')),
    eventBridge: new EventBridgeClient(at('eventbridge')),
    sns: new SNSClient(at('sns')),
  };
  return {
    ...clients,
    documents: DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } }),
    destroy: () => {
      // The document client's own destroy does nothing: it does not own the client it was made from.
      for (const client of [dynamodb, ...Object.values(clients)]) {
        client.destroy();
      }
    },
  };
}

function clientOptions({ region, endpoints }: AwsLocation, service: Exclude<keyof AwsEndpoints, 'accessKeyId'>) {
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
