/**
 * The sweep: every host read and planned without writing. It takes the baseline, claims the addresses that hosts have,
 * finds hosts whose event was missed and runs that were interrupted, queues what may be done, records the rest.
 */
import { type HostMessage, MESSAGE_VERSION, METRICS, SWEPT_VERDICTS } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { notify, type TellingPorts } from './announce.ts';
import { haltedSettings } from './brake.ts';
import { capitalized, type Status } from './outcome.ts';
import type { BaselineStore, HostEventsQueue, Meter, SettingsSource, Vcenter } from './ports.ts';
import { recordFinding } from './record-finding.ts';
import type { BrakeStore, ClaimStore, RangeStore } from './shared-stores.ts';
import { forgetStaleTrials } from './stale-trials.ts';
import type { HostState, VcenterDirectory } from './state.ts';
import { type Releasable, sweepClaims } from './sweep-claims.ts';
import { type Finding, findingOf } from './sweep-finding.ts';
import { sweepGone } from './sweep-gone.ts';

/** What a sweep works with. */
export interface SweepPorts extends TellingPorts {
  readonly vcenter: Vcenter;
  readonly settings: SettingsSource;
  readonly queue: HostEventsQueue;
  readonly baseline: BaselineStore;
  readonly claims: ClaimStore;
  readonly ranges: RangeStore;
  readonly brake: BrakeStore;
  readonly meter: Meter;
}

/** What a sweep found. */
export interface SweepResult {
  readonly hosts: number;
  /** Hosts by status; those that were queued are counted as `queued`. */
  readonly counts: Readonly<Partial<Record<Status | 'queued', number>>>;
  /** This sweep took the baseline. */
  readonly isFirst: boolean;
  /** Addresses that are claimed for hosts which have left the inventory. */
  readonly releasable: readonly Releasable[];
}

/** @throws OnboardingError what vCenter answers, `parameters-unavailable`, `journal-unavailable`, `queue-unavailable` */
export async function sweepHosts(sweepId: string, ports: SweepPorts): Promise<SweepResult> {
  const { vcenter, settings, baseline, journal, meter, clock, log } = ports;
  const { instanceUuid } = await vcenter.about();
  const known = await baseline.read(vcenter.name, instanceUuid);
  // Read afresh once a sweep: a portgroup that was renamed would keep its old name in a cache.
  const directory = await vcenter.directory(true);
  // Before the hosts: of a host that a run has in hand meanwhile the row is then another one, and is not written over.
  const rows = await journal.readAll(vcenter.name);
  const readAt = clock.now();
  const hosts: HostState[] = [];
  for await (const page of vcenter.readHosts()) hosts.push(...page);
  const inBaseline = known ?? (await takeBaseline(instanceUuid, hosts, directory, ports));
  // before the settings: what is remembered then is of these or of older ones
  const remembered = await ports.brake.remembered(vcenter.name);
  const documents = await settings.readAll(vcenter.name);
  await forgetStaleTrials({ vcenter: vcenter.name, remembered, documents }, ports.brake);
  const { releasable, space } = await sweepClaims({ vcenter: vcenter.name, hosts, documents, readAt }, ports);
  const view = {
    vcenter: vcenter.name,
    directory,
    documents,
    baseline: inBaseline,
    space,
    rows: new Map(rows.map((row) => [row.moref, row])),
    halted: await haltedSettings(vcenter.name, rows, ports.brake),
    now: clock.now(),
    log,
  };
  const findings = hosts.map((host) => findingOf(host, view));
  await enqueue(sweepId, findings, ports);
  await recordFindings(findings, ports);
  const gone = await sweepGone(rows, hosts, ports);
  const counts = { ...countsOf(findings), ...(gone === 0 ? {} : { gone }) };
  const none = Object.fromEntries(SWEPT_VERDICTS.map((verdict) => [verdict, 0]));
  for (const [verdict, count] of Object.entries({ ...none, ...counts })) {
    meter.count(`Swept${capitalized(verdict)}`, count);
  }
  meter.count(METRICS.sweeps, 1);
  return { hosts: hosts.length, counts, isFirst: known === undefined, releasable };
}

/** What a run waits for, or has in hand, is that run's. */
async function recordFindings(findings: readonly Finding[], ports: SweepPorts): Promise<void> {
  for (const { outcome, row } of findings) {
    const isOpen = row?.deferral !== undefined || row?.intent !== undefined;
    if (outcome !== undefined && !isOpen) await recordFinding(outcome, row, ports);
  }
}

/** @throws OnboardingError `scope-unreadable` when nothing is seen at all: later everything would look new */
async function takeBaseline(
  instanceUuid: string,
  hosts: readonly HostState[],
  directory: VcenterDirectory,
  { vcenter, baseline }: SweepPorts,
): Promise<ReadonlySet<string>> {
  if (hosts.length === 0 && directory.datacenters.length === 0) {
    const message = `Neither hosts nor datacenters of ${vcenter.name} are seen, so its baseline is not taken.`;
    throw new OnboardingError('scope-unreadable', message, { vcenter: vcenter.name });
  }
  const morefs = hosts.map(({ moref }) => moref);
  return baseline.take(vcenter.name, instanceUuid, morefs);
}

async function enqueue(sweep: string, findings: readonly Finding[], ports: SweepPorts): Promise<void> {
  const { vcenter, queue, log } = ports;
  const messages = findings
    .filter(({ verdict }) => verdict === 'queued')
    .map(
      ({ host }): HostMessage => ({
        version: MESSAGE_VERSION,
        vcenter: vcenter.name,
        host,
        cause: { kind: 'sweep', sweep },
      }),
    );
  if (messages.length === 0) return;
  for (const [index, result] of (await queue.send(messages)).entries()) {
    if (result.accepted) continue;
    const name = messages[index]?.host.name;
    log.error(`The queue did not take ${name}: ${result.reason}`);
    const text = `The queue will not take it: ${result.reason}.`;
    await notify({ vcenter: vcenter.name, subject: `${name} of ${vcenter.name} cannot be queued`, text }, ports);
  }
}

function countsOf(findings: readonly Finding[]): Partial<Record<Status | 'queued', number>> {
  const counts: Partial<Record<Status | 'queued', number>> = {};
  for (const { verdict } of findings) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
