/**
 * One HTTP server that plays the services for which there is no emulator from npm, as far as this product calls them:
 * Parameter Store, Secrets Manager, EventBridge. They share AWS's JSON 1.1 protocol; the X-Amz-Target header names
 * service and action. Everything else is refused as AWS refuses it.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { guard } from './emulator-key.ts';
import { type BusEvent, EventBusFake } from './event-bus-fake.ts';
import { type Action, fault, type ServiceAnswer } from './json-answer.ts';
import { closeServer, listenOnLoopback } from './loopback.ts';
import { type ParameterProvider, ParameterStoreFake } from './parameter-store-fake.ts';
import { type SecretDocument, SecretsFake } from './secrets-fake.ts';

/** What the services hold, and who gets the events. */
export interface JsonServicesOptions {
  /** Asked at every read: the parameters as they are now. */
  readonly parameters: ParameterProvider;
  /** By name. */
  readonly secrets: Readonly<Record<string, SecretDocument>>;
  readonly onEvent: (event: BusEvent) => void;
}

/** The running server. */
export interface JsonServices {
  /** Base URL for clients of the three services. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server on a free port of the loopback interface. */
export async function startJsonServices(options: JsonServicesOptions): Promise<JsonServices> {
  const parameterStore = new ParameterStoreFake(options.parameters);
  const secrets = new SecretsFake(options.secrets);
  const bus = new EventBusFake(options.onEvent);
  const actions = new Map<string, Action>([
    ['AmazonSSM.GetParameter', (body) => parameterStore.getParameter(body)],
    ['AmazonSSM.GetParameters', (body) => parameterStore.getParameters(body)],
    ['AmazonSSM.GetParametersByPath', (body) => parameterStore.getParametersByPath(body)],
    ['AmazonSSM.GetParameterHistory', (body) => parameterStore.getParameterHistory(body)],
    ['AmazonSSM.PutParameter', (body) => parameterStore.putParameter(body)],
    ['AmazonSSM.DeleteParameter', (body) => parameterStore.deleteParameter(body)],
    ['secretsmanager.GetSecretValue', (body) => secrets.getSecretValue(body)],
    ['AWSEvents.PutEvents', (body) => bus.putEvents(body)],
  ]);
  const server = createServer((request, response) => {
    answer(actions, request).then(
      (result) => send(response, result),
      // the caller has gone in the middle of its request
      () => response.destroy(),
    );
  });
  guard(server);
  const url = await listenOnLoopback(server);
  return { url, close: () => closeServer(server) };
}

async function answer(actions: ReadonlyMap<string, Action>, request: IncomingMessage): Promise<ServiceAnswer> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const action = actions.get(target);
  if (request.method !== 'POST' || action === undefined) {
    return fault('UnknownOperationException', `This emulator does not know ${request.method} ${target}.`);
  }
  const body = await readJson(request);
  if (body === undefined) {
    return fault('SerializationException', 'The body is not a JSON object.');
  }
  try {
    return await action(body);
  } catch (error) {
    return fault('InternalServerError', error instanceof Error ? error.message : String(error), 500);
  }
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body }: ServiceAnswer): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() });
  response.end(JSON.stringify(body));
}
