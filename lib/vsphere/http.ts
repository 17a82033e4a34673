/**
 * node-soap's `httpClient` on node:https. node-soap's own follows redirects with the password, has no deadline, no
 * limit on replies, keeps no cookie, and puts the request into its errors.
 */
import type { Agent } from 'node:https';
import { OnboardingError } from '../errors.ts';
import type { Clock } from '../reconcile/ports.ts';
import { Exchange, type Reply } from './exchange.ts';
import { IdleConnections } from './idle-connections.ts';
import { checkReply } from './reply-check.ts';
import { createTlsAgent, type Trust } from './tls-agent.ts';
import { type CallTraits, isStaleConnection, toTransportError } from './transport-errors.ts';

/** The options under which node-soap passes a call's traits on to {@link VimHttp.request}. */
export interface CallOptions {
  readonly call: CallTraits;
}

/** The one cookie of a vim25 session; its value stands in quotes, which belong to it (pyVmomi fixtures). */
const SESSION_COOKIE = /^(vmware_soap_session=[^;]+)/;

/** HTTPS for one vCenter. */
export class VimHttp {
  private readonly agent: Agent;
  private readonly maxReplyBytes: number;
  readonly #idle: IdleConnections;
  #cookie: string | undefined;

  constructor(trust: Trust, maxReplyBytes: number, clock: Pick<Clock, 'now'>) {
    this.agent = createTlsAgent(trust);
    this.maxReplyBytes = maxReplyBytes;
    this.#idle = new IdleConnections(this.agent, clock);
  }

  /** Forgets the session, so that the next login begins a new one. */
  forgetSession(): void {
    this.#cookie = undefined;
  }

  close(): void {
    this.agent.destroy();
  }

  /** Called by node-soap; answers through `done`, with an error of ours or with a reply that has been checked. */
  request(
    url: string,
    body: string,
    done: (error: unknown, response?: { status: number }, text?: string) => void,
    headers: Record<string, string>,
    options: CallOptions,
  ): void {
    this.#exchange(url, body, headers, options.call).then(
      ({ status, text }) => done(null, { status }, text),
      (error: unknown) => done(error),
    );
  }

  async #exchange(url: string, body: string, headers: Record<string, string>, call: CallTraits): Promise<Reply> {
    const signal = AbortSignal.timeout(call.deadlineMilliseconds);
    if (!call.isRepeatable) await this.#idle.closeOld();
    for (let attempt = 1; ; attempt += 1) {
      const { agent, maxReplyBytes } = this;
      const exchange = new Exchange({ url, body, headers: this.#headers(headers, body), agent, signal, maxReplyBytes });
      try {
        return this.#accept(await exchange.run(), call);
      } catch (cause) {
        const mayRepeat = attempt === 1 && call.isRepeatable && exchange.isReused && !signal.aborted;
        if (mayRepeat && isStaleConnection(cause)) {
          // where one was closed, the others were
          this.#idle.closeAll();
          continue;
        }
        const { isSent, isAnswered } = exchange;
        throw toTransportError(cause, call, { isSent, isAnswered, isPastDeadline: signal.aborted });
      }
    }
  }

  #headers(headers: Record<string, string>, body: string): Record<string, string> {
    return {
      ...headers,
      'Content-Length': String(Buffer.byteLength(body)),
      'Accept-Encoding': 'gzip',
      'User-Agent': 'provisioning-stack',
      ...(this.#cookie === undefined ? {} : { Cookie: this.#cookie }),
    };
  }

  #accept(reply: Reply, call: CallTraits): Reply {
    if (reply.status !== 200 && reply.status !== 500) {
      const what = `${call.operation} was answered with HTTP ${reply.status}.`;
      throw new OnboardingError('reply-unreadable', what, { step: call.operation });
    }
    checkReply(call.operation, reply.status, reply.text);
    for (const cookie of reply.cookies) this.#cookie = SESSION_COOKIE.exec(cookie)?.[1] ?? this.#cookie;
    return reply;
  }
}
