/** One vCenter behind the port `Vcenter`; the only door of this room. */
import type { HostReference } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { HostCommands } from '../reconcile/host-commands.ts';
import type { Clock, EventRange, EventReader, Log, Vcenter, VcenterAbout, VcenterEvent } from '../reconcile/ports.ts';
import type { LoginBreaker } from '../reconcile/shared-stores.ts';
import type { HostState, VcenterDirectory } from '../reconcile/state.ts';
import type { NetStackEdit, VirtualNicSpec } from '../reconcile/steps.ts';
import { VimClient } from './client.ts';
import { readDirectory } from './directory.ts';
import { EsxcliCommands } from './esxcli-commands.ts';
import { readEventHistory } from './event-history.ts';
import { CollectorReader } from './events.ts';
import { findHost } from './find-host.ts';
import { HostReads } from './host-reads.ts';
import { Inspection } from './inspection.ts';
import { type CredentialsProvider, LoginGate } from './login-gate.ts';
import { NetworkWrites } from './network-writes.ts';
import { Session } from './session.ts';
import { parsedWsdl } from './wsdl.ts';

/** How a vCenter is reached, and what is shared with it. */
export interface VcenterOptions {
  /** The name under which messages and parameters know it. */
  readonly name: string;
  /** `https://vc01.corp.example/sdk`. */
  readonly endpoint: string;
  /** Asked before each login. */
  readonly credentials: CredentialsProvider;
  /** Shared by all who log in with the same secret; without it a refusal is known to this process alone. */
  readonly loginBreaker?: LoginBreaker | undefined;
  /** PEM text. With neither this nor a thumbprint, the system's CAs decide; TLS is always verified. */
  readonly ca?: string | undefined;
  /** SHA-256 of vCenter's certificate. */
  readonly thumbprint?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Deadline of a call, 60 s if not given; writes have twice that, since the host works meanwhile. */
  readonly callTimeoutMilliseconds?: number | undefined;
  /** 32 MB if not given. */
  readonly maxReplyBytes?: number | undefined;
}

const CALL_TIMEOUT_MILLISECONDS = 60_000;
/** A portgroup that was renamed keeps its old name no longer than this. */
const DIRECTORY_MILLISECONDS = 5 * 60_000;
const MAX_REPLY_BYTES = 32 * 1024 * 1024;

/** A vCenter that can also be asked what only people want to know. */
export interface InspectedVcenter extends Vcenter {
  /** In the same session as everything else. */
  readonly inspection: Inspection;
}

/**
 * A vCenter. Nothing is sent before the first call.
 * @throws connection-invalid for an endpoint, CA or thumbprint that is none
 */
export function connectVcenter(options: VcenterOptions): InspectedVcenter {
  checkEndpoint(options.endpoint);
  const client = new VimClient({
    name: options.name,
    endpoint: options.endpoint,
    trust: { ca: options.ca, thumbprint: options.thumbprint },
    callTimeoutMilliseconds: options.callTimeoutMilliseconds ?? CALL_TIMEOUT_MILLISECONDS,
    maxReplyBytes: options.maxReplyBytes ?? MAX_REPLY_BYTES,
    clock: options.clock,
  });
  // parsed while the caller still prepares
  void parsedWsdl();
  const { name, credentials, loginBreaker: breaker, clock, log } = options;
  const gate = new LoginGate({ name, credentials, breaker, clock, log });
  return new SoapVcenter(name, new Session(client, gate, log), log, clock);
}

class SoapVcenter implements InspectedVcenter {
  readonly name: string;
  readonly commands: HostCommands;
  readonly inspection: Inspection;
  readonly #session: Session;
  readonly #reads: HostReads;
  readonly #writes: NetworkWrites;
  #directory: Promise<VcenterDirectory> | undefined;
  #directoryReadAt = 0;
  readonly #clock: Clock;

  constructor(name: string, session: Session, log: Log, clock: Clock) {
    this.name = name;
    this.#clock = clock;
    this.#session = session;
    this.#reads = new HostReads(session, log);
    this.#writes = new NetworkWrites(session);
    this.commands = new EsxcliCommands(session);
    this.inspection = new Inspection(session);
  }

  about(): Promise<VcenterAbout> {
    return this.#session.run(async ({ content: { about } }) => ({
      instanceUuid: about.instanceUuid ?? '',
      apiVersion: about.apiVersion,
    }));
  }

  async currentTime(): Promise<Date> {
    return new Date(await this.#session.currentTime());
  }

  findHost(nameOrPathOrMoref: string): Promise<HostReference> {
    return this.#session.run((session) => findHost(session, nameOrPathOrMoref));
  }

  readHost(moref: string): Promise<HostState> {
    return this.#reads.readHost(moref);
  }

  readHosts(): AsyncIterable<readonly HostState[]> {
    return this.#reads.readHosts();
  }

  directory(refresh = false): Promise<VcenterDirectory> {
    const now = this.#clock.now().getTime();
    if (refresh || now - this.#directoryReadAt > DIRECTORY_MILLISECONDS) this.#directory = undefined;
    if (this.#directory === undefined) {
      const reading = this.#session.run(readDirectory);
      this.#directory = reading;
      this.#directoryReadAt = now;
      // a failed read is not kept
      reading.catch(() => {
        if (this.#directory === reading) this.#directory = undefined;
      });
    }
    return this.#directory;
  }

  addVirtualNic(networkSystem: string, portgroup: string, nic: VirtualNicSpec): Promise<string> {
    return this.#writes.addVirtualNic(networkSystem, portgroup, nic);
  }

  updateVirtualNic(networkSystem: string, device: string, nic: VirtualNicSpec): Promise<void> {
    return this.#writes.updateVirtualNic(networkSystem, device, nic);
  }

  removeVirtualNic(networkSystem: string, device: string): Promise<void> {
    return this.#writes.removeVirtualNic(networkSystem, device);
  }

  updateNetworkConfig(networkSystem: string, edit: NetStackEdit): Promise<void> {
    return this.#writes.updateNetworkConfig(networkSystem, edit);
  }

  async openEvents(since: Date, eventTypeIds: readonly string[]): Promise<EventReader> {
    const reader = new CollectorReader(this.#session, since, eventTypeIds);
    await reader.open();
    return reader;
  }

  readEvents(range: EventRange, eventTypeIds: readonly string[]): AsyncIterable<readonly VcenterEvent[]> {
    return readEventHistory(this.#session, range, eventTypeIds);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

function checkEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol === 'https:' && url.pathname === '/sdk' && url.username === '' && url.password === '') return;
  // the text is not shown: it may hold a password
  throw new OnboardingError('connection-invalid', 'The endpoint must look like https://vcenter.example/sdk.');
}
