/** `remove`: takes off the adapters that the journal says we added. */
import type { HostReference } from '../contract.ts';
import { type RemovePorts, removeHost } from '../reconcile/remove-host.ts';
import type { Console } from './console.ts';
import { checkChoice, chooseHosts, type HostChoice } from './host-choice.ts';
import { runHosts } from './host-runs.ts';
import { requireTable, type TableOptions } from './journal-door.ts';
import { operatorRun } from './operator-run.ts';
import type { ApplyResult } from './results.ts';
import { atVcenter } from './workplace.ts';

/** Options of `remove`. */
export interface RemoveOptions extends TableOptions, HostChoice {
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
  checkChoice(names, options);
  const table = await requireTable('remove', options, console.environment);
  const { withStores } = await import('./stores.ts');
  return withStores(table, ({ journal, leases }) =>
    atVcenter(
      options,
      console,
      async (place) => {
        const ports = { ...place, journal, leases };
        const hosts = await chooseHosts(names, options, place.vcenter);
        if (console.isInteractive && !options.yes && !(await isWanted(hosts, ports, console))) return undefined;
        return removeFrom(hosts, options, ports, console);
      },
      table,
    ),
  );
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
  const work = (host: HostReference) => removeHost({ host, live, runId: operatorRun('remove') }, ports);
  const results = await runHosts(hosts, work, { parallel: 1 }, { console, clock: ports.clock });
  if (results.some(({ status }) => status === 'converged')) console.writeTalk(COMES_BACK);
  return { hosts: results };
}
