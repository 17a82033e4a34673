/** One POST over node:https: no redirect, a limit on the reply, the whole of it under one deadline. */
import type { IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OnboardingError } from '../errors.ts';

/** A reply whose whole body has come. */
export interface Reply {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly text: string;
}

/** What is sent, and under which limits. */
interface Order {
  readonly url: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly agent: Agent;
  readonly signal: AbortSignal;
  readonly maxReplyBytes: number;
}

const zlib = () => process.getBuiltinModule('node:zlib');

/** One request and its reply, with what is needed to judge a failure. */
export class Exchange {
  isSent = false;
  isAnswered = false;
  isReused = false;
  readonly #order: Order;

  constructor(order: Order) {
    this.#order = order;
  }

  async run(): Promise<Reply> {
    const response = await this.#send();
    this.isAnswered = true;
    const status = response.statusCode ?? 0;
    const cookies = response.headers['set-cookie'] ?? [];
    if (status !== 200 && status !== 500) {
      // nobody reads it, and a redirect is never followed
      response.destroy();
      return { status, cookies, text: '' };
    }
    return { status, cookies, text: await this.#read(response) };
  }

  #send(): Promise<IncomingMessage> {
    const { url, body, headers, agent, signal } = this.#order;
    return new Promise((resolve, reject) => {
      const request = httpsRequest(url, { method: 'POST', headers, agent, signal }, resolve);
      request.on('error', reject);
      request.on('socket', (socket) => {
        this.isReused = request.reusedSocket;
        // the request leaves as soon as the connection is verified
        if (!socket.connecting) this.isSent = true;
        else
          socket.once('secureConnect', () => {
            this.isSent = true;
          });
      });
      request.end(body);
      // loaded while the connection is made: the process has nothing else to do then
      zlib();
    });
  }

  async #read(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const { maxReplyBytes: limit, signal } = this.#order;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        chunks.push(chunk);
        done(bytes > limit ? new OnboardingError('reply-too-large', `A reply is larger than ${limit} bytes.`) : null);
      },
    });
    const isGzip = response.headers['content-encoding'] === 'gzip';
    if (isGzip) await pipeline(response, zlib().createGunzip(), sink, { signal });
    else await pipeline(response, sink, { signal });
    return Buffer.concat(chunks).toString('utf8');
  }
}
