/** Typed vim25 calls through node-soap, for one vCenter; knows nothing of logins. */
import { Client } from 'soap/lib/client.js';
import type { IHttpClient, IOptions } from 'soap/lib/types.js';
import { OnboardingError } from '../errors.ts';
import type { Clock } from '../reconcile/ports.ts';
import { decodeReply } from './decode-reply.ts';
import { encodeRequest } from './encode-request.ts';
import { toFaultError } from './faults.ts';
import { type CallOptions, VimHttp } from './http.ts';
import { located } from './located.ts';
import { xsiPrefixes } from './reply-check.ts';
import type { Trust } from './tls-agent.ts';
import type { Operations } from './vim25-types.ts';
import { parsedWsdl, SOAP_OPTIONS } from './wsdl.ts';

/** The name of an operation in our WSDL. */
export type Operation = keyof Operations;

/** How a vCenter is reached. */
export interface ClientOptions {
  /** The name that errors give it. */
  readonly name: string;
  readonly endpoint: string;
  readonly trust: Trust;
  readonly callTimeoutMilliseconds: number;
  readonly maxReplyBytes: number;
  /** Tells how long a connection has been idle. */
  readonly clock: Pick<Clock, 'now'>;
}

const WRITES: ReadonlySet<Operation> = new Set([
  'AddVirtualNic',
  'UpdateVirtualNic',
  'RemoveVirtualNic',
  'UpdateNetworkConfig',
]);

/** Besides writes; each of these moves something on: a cursor, a count of failed logins. */
const NOT_REPEATABLE: ReadonlySet<Operation> = new Set(['Login', 'ContinueRetrievePropertiesEx', 'ReadNextEvents']);

/** Whoever asked for these goes on with the result; others may return nothing. */
const ALWAYS_RETURN: ReadonlySet<Operation> = new Set([
  'RetrieveServiceContent',
  'CurrentTime',
  'CreateContainerView',
  'CreateCollectorForEvents',
  'AddVirtualNic',
  'RetrieveManagedMethodExecuter',
]);

/** node-soap's client, its untyped methods aside. */
type SoapMethod = (argument: unknown, options: CallOptions) => Promise<[result: unknown, text: string]>;

/** One vCenter's operations. */
export class VimClient {
  readonly name: string;
  readonly #options: ClientOptions;
  readonly #http: VimHttp;
  #soap: Promise<Client> | undefined;

  constructor(options: ClientOptions) {
    this.name = options.name;
    this.#options = options;
    this.#http = new VimHttp(options.trust, options.maxReplyBytes, options.clock);
  }

  /**
   * Calls an operation.
   * @param isWrite to be given where the operation alone does not tell: ExecuteSoap carries any command
   * @throws the `vcenter-*`, `reply-*`, `fault-*` and `answer-lost` codes, none of them with request or reply
   */
  async call<O extends Operation>(
    operation: O,
    argument: Operations[O]['in'],
    isWrite = WRITES.has(operation),
  ): Promise<Operations[O]['out']> {
    try {
      return await this.#call(operation, argument, isWrite);
    } catch (error) {
      throw located(error, this.name, operation);
    }
  }

  /**
   * The schema version that replies are written in from now on. An older one hides members: `netStackInstance` is
   * invisible before 5.5 (vSphere docs GUID-75B9897E, pyVmomi basic_connection fixture).
   */
  async useApiVersion(apiVersion: string): Promise<void> {
    (await this.#client()).setSOAPAction(`urn:vim25/${apiVersion}`);
  }

  /** Forgets the session cookie. */
  forgetSession(): void {
    this.#http.forgetSession();
  }

  /** Closes the connections; a later call opens new ones. */
  close(): void {
    this.#http.close();
  }

  async #call<O extends Operation>(
    operation: O,
    argument: Operations[O]['in'],
    isWrite: boolean,
  ): Promise<Operations[O]['out']> {
    const [result, text] = await this.#send(operation, encodeRequest(argument, operation), isWrite);
    const decoded = decodeReply(result, { xsiPrefixes: xsiPrefixes(text) }) as { returnval?: unknown } | undefined;
    // node-soap makes null of an empty answer, and undefined of none
    if (result === undefined || (decoded?.returnval === undefined && ALWAYS_RETURN.has(operation))) {
      throw new OnboardingError('reply-unreadable', `${operation} was answered with nothing.`);
    }
    return decoded?.returnval as Operations[O]['out'];
  }

  async #send(operation: Operation, argument: unknown, isWrite: boolean): Promise<[result: unknown, text: string]> {
    const client = await this.#client();
    const deadlineMilliseconds = this.#options.callTimeoutMilliseconds * (isWrite ? 2 : 1);
    const isRepeatable = !isWrite && !NOT_REPEATABLE.has(operation);
    const method = client[`${operation}Async`] as SoapMethod;
    try {
      return await method(argument, { call: { operation, deadlineMilliseconds, isWrite, isRepeatable } });
    } catch (error) {
      throw error instanceof OnboardingError ? error : toFaultError(error, operation);
    } finally {
      forgetTexts(client);
    }
  }

  #client(): Promise<Client> {
    this.#soap ??= parsedWsdl().then((wsdl) => {
      const httpClient = this.#http as unknown as IHttpClient;
      const options: IOptions = { ...SOAP_OPTIONS, httpClient };
      return new Client(wsdl, this.#options.endpoint, options);
    });
    return this.#soap;
  }
}

/** node-soap keeps the last request, with its password, and the last reply until the next call. */
function forgetTexts(client: Client): void {
  Object.assign(client, {
    lastMessage: undefined,
    lastRequest: undefined,
    lastResponse: undefined,
    lastResponseHeaders: undefined,
    lastRequestHeaders: undefined,
  });
}
