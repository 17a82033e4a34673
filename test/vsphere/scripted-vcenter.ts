/** A TLS server that answers vim25 calls as a test tells it, and keeps what it was asked. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach } from '@jest/globals';
import { LOOPBACK, type TestCertificate } from './certificate.ts';
import { fault, reply, serviceContent } from './replies.ts';

/** One call as it came over the wire. */
export interface Call {
  readonly operation: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  /** The connection that it came by, counted from 1. */
  readonly connection: number;
}

/** Text is a SOAP message: HTTP 500 for a fault, else 200. A function does what it wants with the response. */
export type Answer = string | ((response: ServerResponse, call: Call) => void);

/** An answer that depends on the call. */
export interface Choice {
  readonly choose: (call: Call) => Answer;
}

/** Answers by operation; a list is used up one by one, its last stays. */
export type Script = Record<string, Answer | readonly Answer[] | Choice | undefined>;

/** A server that listens. */
export interface ScriptedVcenter {
  readonly url: string;
  readonly certificate: TestCertificate;
  readonly calls: Call[];
  /** The operations called so far. */
  operations(): string[];
  /** The body of the only call of an operation. */
  body(operation: string): string;
}

/** What a session needs; a test's script comes before it. */
const BASICS: Script = {
  RetrieveServiceContent: reply('RetrieveServiceContent', serviceContent('8.0.3.0')),
  Login: (response: ServerResponse) => {
    response.setHeader('Set-Cookie', 'vmware_soap_session="abc-1"; Path=/; HttpOnly; Secure');
    response.end(reply('Login', '<returnval><key>s</key><userName>u</userName></returnval>'));
  },
  Logout: reply('Logout', ''),
  DestroyView: reply('DestroyView', ''),
  DestroyCollector: reply('DestroyCollector', ''),
};

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** Starts a server, which is closed after the test. */
export async function scriptedVcenter(script: Script, certificate = LOOPBACK): Promise<ScriptedVcenter> {
  const calls: Call[] = [];
  const used = new Map<string, number>();
  const connections = new Map<unknown, number>();
  const server = createServer({ key: certificate.key, cert: certificate.cert }, async (request, response) => {
    const body = await textOf(request);
    const operation = /<(?:\w+:)?Body[^>]*><(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
    const connection = connections.get(request.socket) ?? connections.size + 1;
    connections.set(request.socket, connection);
    const call = { operation, body, headers: request.headers, connection };
    calls.push(call);
    const count = used.get(operation) ?? 0;
    used.set(operation, count + 1);
    send(response, call, choose({ ...BASICS, ...script }[operation], call, count));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/sdk`,
    certificate,
    calls,
    operations: () => calls.map(({ operation }) => operation),
    body: (operation) => only(calls.filter((call) => call.operation === operation)).body,
  };
}

function choose(entry: Script[string], call: Call, count: number): Answer {
  if (entry === undefined) return fault('MethodNotFound', `<method>${call.operation}</method>`);
  if (Array.isArray(entry)) return entry[Math.min(count, entry.length - 1)];
  return typeof entry === 'object' && 'choose' in entry ? entry.choose(call) : (entry as Answer);
}

function send(response: ServerResponse, call: Call, answer: Answer): void {
  if (typeof answer === 'function') {
    answer(response, call);
    return;
  }
  response.statusCode = /<(?:\w+:)?Fault>/.test(answer) ? 500 : 200;
  response.setHeader('Content-Type', 'text/xml; charset=utf-8');
  response.end(answer);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function only<T>(items: readonly T[]): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new RangeError(`${items.length} calls, not one`);
  return item;
}
