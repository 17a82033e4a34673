/**
 * `MessageStructure: json` in front of fauxqs, which does not know it: SNS delivers to each protocol its own member of the
 * message, or `default` (SNS API reference, Publish). Here every subscription is a queue's.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What answers a request that did not come over the wire. */
export interface Injectable {
  inject(request: {
    readonly method: 'POST';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload: string;
  }): Promise<{
    readonly statusCode: number;
    readonly headers: object;
    readonly body: string;
  }>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Puts it in front of the server of an app. */
export function deliverMembers(server: Server, app: Injectable): void {
  const handlers = server.listeners('request') as Handler[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization?.includes('/sns/') !== true) {
      for (const handler of handlers) handler(request, response);
      return;
    }
    answer(request, response, app).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, app: Injectable): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: request.headers.authorization ?? '',
  };
  const payload = memberOf(new URLSearchParams(Buffer.concat(chunks).toString())).toString();
  const reply = await app.inject({ method: 'POST', url: request.url ?? '/', headers, payload });
  response.writeHead(reply.statusCode, { 'content-type': 'text/xml' });
  response.end(reply.body);
}

/** @returns the parameters with the member that a queue gets as their message */
function memberOf(parameters: URLSearchParams): URLSearchParams {
  if (parameters.get('MessageStructure') !== 'json') return parameters;
  const members: { readonly sqs?: string; readonly default: string } = JSON.parse(parameters.get('Message') ?? '');
  parameters.set('Message', members.sqs ?? members.default);
  parameters.delete('MessageStructure');
  return parameters;
}
