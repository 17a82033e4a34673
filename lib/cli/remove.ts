/** `remove`: takes off the adapters that the journal says we added. */
import { decodeVsphereName, type HostReference } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { Status } from '../reconcile/outcome.ts';
import type { Vcenter } from '../reconcile/ports.ts';
import { type RemovePorts, removeHost } from '../reconcile/remove-host.ts';
import type { Console } from './console.ts';
import { requireTable, type TableOptions } from './journal-door.ts';
import { operatorRun } from './operator-run.ts';
import { type ApplyResult, applyResult, failedHost, type HostResult } from './results.ts';
import { atVcenter, findHosts } from './workplace.ts';

/** Options of `remove`. */
export interface RemoveOptions extends TableOptions {
  /** Every host of the cluster, instead of hosts by name. */
  readonly cluster?: string;
  /** Does not ask. */
  readonly yes?: boolean;
  /** Also from a host that is not in maintenance mode. */
  readonly live?: boolean;
  readonly debug?: boolean;
}

const COMES_BACK = `The next sweep adds again what was removed, unless the settings of the host say "mode": "off" or \
"report"; in mode onboard not on hosts that were there when the vCenter was first swept.`;

/**
 * @returns undefined when the person said no
 * @throws OnboardingError `usage`, `door-closed`, `host-not-found`, and what stands between here and vCenter
 */
export async function remove(
  names: readonly string[],
  options: RemoveOptions,
  console: Console,
): Promise<ApplyResult | undefined> {
  const { cluster } = options;
  if ((names.length === 0) === (cluster === undefined)) {
    throw new OnboardingError('usage', 'Name either hosts or a cluster with --cluster.');
  }
  const table = await requireTable('remove', options, console.environment);
  const { withStores } = await import('./stores.ts');
  return withStores(table, ({ journal, leases }) =>
    atVcenter(
      options,
      console,
      async (place) => {
        const ports = { ...place, journal, leases };
        const hosts =
          cluster === undefined ? await findHosts(names, place.vcenter) : await hostsOf(cluster, place.vcenter);
        if (console.isInteractive && !options.yes && !(await isWanted(hosts, ports, console))) return undefined;
        return removeFrom(hosts, options, ports, console);
      },
      table,
    ),
  );
}

/** By the name that the client shows. @throws OnboardingError `usage` for no such cluster, or two of that name */
async function hostsOf(cluster: string, vcenter: Vcenter): Promise<HostReference[]> {
  const found: HostReference[] = [];
  const clusters = new Set<string>();
  for await (const page of vcenter.readHosts()) {
    for (const { moref, name, ancestors } of page) {
      const parent = ancestors.find(({ type }) => type === 'ClusterComputeResource');
      if (parent === undefined || decodeVsphereName(parent.name) !== decodeVsphereName(cluster)) continue;
      clusters.add(parent.moref);
      found.push({ moref, name });
    }
  }
  if (clusters.size === 1) return found;
  const what =
    clusters.size === 0 ? `No cluster ${cluster} with hosts is seen` : `Several clusters are called ${cluster}`;
  throw new OnboardingError('usage', `${what} in ${vcenter.name}.`);
}

async function isWanted(
  hosts: readonly HostReference[],
  { journal, vcenter }: RemovePorts,
  console: Console,
): Promise<boolean> {
  const lines: string[] = [];
  for (const host of hosts) {
    const { added = [] } = (await journal.read(vcenter.name, host.moref)) ?? {};
    lines.push(
      ...added.map(({ device, portgroup, addedAt }) => `${host.name} ${device} (${portgroup}), added ${addedAt}`),
    );
  }
  if (lines.length === 0) return true;
  for (const line of lines) console.writeTalk(line);
  return console.confirm('Remove these adapters?');
}

/** One after another; what goes wrong with one does not stop the others. A signal lets the one in hand end. */
async function removeFrom(
  hosts: readonly HostReference[],
  { live = false }: RemoveOptions,
  ports: RemovePorts,
  console: Console,
): Promise<ApplyResult> {
  const results: HostResult<Status>[] = [];
  for (const host of hosts) {
    if (console.stopping.aborted) break;
    const result = await removeHost({ host, live, runId: operatorRun('remove') }, ports).then(applyResult, (error) =>
      failedHost(host, error),
    );
    results.push(result);
    if (hosts.length > 1) console.writeTalk(`${results.length} of ${hosts.length}: ${host.name} ${result.status}`);
  }
  if (results.some(({ status }) => status === 'converged')) console.writeTalk(COMES_BACK);
  if (results.length < hosts.length)
    console.writeTalk(`Stopped: ${hosts.length - results.length} hosts were not touched.`);
  return { hosts: results };
}
