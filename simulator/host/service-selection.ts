import { hostConfigFault, invalidArgument } from '../faults.ts';
import type { HostNetwork } from './host-network.ts';
import { defaultStack, type NetworkState, vnicsOf } from './network-state.ts';
import { nicTypes } from './stack-info.ts';

/**
 * Selects an adapter for a service, or takes it off. Once a service has a stack in use, adapters elsewhere are of no
 * use to it; those on its stack are selected by themselves, which nobody can change unless the scenario answers so.
 * Throws InvalidArgument (unknown nicType or device), HostConfigFault.
 */
export function selectVnic(
  { vcenter }: HostNetwork,
  state: NetworkState,
  { nicType, device, selected }: { readonly nicType: string; readonly device: string; readonly selected: boolean },
): void {
  if (!nicTypes.includes(nicType)) throw invalidArgument('nicType');
  const vnic = state.vnics.find((candidate) => candidate.device === device);
  if (vnic === undefined) throw invalidArgument('device');
  const own = vnicsOf(state, nicType);
  const { stackServiceSelected } = vcenter.scenario.answers;
  const free = own.length > 0 ? own.includes(vnic) && !stackServiceSelected : vnic.stack === defaultStack;
  if (!free) {
    throw hostConfigFault(
      `Services can only be chosen for adapters of the default TCP/IP stack: ${device}, ${nicType}.`,
    );
  }
  const others = (state.selected[nicType] ?? []).filter((other) => other !== device);
  state.selected[nicType] = selected ? [...others, device] : others;
}
