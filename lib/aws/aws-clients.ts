import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type AwsEndpoints, type AwsLocation, clientOptions } from './client-options.ts';

/** One client a service, made once a process: their connections are kept warm. Of SQS see `sqs-client.ts`. */
export interface AwsClients {
  readonly documents: DynamoDBDocumentClient;
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly eventBridge: EventBridgeClient;
  readonly sns: SNSClient;
  /** Closes idle connections; a server that is stopping waits for them. */
  destroy(): void;
}

/** Makes each client when it is first asked for, since most processes need few of them; opens no connection. */
export function createAwsClients(location: AwsLocation = {}): AwsClients {
  const at = (service: Exclude<keyof AwsEndpoints, 'accessKeyId'>) => clientOptions(location, service);
  const made: { destroy(): void }[] = [];
  const once = <Client extends { destroy(): void }>(make: () => Client) => {
    let client: Client | undefined;
    return (): Client => {
      if (client !== undefined) return client;
      client = make();
      made.push(client);
      return client;
    };
  };
  const ssm = once(() => new SSMClient(at('ssm')));
  const secretsManager = once(() => new SecretsManagerClient(at('secretsmanager')));
  const eventBridge = once(() => new EventBridgeClient(at('eventbridge')));
  const sns = once(() => new SNSClient(at('sns')));
  // the document client's own destroy does nothing: it does not own the client it was made from
  const dynamodb = once(() => new DynamoDBClient(at('dynamodb')));
  const documents = once(() =>
    DynamoDBDocumentClient.from(dynamodb(), { marshallOptions: { removeUndefinedValues: true } }),
  );
  return {
    get ssm() {
      return ssm();
    },
    get secretsManager() {
      return secretsManager();
    },
    get eventBridge() {
      return eventBridge();
    },
    get sns() {
      return sns();
    },
    get documents() {
      return documents();
    },
    destroy: () => {
      for (const client of made) client.destroy();
    },
  };
}
