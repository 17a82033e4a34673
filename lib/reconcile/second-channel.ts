/** DNS and routes of a stack by esxcli, for hosts whose vCenter refuses or drops them. Deltas come from esxcli's own lists. */
import { OnboardingError } from '../errors.ts';
import { canonical, isIpv4 } from './addresses.ts';
import type { EsxcliCommand, HostCommands } from './host-commands.ts';
import { isSameRoute } from './plan-routes.ts';
import type { DnsConfig, HostState } from './state.ts';
import type { Step, UpdateNetworkConfigStep } from './steps.ts';

/** What the second channel works with. */
export interface CommandPorts {
  readonly commands: HostCommands;
  /** Called before every command that writes. @throws OnboardingError `lease-lost` */
  readonly renewLease: () => Promise<void>;
}

/** DNS and routes: what esxcli can set of a stack, and what a host works without. */
export function isOptional<Any extends Step>(step: Any): step is Any & UpdateNetworkConfigStep {
  return step.action === 'updateNetworkConfig' && step.part !== 'gateway';
}

/**
 * Takes a step by esxcli, and lets vCenter read the host again.
 * @throws OnboardingError `esxcli-unavailable`, `esxcli-refused`, `permission-missing`, `lease-lost`
 */
export async function applyByCommands(
  step: UpdateNetworkConfigStep,
  host: HostState,
  { commands, renewLease }: CommandPorts,
): Promise<void> {
  if (isNameOutOfReach(step, host)) {
    const message = `esxcli has no command for the domain name of a stack; ${host.name} shows ${shownName(step, host)}.`;
    throw new OnboardingError('esxcli-refused', message, { host: host.name, moref: host.moref });
  }
  const done: EsxcliCommand[] = [];
  try {
    for (const command of await outstanding(step, host, commands)) {
      await renewLease();
      await commands.runCommand(host.moref, command);
      done.push(command);
    }
  } catch (error) {
    // half a list of DNS servers may be none at all
    if (error instanceof OnboardingError && error.retry === 'never') {
      await takeBackCommands(done, host, { commands, renewLease });
    }
    throw error;
  }
  await commands.refreshNetwork(host.networkSystem ?? '');
}

/** What was added is removed, the last first; then what was removed is added, in its old order. */
async function takeBackCommands(
  done: readonly EsxcliCommand[],
  host: HostState,
  { commands, renewLease }: CommandPorts,
): Promise<void> {
  if (done.length === 0) return;
  const isAdd = ({ command }: EsxcliCommand) => command.endsWith(' add');
  for (const each of [...done.filter(isAdd).toReversed(), ...done.filter((one) => !isAdd(one))]) {
    const command = isAdd(each) ? each.command.replace(/add$/, 'remove') : each.command.replace(/remove$/, 'add');
    await renewLease();
    await commands.runCommand(host.moref, { ...each, command });
  }
  await commands.refreshNetwork(host.networkSystem ?? '');
}

/** Whether the host itself, asked by esxcli, has what the step wants. @param host as vCenter shows it now */
export async function isSetOnHost(
  step: UpdateNetworkConfigStep,
  host: HostState,
  commands: HostCommands,
): Promise<boolean> {
  return !isNameOutOfReach(step, host) && (await outstanding(step, host, commands)).length === 0;
}

async function outstanding(
  step: UpdateNetworkConfigStep,
  host: HostState,
  commands: HostCommands,
): Promise<readonly EsxcliCommand[]> {
  const { part, edit } = step;
  const { moref } = host;
  const netstack = edit.netStackInstanceKey;
  if (part === 'routes') {
    const current = await commands.readRoutes(moref, netstack);
    const isThere = (route: Parameters<typeof isSameRoute>[0]) => current.some((row) => isSameRoute(row, route));
    return (edit.routes ?? [])
      .filter(({ changeOperation, route }) => isThere(route) === (changeOperation === 'remove'))
      .map(({ changeOperation, route }) => ({
        command: `network ip route ${isIpv4(route.network) ? 'ipv4' : 'ipv6'} ${changeOperation}`,
        arguments: { gateway: route.gateway, netstack, network: `${route.network}/${route.prefixLength}` },
      }));
  }
  const { servers, searchDomains } = await commands.readDns(moref, netstack);
  const { address = [] } = edit.dnsConfig ?? {};
  return [
    ...listEdit(servers.map(canonical), address.map(canonical), (verb, server) => ({
      command: `network ip dns server ${verb}`,
      arguments: { netstack, server },
    })),
    ...listEdit(searchDomains, searchedFor(edit.dnsConfig, shownName(step, host)), (verb, domain) => ({
      command: `network ip dns search ${verb}`,
      arguments: { domain, netstack },
    })),
  ];
}

/** A domain name has no command; where none is set, a search domain does the same (see `planDns`). */
function searchedFor(wanted: DnsConfig | undefined, shown: string): readonly string[] {
  const { searchDomain = [], domainName = '' } = wanted ?? {};
  const isServed = domainName === '' || domainName === shown || searchDomain.includes(domainName);
  return isServed ? searchDomain : [domainName, ...searchDomain];
}

/** A domain name that is set can neither be changed nor taken off by esxcli. */
function isNameOutOfReach(step: UpdateNetworkConfigStep, host: HostState): boolean {
  const shown = shownName(step, host);
  return step.part === 'dns' && shown !== '' && step.edit.dnsConfig?.domainName !== shown;
}

function shownName({ edit }: UpdateNetworkConfigStep, { network }: HostState): string {
  const stack = network?.netStackInstances.find(({ key }) => key === edit.netStackInstanceKey);
  return stack?.dnsConfig?.domainName ?? '';
}

/** `add` appends, and order counts: what stands out of order is taken away and added again. */
function listEdit(
  current: readonly string[],
  wanted: readonly string[],
  command: (verb: 'add' | 'remove', value: string) => EsxcliCommand,
): EsxcliCommand[] {
  const kept = current.filter((value) => wanted.includes(value));
  const isInOrder = kept.every((value, index) => value === wanted[index]);
  const removed = isInOrder ? current.filter((value) => !wanted.includes(value)) : current;
  const added = isInOrder ? wanted.slice(kept.length) : wanted;
  return [...removed.map((value) => command('remove', value)), ...added.map((value) => command('add', value))];
}
