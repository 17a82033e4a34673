/** What would harm a host or its neighbours, and is refused before anything is written. */
import { OnboardingError } from '../errors.ts';
import type { Network } from './network-choice.ts';
import { DEFAULT_MTU, type HostNetwork, type HostState } from './state.ts';

/** A frame above the switch's MTU is dropped on the way (vSphere Networking guide). @throws `mtu-above-switch` */
export function refuseMtuAboveSwitch(
  mtu: number | undefined,
  wanted: Network,
  host: HostState,
  network: HostNetwork,
): void {
  if (mtu === undefined) return;
  const { name, mtu: limit } = switchOf(wanted, network);
  if (limit === undefined || mtu <= limit) return;
  const message = `The settings of ${host.name} ask for an MTU of ${mtu}; ${name} of portgroup ${wanted.name} carries ${limit}.`;
  throw new OnboardingError('mtu-above-switch', message, { host: host.name, moref: host.moref, path: 'mtu' });
}

function switchOf(wanted: Network, network: HostNetwork): { name: string; mtu?: number | undefined } {
  if (wanted.kind === 'distributed') {
    const member = network.proxySwitches.find(({ dvsUuid }) => dvsUuid === wanted.switchUuid);
    return { name: `distributed switch ${member?.dvsName}`, mtu: member?.mtu };
  }
  const portgroup = network.portgroups.find(({ name }) => name === wanted.name);
  const vswitch = network.vswitches.find(({ name }) => name === portgroup?.vswitchName);
  return {
    name: `standard switch ${vswitch?.name}`,
    mtu: vswitch === undefined ? undefined : (vswitch.mtu ?? DEFAULT_MTU),
  };
}

/** vSphere 7.0 says that gateways must differ, 8.0 that they may be equal. @throws `gateway-shared` */
export function refuseSharedGateway(
  gateway: string | null | undefined,
  stack: string,
  host: HostState,
  network: HostNetwork,
): void {
  const other = sharedWith(gateway, stack, network);
  const release = Number.parseInt(host.productVersion ?? '', 10);
  if (other === undefined || release >= 8) return;
  const message = `Gateway ${gateway} is also that of stack ${other} on ${host.name} (ESXi ${host.productVersion ?? 'unknown'}).`;
  throw new OnboardingError('gateway-shared', message, { host: host.name, moref: host.moref, path: 'gateway' });
}

/** The other stack of the host that has this gateway. */
export function sharedWith(gateway: string | null | undefined, own: string, network: HostNetwork): string | undefined {
  if (!gateway) return undefined;
  return network.netStackInstances.find(({ key, defaultGateway }) => key !== own && defaultGateway === gateway)?.key;
}
