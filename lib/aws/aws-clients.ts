import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type AwsEndpoints, type AwsLocation, clientOptions } from './client-options.ts';
import { createSqsClient } from './sqs-client.ts';

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

/** Makes the clients; opens no connection. */
export function createAwsClients(location: AwsLocation = {}): AwsClients {
  const at = (service: Exclude<keyof AwsEndpoints, 'accessKeyId'>) => clientOptions(location, service);
  const dynamodb = new DynamoDBClient(at('dynamodb'));
  const clients = {
    sqs: createSqsClient(location),
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
