/** Rows of a journal, and a look at a fleet, with defaults. */
import type { StatusResult } from '../../lib/cli/status-result.ts';
import type { FleetSnapshot } from '../../lib/cli/status-sources.ts';
import type { JournalRow } from '../../lib/reconcile/journal-row.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import { VCENTER } from '../builders.ts';

export const NOW = new Date('2026-11-26T08:00:00Z');

export function outcome(over: Partial<Outcome> = {}): Outcome {
  return {
    vcenter: VCENTER,
    host: { moref: 'host-21', name: 'esx-021.corp.example' },
    status: 'converged',
    steps: [],
    problems: [],
    device: 'vmk1',
    datacenter: 'DC0',
    cluster: 'C0',
    address: '10.20.0.21/24',
    gateway: '10.20.0.1',
    settings: [
      { origin: '/provisioning-stack/vc01/defaults', version: 3 },
      { origin: '/provisioning-stack/vc01/datacenters/DC0/clusters/C0', version: 7 },
    ],
    startedAt: '2026-11-26T07:00:00.000Z',
    finishedAt: '2026-11-26T07:00:02.000Z',
    ...over,
  };
}

/** A row with an outcome for the host of that number. */
export function row(number: number, over: Partial<Outcome> = {}, members: Partial<JournalRow> = {}): JournalRow {
  const moref = `host-${number}`;
  const name = `esx-${String(number).padStart(3, '0')}.corp.example`;
  const ended = outcome({ host: { moref, name }, ...over });
  return { vcenter: VCENTER, moref, name, outcome: ended, since: ended.finishedAt, ...members };
}

export function snapshot(over: Partial<FleetSnapshot> = {}): FleetSnapshot {
  return { rows: [], leases: [], trials: [], forwarder: undefined, lastSweep: undefined, problems: [], ...over };
}

export const FAILED = {
  status: 'failed',
  problems: [{ code: 'gateway-silent', message: 'The gateway 10.20.0.1 does not answer. Check the gateway.' }],
} as const;

export const LOCATION = { table: 'Journal', vcenter: VCENTER };
/** Found beside a `run`. */
export const ON_RUN = {
  ...LOCATION,
  local: {
    region: 'local',
    endpoints: { sqs: '', dynamodb: '', ssm: '', secretsmanager: '', eventbridge: '', sns: '', accessKeyId: '' },
    queueUrl: 'http://q',
    deadLetterQueueUrl: 'http://d',
  },
};

export function statusResult(over: Partial<StatusResult> = {}): StatusResult {
  return {
    vcenter: VCENTER,
    madeAt: NOW.toISOString(),
    sources: { table: 'Journal', place: 'aws', inventory: true },
    total: 0,
    counts: {},
    brakes: [],
    dueDeferrals: 0,
    hosts: [],
    problems: [],
    ...over,
  };
}
