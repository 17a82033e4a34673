/** One vCenter with everything around it, and runs of the three jobs with it. */
import type { Cause } from '../lib/contract.ts';
import { configureHost } from '../lib/reconcile/configure-host.ts';
import type { ConfigureRequest, ConfigureResult } from '../lib/reconcile/configure-request.ts';
import type { JournalRow } from '../lib/reconcile/journal-row.ts';
import type { StoredDocument } from '../lib/reconcile/ports.ts';
import { runHost } from '../lib/reconcile/run-host.ts';
import type { HostState } from '../lib/reconcile/state.ts';
import { ADDED, host, INSTANCE, message, stored, VCENTER } from './builders.ts';
import { FakeClock } from './fake-clock.ts';
import { InMemoryAlertWindows } from './in-memory-alerts.ts';
import {
  InMemoryAnnouncer,
  InMemoryBaseline,
  InMemoryCheckpoints,
  InMemoryJournal,
  InMemoryLeases,
  InMemoryLog,
  InMemoryMeter,
  InMemoryQueue,
  InMemorySettings,
} from './in-memory-ports.ts';
import { InMemoryBrake, InMemoryClaims, InMemoryRanges } from './in-memory-stores.ts';
import { InMemoryVcenter } from './in-memory-vcenter.ts';

/** Lambda gives a run this long. */
const RUN_MILLISECONDS = 120_000;

/** What there is when a test begins; the vCenter was swept before its hosts came. */
export function workshop(
  options: { hosts?: readonly HostState[]; documents?: readonly StoredDocument[]; baseline?: readonly string[] } = {},
) {
  const { hosts = [host()], documents = [stored()], baseline: before = [] } = options;
  const clock = new FakeClock();
  const baseline = new InMemoryBaseline();
  baseline.taken.set(`${VCENTER}/${INSTANCE}`, new Set(before));
  return {
    clock,
    vcenter: new InMemoryVcenter(clock, hosts),
    settings: new InMemorySettings(documents),
    journal: new InMemoryJournal(),
    baseline,
    leases: new InMemoryLeases(),
    queue: new InMemoryQueue(),
    checkpoints: new InMemoryCheckpoints(),
    claims: new InMemoryClaims(),
    ranges: new InMemoryRanges(),
    brake: new InMemoryBrake(),
    announcer: new InMemoryAnnouncer(),
    alertWindows: new InMemoryAlertWindows(),
    log: new InMemoryLog(),
    meter: new InMemoryMeter(),
  };
}

export type Workshop = ReturnType<typeof workshop>;

let runs = 0;

/** One run of the engine, by itself unless an operator is given. */
export function configure(shop: Workshop, over: Partial<ConfigureRequest> = {}): Promise<ConfigureResult> {
  const startedAt = shop.clock.now().getTime();
  const remainingMilliseconds = () => startedAt + RUN_MILLISECONDS - shop.clock.now().getTime();
  runs += 1;
  const request = { host: message().host, cause: ADDED, runId: `run-${runs}`, remainingMilliseconds, ...over };
  return configureHost(request, shop);
}

/** One message to its end, with the journal between the runs. */
export async function run(shop: Workshop, cause: Cause = ADDED, moref = 'host-21') {
  const startedAt = shop.clock.now().getTime();
  const remainingMilliseconds = () => startedAt + RUN_MILLISECONDS - shop.clock.now().getTime();
  runs += 1;
  const reference = moref === 'host-21' ? message().host : { moref, name: moref };
  return runHost(message({ cause, host: reference }), { runId: `run-${runs}`, remainingMilliseconds }, shop);
}

/** The run that comes when the deferral of the host is due. */
export function runDeferred(shop: Workshop) {
  const dueAt = rowOf(shop)?.deferral?.dueAt ?? '';
  shop.clock.advance(Math.max(0, Date.parse(dueAt) - shop.clock.now().getTime()));
  return run(shop, { kind: 'deferral', dueAt });
}

export function rowOf(shop: Workshop, moref = 'host-21'): JournalRow | undefined {
  return shop.journal.rows.get(moref);
}

/** The SOAP calls to the host, reads and writes. */
export function callsOf({ vcenter }: Workshop): Record<string, number> {
  const { about: _about, directory: _directory, refreshDirectory: _refresh, ...calls } = vcenter.calls.counts;
  return calls;
}

/** What is on the provisioning stack in truth. */
export function stackOf({ vcenter }: Workshop, moref = 'host-21') {
  const { vnics = [], netStackInstances = [] } = vcenter.truth(moref).network ?? {};
  const stack = netStackInstances.find(({ key }) => key === 'vSphereProvisioning');
  const devices = vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === 'vSphereProvisioning');
  return {
    devices: devices.map(({ device }) => device),
    gateway: stack?.defaultGateway,
    dns: stack?.dnsConfig?.address,
  };
}

/** Status and codes in one line. */
export function summary({ status, problems }: ConfigureResult['outcome']): string {
  return [status, ...problems.map(({ code }) => code)].join(' ');
}
