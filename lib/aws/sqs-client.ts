import { SQSClient } from '@aws-sdk/client-sqs';
import { type AwsLocation, clientOptions } from './client-options.ts';

/** The client of the queues. A file of its own: a bundle that needs no other client holds no other one. */
export function createSqsClient(location: AwsLocation = {}): SQSClient {
  return new SQSClient(clientOptions(location, 'sqs'));
}
