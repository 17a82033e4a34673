/** What the pure room asks of the outside. `lib/vsphere` and `lib/aws` implement these; tests bring their own. */
import type { HostMessage, HostReference } from '../contract.ts';
import type { Alert, Untold } from './alert.ts';
import type { HostCommands } from './host-commands.ts';
import type { Intent, JournalRow, RowEnd } from './journal-row.ts';
import type { Outcome } from './outcome.ts';
import type { HostState, VcenterDirectory } from './state.ts';
import type { NetStackEdit, VirtualNicSpec } from './steps.ts';

/** Time, passed in. */
export interface Clock {
  now(): Date;
  /** Resolves after the time, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Structured log; powertools' Logger fits. Never given a secret. */
export interface Log {
  debug(message: string, detail?: Record<string, unknown>): void;
  info(message: string, detail?: Record<string, unknown>): void;
  warn(message: string, detail?: Record<string, unknown>): void;
  error(message: string, detail?: Record<string, unknown>): void;
}

/** Who the server says it is (vim25 `AboutInfo`). */
export interface VcenterAbout {
  readonly instanceUuid: string;
  /** `8.0.3.0`. */
  readonly apiVersion: string;
}

/** One vCenter event, as far as we care. `host` is absent when the event names none. */
export interface VcenterEvent {
  readonly key: number;
  readonly eventTypeId: string;
  /** ISO text, vCenter's clock. */
  readonly createdTime: string;
  readonly host?: HostReference;
}

/** A time of vCenter's clock, both ends inclusive; without a beginning from the oldest event that it still has. */
export interface EventRange {
  readonly since?: Date;
  readonly until?: Date;
}

/** A cursor over vCenter's events. */
export interface EventReader {
  /** All events that came since the last call, in vCenter's order; empty when there are none. */
  next(): Promise<VcenterEvent[]>;
  close(): Promise<void>;
}

/** Reading one host afresh; `host-gone` when it left the inventory. */
export interface HostReader {
  readHost(moref: string): Promise<HostState>;
  /** Cached; `refresh` reads it again. */
  directory(refresh?: boolean): Promise<VcenterDirectory>;
}

/** The writes of HostNetworkSystem; `networkSystem` is its moref. Each is one SOAP call. */
export interface HostWriter {
  /** @param portgroup name of a standard portgroup, or '' with a distributed port. @returns the device, `vmk2` */
  addVirtualNic(networkSystem: string, portgroup: string, nic: VirtualNicSpec): Promise<string>;
  updateVirtualNic(networkSystem: string, device: string, nic: VirtualNicSpec): Promise<void>;
  removeVirtualNic(networkSystem: string, device: string): Promise<void>;
  /** UpdateNetworkConfig(modify) with one `netStackSpec` of operation `edit`. */
  updateNetworkConfig(networkSystem: string, edit: NetStackEdit): Promise<void>;
}

/** One vCenter: a warm session behind it. Every method may throw the `vcenter-*`, `login-refused`, `reply-*` codes. */
export interface Vcenter extends HostReader, HostWriter {
  /** The name under which messages and parameters know it. */
  readonly name: string;
  /** esxcli on its hosts. */
  readonly commands: HostCommands;
  about(): Promise<VcenterAbout>;
  currentTime(): Promise<Date>;
  /** By moref, inventory path or name; `host-not-found` when there is none. */
  findHost(nameOrPathOrMoref: string): Promise<HostReference>;
  /** Every host, page by page, in one session. */
  readHosts(): AsyncIterable<readonly HostState[]>;
  openEvents(since: Date, eventTypeIds: readonly string[]): Promise<EventReader>;
  /** What has happened, oldest first, page by page; some events may come twice. */
  readEvents(range: EventRange, eventTypeIds: readonly string[]): AsyncIterable<readonly VcenterEvent[]>;
  /** Logs out and closes connections; never throws. */
  close(): Promise<void>;
}

/** One settings document as it is stored. */
export interface StoredDocument {
  /** Encoded scope: `defaults`, `datacenters/DC0`, … */
  readonly scope: string;
  /** Where it is kept: the parameter's name, or file and key. Shown to people. */
  readonly origin: string;
  readonly version: number;
  /** JSON text. */
  readonly text: string;
}

/** Settings by scope; absent scopes are left out. May throw `parameters-unavailable`. */
export interface SettingsSource {
  read(vcenter: string, scopes: readonly string[]): Promise<readonly StoredDocument[]>;
  /** Every scope of the vCenter at once, for the sweep and for `--all`; not the connection. */
  readAll(vcenter: string): Promise<readonly StoredDocument[]>;
}

/** The host journal. May throw `journal-unavailable`, which leaves the message to redelivery. */
export interface Journal {
  read(vcenter: string, moref: string): Promise<JournalRow | undefined>;
  /** Replaces the row of the host, its open intent included. */
  write(row: JournalRow): Promise<void>;
  /**
   * Writes the end over that of `known`, where the row still is as known; what is ours stays. What `known` has open is
   * closed by it.
   * @returns false when a run has written meanwhile, has opened an intent, or waits
   */
  replace(end: RowEnd, known: JournalRow | undefined): Promise<boolean>;
  /** The end of a run that was kept out, in the row of the run that keeps it out: what that one has open stays. */
  recordBeside(end: RowEnd): Promise<void>;
  /** What is still to be told of a host, undefined: nothing; nothing happens when the outcome is no longer the last one. */
  markUntold(outcome: Outcome, untold: Untold | undefined): Promise<void>;
  /** Records what is about to be done, before the first write; closed by the next `write`. */
  openIntent(vcenter: string, host: HostReference, intent: Intent): Promise<void>;
  /** Every row of the vCenter, for the sweep. */
  readAll(vcenter: string): Promise<readonly JournalRow[]>;
  /** Hosts whose time has come: deferred ones, and those of which something is still to be told. */
  due(vcenter: string, now: Date): Promise<readonly JournalRow[]>;
  /** An event that the queue will never take. */
  recordRejectedEvent(vcenter: string, event: VcenterEvent, reason: string): Promise<void>;
}

/** Hosts that were there when a vCenter was first swept; one item, written once. */
export interface BaselineStore {
  read(vcenter: string, instanceUuid: string): Promise<ReadonlySet<string> | undefined>;
  /** @returns the baseline that holds now: ours, or the one that was there already */
  take(vcenter: string, instanceUuid: string, morefs: readonly string[]): Promise<ReadonlySet<string>>;
}

/** How far the events of a vCenter have been forwarded. */
export interface Checkpoint {
  readonly instanceUuid: string;
  /** vCenter's time of the newest event forwarded, ISO. */
  readonly time: string;
  /** `<key>/<createdTime>` of the events of the two minutes before `time`. */
  readonly keys: readonly string[];
}

/** The newest run wins: it takes the checkpoint over, and older runs lose at their next save. */
export interface CheckpointStore {
  take(vcenter: string, runId: string): Promise<Checkpoint | undefined>;
  /** @returns false when a newer run has taken it over */
  save(vcenter: string, runId: string, checkpoint: Checkpoint): Promise<boolean>;
}

/** One writer a host. */
export interface LeaseStore {
  /** @returns undefined when taken; else who holds it */
  acquire(vcenter: string, moref: string, owner: string, until: Date, now: Date): Promise<string | undefined>;
  /** @returns false when it is no longer ours */
  renew(vcenter: string, moref: string, owner: string, until: Date, now: Date): Promise<boolean>;
  release(vcenter: string, moref: string, owner: string): Promise<void>;
  /** Ends every lease of the vCenter: for a start at which it is certain that nobody else runs. */
  releaseAll(vcenter: string): Promise<void>;
}

/** What became of one message that was to be sent. */
export type SendResult = { readonly accepted: true } | { readonly accepted: false; readonly reason: string };

/** The host events queue of a vCenter. Throws `queue-unavailable` when sending may succeed later. */
export interface HostEventsQueue {
  /**
   * Results in the order of the messages; not accepted = SQS will never take it.
   * @param origins by position, where each was before, for the message attribute `replayedFrom`
   */
  send(messages: readonly HostMessage[], origins?: readonly string[]): Promise<readonly SendResult[]>;
}

/** Telling others. */
export interface Announcer {
  /** An outcome, as a versioned event on the bus. */
  outcome(outcome: Outcome): Promise<void>;
  /** To people, by mail and chat. */
  alert(alert: Alert): Promise<void>;
  /** Asks for a sweep of the vCenter now. */
  requestSweep(vcenter: string, reason: string): Promise<void>;
}

/** Numbers; powertools' Metrics behind it. */
export interface Meter {
  count(name: string, value: number): void;
  milliseconds(name: string, value: number): void;
}
