/** A server that gives the answers it is told to, one after another, for failures that no emulator has. */
import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../../local/loopback.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly body: (request: Record<string, unknown>) => object;
}

export interface FailingService {
  readonly url: string;
  /** The bodies that came. */
  readonly requests: Record<string, unknown>[];
  close(): Promise<void>;
}

/** The last answer is given again and again. */
export async function startFailingService(answers: readonly ScriptedAnswer[]): Promise<FailingService> {
  const requests: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString());
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(body);
    response.writeHead(answer?.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer?.body(body)));
  });
  const url = await listenOnLoopback(server);
  return { url, requests, close: () => closeServer(server) };
}
