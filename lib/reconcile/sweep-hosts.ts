/**
 * The sweep: every host read and planned without writing. It takes the baseline, finds hosts whose event was missed
 * and runs that were interrupted, queues what may be done, records the rest.
 */
import { type HostMessage, type HostReference, MESSAGE_VERSION } from '../contract.ts';
import { OnboardingError, problemsOf } from '../errors.ts';
import { assess } from './assess.ts';
import { capitalized, type Outcome, type Status } from './outcome.ts';
import { permission } from './policy.ts';
import type {
  Announcer,
  BaselineStore,
  Clock,
  HostEventsQueue,
  HostReader,
  Journal,
  LeaseStore,
  Log,
  Meter,
  SettingsSource,
  StoredDocument,
  Vcenter,
} from './ports.ts';
import { recordReported } from './record-reported.ts';
import { effectiveSettings, placeOf, scopesOf } from './settings.ts';
import type { HostState, VcenterDirectory } from './state.ts';

/** What a sweep works with. */
export interface SweepPorts {
  readonly vcenter: Vcenter;
  readonly settings: SettingsSource;
  readonly queue: HostEventsQueue;
  readonly journal: Journal;
  readonly baseline: BaselineStore;
  readonly leases: LeaseStore;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** What a sweep found. */
export interface SweepResult {
  readonly hosts: number;
  /** Hosts by status; those that were queued are counted as `queued`. */
  readonly counts: Readonly<Partial<Record<Status | 'queued', number>>>;
  /** This sweep took the baseline. */
  readonly isFirst: boolean;
}

/** What is to be done about one host. */
interface Finding {
  readonly host: HostReference;
  readonly verdict: Status | 'queued';
  readonly outcome?: Outcome;
}

/** @throws OnboardingError what vCenter answers, `parameters-unavailable`, `journal-unavailable`, `queue-unavailable` */
export async function sweepHosts(sweepId: string, ports: SweepPorts): Promise<SweepResult> {
  const { vcenter, settings, baseline, journal, meter } = ports;
  const { instanceUuid } = await vcenter.about();
  const known = await baseline.read(vcenter.name, instanceUuid);
  const hosts: HostState[] = [];
  for await (const page of vcenter.readHosts()) hosts.push(...page);
  const inBaseline =
    known ??
    (await baseline.take(
      vcenter.name,
      instanceUuid,
      hosts.map(({ moref }) => moref),
    ));
  const documents = await settings.readAll(vcenter.name);
  const interrupted = new Set((await journal.openIntents(vcenter.name)).map(({ moref }) => moref));
  const findings: Finding[] = [];
  const readOnce = { ...ports, directory: refreshedOnce(vcenter) };
  for (const host of hosts) findings.push(await find(host, documents, inBaseline, interrupted, readOnce));
  await enqueue(sweepId, findings, ports);
  for (const { outcome } of findings) if (outcome !== undefined) await recordReported(outcome, sweepId, ports);
  const counts = countsOf(findings);
  for (const [verdict, count] of Object.entries(counts)) meter.count(`Swept${capitalized(verdict)}`, count);
  return { hosts: hosts.length, counts, isFirst: known === undefined };
}

async function find(
  host: HostState,
  documents: readonly StoredDocument[],
  inBaseline: ReadonlySet<string>,
  interrupted: ReadonlySet<string>,
  ports: SweepPorts & Pick<HostReader, 'directory'>,
): Promise<Finding> {
  const reference = { moref: host.moref, name: host.name };
  if (interrupted.has(host.moref)) return { host: reference, verdict: 'queued' };
  try {
    const place = placeOf(host, host.ancestors);
    const scopes = scopesOf(place);
    const own = documents.filter(({ scope }) => scopes.includes(scope));
    const effective = effectiveSettings(place, own, await ports.directory());
    const assessment = await assess(host, effective, ports);
    if (assessment.plan.steps.length === 0) return { host: reference, verdict: 'unchanged' };
    const initiative = {
      by: 'itself',
      inBaseline: inBaseline.has(host.moref),
      hasOpenIntent: false,
      hasBegunAdapter: false,
    } as const;
    if (permission(assessment, initiative).allowed) return { host: reference, verdict: 'queued' };
    const steps = assessment.plan.steps.map((step) => ({ ...step, applied: false }));
    const device = assessment.plan.adapter?.device;
    const now = ports.clock.now().toISOString();
    const outcome: Outcome = {
      vcenter: ports.vcenter.name,
      host: reference,
      status: 'reported',
      steps,
      problems: [],
      ...(device === undefined ? {} : { device }),
      settings: effective.versions,
      startedAt: now,
      finishedAt: now,
    };
    return { host: reference, verdict: 'reported', outcome };
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.status === 'poison' || error.status === 'usage') throw error;
    ports.log.info(error.message, { code: error.code, problems: problemsOf(error).length });
    const isMissed =
      !inBaseline.has(host.moref) &&
      error.status !== 'excluded' &&
      (await ports.journal.read(ports.vcenter.name, host.moref)) === undefined;
    return { host: reference, verdict: isMissed ? 'queued' : error.status };
  }
}

/** A portgroup that no host of many finds is looked up afresh once, not once a host. */
function refreshedOnce(vcenter: Vcenter): HostReader['directory'] {
  let refreshed: Promise<VcenterDirectory> | undefined;
  return (refresh = false) => {
    if (refresh) refreshed ??= vcenter.directory(true);
    return refreshed ?? vcenter.directory();
  };
}

async function enqueue(
  sweep: string,
  findings: readonly Finding[],
  { vcenter, queue, log }: SweepPorts,
): Promise<void> {
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
  for (const result of await queue.send(messages))
    if (!result.accepted) log.error(`The queue did not take a host: ${result.reason}`);
}

function countsOf(findings: readonly Finding[]): Partial<Record<Status | 'queued', number>> {
  const counts: Partial<Record<Status | 'queued', number>> = {};
  for (const { verdict } of findings) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
