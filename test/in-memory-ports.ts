/** The AWS side of the ports as values in memory, with the conditions that the tables hold. */
import { deduplicationId, type HostMessage, type HostReference } from '../lib/contract.ts';
import type { Alert, Untold } from '../lib/reconcile/alert.ts';
import type { Intent, JournalRow, RowEnd } from '../lib/reconcile/journal-row.ts';
import type { Outcome } from '../lib/reconcile/outcome.ts';
import type {
  Announcer,
  BaselineStore,
  Checkpoint,
  CheckpointStore,
  HostEventsQueue,
  Journal,
  LeaseStore,
  Log,
  Meter,
  SendResult,
  SettingsSource,
  StoredDocument,
  VcenterEvent,
} from '../lib/reconcile/ports.ts';
import { CallLog } from './call-log.ts';

export class InMemorySettings implements SettingsSource {
  readonly calls = new CallLog();
  documents: readonly StoredDocument[];

  constructor(documents: readonly StoredDocument[]) {
    this.documents = documents;
  }

  read = (_vcenter: string, scopes: readonly string[]) =>
    this.calls.run('read', () => this.documents.filter(({ scope }) => scopes.includes(scope)));
  readAll = () => this.calls.run('readAll', () => this.documents);
}

/** What an end does not touch. */
function outliving({ added, silences }: Partial<JournalRow> = {}): Pick<JournalRow, 'added' | 'silences'> {
  return { ...(added === undefined ? {} : { added }), ...(silences === undefined ? {} : { silences }) };
}

export class InMemoryJournal implements Journal {
  readonly calls = new CallLog();
  readonly rows = new Map<string, JournalRow>();
  readonly rejected: { event: VcenterEvent; reason: string }[] = [];

  read = (_vcenter: string, moref: string) => this.calls.run('read', () => this.rows.get(moref));
  write = (row: JournalRow) => this.calls.run('write', () => void this.rows.set(row.moref, row));
  replace = (end: RowEnd, known: JournalRow | undefined) =>
    this.calls.run('replace', () => {
      const { vcenter, host } = end.outcome;
      const there = this.rows.get(host.moref);
      const marks = (row: JournalRow | undefined) =>
        JSON.stringify([row?.outcome?.finishedAt, row?.deferral?.dueAt, row?.intent?.openedAt, row?.untold?.dueAt]);
      if (marks(there) !== marks(known)) return false;
      this.rows.set(host.moref, { vcenter, ...host, ...end, ...outliving(there) });
      return true;
    });
  recordBeside = (end: RowEnd) =>
    this.calls.run('recordBeside', () => {
      const { vcenter, host } = end.outcome;
      const there = this.rows.get(host.moref);
      const intent = there?.intent === undefined ? {} : { intent: there.intent };
      this.rows.set(host.moref, { vcenter, ...host, ...end, ...intent, ...outliving(there) });
    });
  markUntold = ({ host, finishedAt }: Outcome, untold: Untold | undefined) =>
    this.calls.run('markUntold', () => {
      const row = this.rows.get(host.moref);
      if (row?.outcome?.finishedAt !== finishedAt) return;
      const { untold: _told, ...rest } = row;
      this.rows.set(host.moref, { ...rest, ...(untold === undefined ? {} : { untold }) });
    });
  openIntent = (vcenter: string, { moref, name }: HostReference, intent: Intent) =>
    this.calls.run(
      'openIntent',
      () => void this.rows.set(moref, { ...this.rows.get(moref), vcenter, moref, name, intent }),
    );
  readAll = () => this.calls.run('readAll', () => [...this.rows.values()]);
  due = (_vcenter: string, now: Date) =>
    this.calls.run('due', () =>
      [...this.rows.values()].filter(({ deferral, untold }) =>
        [deferral, untold].some((open) => open !== undefined && new Date(open.dueAt) <= now),
      ),
    );
  recordRejectedEvent = (_vcenter: string, event: VcenterEvent, reason: string) =>
    this.calls.run('recordRejectedEvent', () => void this.rejected.push({ event, reason }));
}

export class InMemoryBaseline implements BaselineStore {
  readonly calls = new CallLog();
  readonly taken = new Map<string, ReadonlySet<string>>();

  read = (vcenter: string, instanceUuid: string) =>
    this.calls.run('read', () => this.taken.get(`${vcenter}/${instanceUuid}`));
  take = (vcenter: string, instanceUuid: string, morefs: readonly string[]) =>
    this.calls.run('take', () => {
      const key = `${vcenter}/${instanceUuid}`;
      const holds = this.taken.get(key) ?? new Set(morefs);
      this.taken.set(key, holds);
      return holds;
    });
}

export class InMemoryCheckpoints implements CheckpointStore {
  readonly calls = new CallLog();
  owner: string | undefined;
  checkpoint: Checkpoint | undefined;

  take = (_vcenter: string, runId: string) =>
    this.calls.run('take', () => {
      this.owner = runId;
      return this.checkpoint;
    });
  save = (_vcenter: string, runId: string, checkpoint: Checkpoint) =>
    this.calls.run('save', () => {
      if (this.owner !== runId) return false;
      this.checkpoint = checkpoint;
      return true;
    });
}

export class InMemoryLeases implements LeaseStore {
  readonly calls = new CallLog();
  readonly held = new Map<string, { owner: string; until: Date }>();

  acquire = (_vcenter: string, moref: string, owner: string, until: Date, now: Date) =>
    this.calls.run('acquire', () => {
      const lease = this.held.get(moref);
      if (lease !== undefined && lease.owner !== owner && lease.until > now) return lease.owner;
      this.held.set(moref, { owner, until });
      return undefined;
    });
  renew = (_vcenter: string, moref: string, owner: string, until: Date, now: Date) =>
    this.calls.run('renew', () => {
      const lease = this.held.get(moref);
      if (lease?.owner !== owner || lease.until <= now) return false;
      this.held.set(moref, { owner, until });
      return true;
    });
  release = (_vcenter: string, moref: string, owner: string) =>
    this.calls.run('release', () => void (this.held.get(moref)?.owner === owner && this.held.delete(moref)));
  owners = (_vcenter: string, now: Date) =>
    this.calls.run('owners', () => {
      const held = [...this.held].filter(([, { until }]) => until > now);
      return new Map(held.map(([moref, { owner }]) => [moref, owner]));
    });
  releaseAll = () => this.calls.run('releaseAll', () => this.held.clear());
}

/** Drops a repeated deduplication id and says success, as SQS does for five minutes. */
export class InMemoryQueue implements HostEventsQueue {
  readonly calls = new CallLog();
  readonly messages: HostMessage[] = [];
  /** Why it will never take a message; undefined takes it. */
  refuses: (message: HostMessage) => string | undefined = () => undefined;
  private readonly ids = new Set<string>();

  /** Of messages that were somewhere before, by deduplication id. */
  readonly origins = new Map<string, string>();

  send = (messages: readonly HostMessage[], origins: readonly string[] = []) =>
    this.calls.run('send', () => {
      for (const [index, origin] of origins.entries()) {
        const message = messages[index];
        if (message !== undefined) this.origins.set(deduplicationId(message), origin);
      }
      return messages.map((each) => this.take(each));
    });

  private take(message: HostMessage): SendResult {
    const reason = this.refuses(message);
    if (reason !== undefined) return { accepted: false, reason };
    const id = deduplicationId(message);
    if (!this.ids.has(id)) this.messages.push(message);
    this.ids.add(id);
    return { accepted: true };
  }
}

export class InMemoryAnnouncer implements Announcer {
  readonly calls = new CallLog();
  readonly outcomes: Outcome[] = [];
  readonly alerts: Alert[] = [];
  readonly sweeps: string[] = [];

  outcome = (outcome: Outcome) => this.calls.run('outcome', () => void this.outcomes.push(outcome));
  alert = (alert: Alert) => this.calls.run('alert', () => void this.alerts.push(alert));
  requestSweep = (_vcenter: string, reason: string) =>
    this.calls.run('requestSweep', () => void this.sweeps.push(reason));
}

export class InMemoryLog implements Log {
  readonly lines: string[] = [];
  /** Of each line, what was logged with it. */
  readonly details: Readonly<Record<string, unknown>>[] = [];

  debug = (message: string, detail?: Record<string, unknown>) => this.keep(`debug ${message}`, detail);
  info = (message: string, detail?: Record<string, unknown>) => this.keep(`info ${message}`, detail);
  warn = (message: string, detail?: Record<string, unknown>) => this.keep(`warn ${message}`, detail);
  error = (message: string, detail?: Record<string, unknown>) => this.keep(`error ${message}`, detail);

  private keep(line: string, detail: Record<string, unknown> = {}): void {
    this.lines.push(line);
    this.details.push(detail);
  }
}

export class InMemoryMeter implements Meter {
  readonly counts: Record<string, number> = {};
  flushes = 0;
  count(name: string, value: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + value;
  }

  milliseconds(name: string, value: number): void {
    this.counts[name] = value;
  }

  flush(): void {
    this.flushes += 1;
  }
}
