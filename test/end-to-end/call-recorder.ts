/** Stands between clients and the emulated AWS, and writes down each call: what IAM would be asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AwsEndpoints } from '../../lib/aws/client-options.ts';

/** A call as IAM judges it; a call on several resources is several. */
export interface RecordedCall {
  /** `dynamodb:PutItem`. */
  readonly action: string;
  /** As the call names it: table or table and index, queue URL, name of a parameter, id of a secret, ARN of a topic. */
  readonly resource: string;
}

/** The same endpoints, recorded. */
export interface CallRecorder {
  readonly endpoints: AwsEndpoints;
  calls(): readonly RecordedCall[];
  close(): Promise<void>;
}

type Service = Exclude<keyof AwsEndpoints, 'accessKeyId'>;

/** IAM knows the batch of a call by the name of the call (Amazon SQS API reference). */
const BATCHES: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** What IAM calls a service otherwise than its endpoint. */
const PREFIXES: Readonly<Record<string, string>> = { eventbridge: 'events' };

/** Starts one door for each service. */
export async function startCallRecorder(endpoints: AwsEndpoints): Promise<CallRecorder> {
  const calls: RecordedCall[] = [];
  const servers: Server[] = [];
  const recorded = { ...endpoints };
  for (const service of ['sqs', 'dynamodb', 'ssm', 'secretsmanager', 'eventbridge', 'sns'] as const) {
    const server = createServer((request, response) => {
      forward(endpoints[service], request, response, (body) => calls.push(...callsOf(service, request, body)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    recorded[service] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  return {
    endpoints: recorded,
    calls: () => calls,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  record: (body: string) => void,
): Promise<void> {
  const body = await text(request);
  record(body);
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  const answer = await fetch(new URL(request.url ?? '/', target), {
    method: request.method ?? 'POST',
    headers: headers.map(([name, value]) => [name, String(value)] as [string, string]),
    body,
  });
  const type = answer.headers.get('content-type') ?? 'application/json';
  // DynamoDB's checksum is over the text, which goes on as it is
  const checksum = answer.headers.get('x-amz-crc32');
  response.writeHead(answer.status, {
    'content-type': type,
    ...(checksum === null ? {} : { 'x-amz-crc32': checksum }),
  });
  response.end(await answer.text());
}

const HOP_BY_HOP = ['host', 'connection', 'content-length', 'expect', 'transfer-encoding'];

function callsOf(service: Service, { headers }: IncomingMessage, body: string): RecordedCall[] {
  const target = String(headers['x-amz-target'] ?? '');
  const isQuery = target === '';
  const input: Readonly<Record<string, unknown>> = isQuery
    ? Object.fromEntries(new URLSearchParams(body))
    : JSON.parse(body);
  const called = isQuery ? String(input['Action']) : (target.split('.')[1] ?? '');
  const action = `${PREFIXES[service] ?? service}:${BATCHES[called] ?? called}`;
  return resourcesOf(input).map((resource) => ({ action, resource }));
}

function resourcesOf(input: Readonly<Record<string, unknown>>): string[] {
  const { TableName, IndexName, QueueUrl, QueueName, Name, Names, Path, SecretId, TopicArn, Entries } = input;
  if (TableName !== undefined) return [IndexName === undefined ? `${TableName}` : `${TableName}/index/${IndexName}`];
  if (Array.isArray(Names)) return Names.map(String);
  const buses = QueueUrl === undefined && Array.isArray(Entries) ? Entries.map(({ EventBusName }) => EventBusName) : [];
  const named = [QueueUrl, QueueName, Name, Path, SecretId, TopicArn, ...buses].filter((each) => each !== undefined);
  return named.length === 0 ? ['(nothing that is known)'] : named.map(String);
}
