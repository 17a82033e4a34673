/** Which portgroup a name means on a host: distributed or standard, one and only one. */
import { decodeVsphereName } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { someOf } from './and-more.ts';
import type { DistributedPortgroup, HostNetwork, HostState, VcenterDirectory } from './state.ts';

/** The network of an adapter, as AddVirtualNic wants it named. */
export type Network =
  | {
      readonly kind: 'distributed';
      readonly name: string;
      readonly switchUuid: string;
      readonly portgroupKey: string;
    }
  | { readonly kind: 'standard'; readonly name: string };

/**
 * The network that the portgroup's `name` means on this host. A name may exist on many switches of a vCenter: only those that the
 * host is a member of count, so that one name can serve every datacenter.
 * @throws OnboardingError `portgroup-not-found`, `portgroup-ambiguous`, `portgroup-is-uplink`, `portgroup-is-nsx`, or, when the host is
 * on none of the portgroup's switches yet or has no uplink there, `switch-not-joined`
 */
export function chooseNetwork(
  { name, allowsNsx }: { readonly name: string; readonly allowsNsx: boolean },
  host: HostState,
  network: HostNetwork,
  directory: VcenterDirectory,
): Network {
  // vCenter escapes `/`, `\` and `%` in names; the client shows them as they are
  const isNamed = (shown: string) => shown === name || decodeVsphereName(shown) === name;
  const named = directory.portgroups.filter((portgroup) => isNamed(portgroup.name));
  const joined = new Set(network.proxySwitches.map(({ dvsUuid }) => dvsUuid));
  const distributed = named.filter(({ switchUuid }) => joined.has(switchUuid));
  const standard = network.portgroups.filter((portgroup) => isNamed(portgroup.name));
  const places = [
    ...distributed.map(({ switchName }) => `distributed switch ${switchName}`),
    ...standard.map(({ vswitchName }) => `standard switch ${vswitchName}`),
  ];
  const context = { host: host.name, moref: host.moref, portgroup: name };
  if (places.length > 1) {
    throw new OnboardingError(
      'portgroup-ambiguous',
      `Portgroup ${name} exists on ${places.join(' and ')} of ${host.name}.`,
      context,
    );
  }
  if (distributed[0] !== undefined) {
    if (distributed[0].isNsx && !allowsNsx) {
      const message = `Portgroup ${name} is an NSX segment; whether it is an overlay cannot be told.`;
      throw new OnboardingError('portgroup-is-nsx', message, context);
    }
    return distributedNetwork(distributed[0], host, network);
  }
  if (standard[0] !== undefined) return { kind: 'standard', name: standard[0].name };
  if (named.length > 0) {
    const switches = named.map(({ switchName }) => switchName).join(', ');
    throw new OnboardingError(
      'switch-not-joined',
      `${host.name} is not on the switch of portgroup ${name} (${switches}).${unreadNote(directory)}`,
      context,
    );
  }
  const message = `There is no portgroup ${name} for ${host.name}.${unreadNote(directory)}`;
  throw new OnboardingError('portgroup-not-found', message, context);
}

const UNREAD_SHOWN = 5;

/** What is not found may be there all the same: no permission shows as a missing property. */
function unreadNote({ unreadNetworks = [] }: VcenterDirectory): string {
  if (unreadNetworks.length === 0) return '';
  const each = unreadNetworks.map(({ moref, privilege }) => `${moref} takes ${privilege}`);
  return ` It may be one that the account cannot read: ${someOf(each, UNREAD_SHOWN)}.`;
}

function distributedNetwork(portgroup: DistributedPortgroup, host: HostState, network: HostNetwork): Network {
  if (portgroup.isUplink) {
    const message = `Portgroup ${portgroup.name} is the uplink portgroup of ${portgroup.switchName}.`;
    throw new OnboardingError('portgroup-is-uplink', message, { host: host.name, portgroup: portgroup.name });
  }
  const member = network.proxySwitches.find(({ dvsUuid }) => dvsUuid === portgroup.switchUuid);
  if (member?.pnics.length === 0) {
    const message = `${host.name} has no uplink on distributed switch ${portgroup.switchName} of portgroup ${portgroup.name}.`;
    throw new OnboardingError('switch-not-joined', message, { host: host.name, portgroup: portgroup.name });
  }
  return { kind: 'distributed', name: portgroup.name, switchUuid: portgroup.switchUuid, portgroupKey: portgroup.key };
}
