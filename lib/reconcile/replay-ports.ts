/** What a replay asks of the outside; `lib/aws` and `lib/vsphere` implement it. */
import type { Clock, HostEventsQueue, Journal, Log, Vcenter } from './ports.ts';
import type { Trials } from './shared-stores.ts';

/** A message that nobody could work on, hidden from others for a while. */
export interface DeadLetter {
  readonly messageId: string;
  /** Of this receive: another one has another. */
  readonly receipt: string;
  readonly body: string;
  readonly group?: string;
  /** ISO. */
  readonly sentAt?: string;
}

/** The dead-letter queue of a vCenter. May throw `queue-unavailable`. */
export interface DeadLetterQueue {
  name(): Promise<string>;
  /** Up to ten, hidden for two minutes; none when there are no more that are not hidden. */
  receive(): Promise<readonly DeadLetter[]>;
  remove(letters: readonly DeadLetter[]): Promise<void>;
  /** Shows them again at once. */
  release(letters: readonly DeadLetter[]): Promise<void>;
  /** About how many can be received, and how many somebody has received; SQS may lag behind by a minute. */
  count(): Promise<{ readonly shown: number; readonly hidden: number }>;
}

/** Who is writing. May throw `journal-unavailable`. */
export interface LeaseReader {
  /** Owners by moref. */
  owners(vcenter: string, now: Date): Promise<ReadonlyMap<string, string>>;
}

/** Which brakes are on. May throw `journal-unavailable`. */
export interface BrakeReader {
  halts(vcenter: string): Promise<readonly Trials[]>;
}

/** See the head of the file. */
export interface ReplayPorts {
  readonly journal: Pick<Journal, 'readAll'>;
  readonly leases: LeaseReader;
  readonly brake: BrakeReader;
  readonly queue: HostEventsQueue;
  readonly deadLetters: DeadLetterQueue;
  /** Called only when vCenter is needed: for events, and for a host that the journal does not know. */
  readonly openVcenter: () => Promise<Pick<Vcenter, 'findHost' | 'readEvents'>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a page of a replay may take. */
export interface ReplayTime {
  remainingMilliseconds(): number;
}
