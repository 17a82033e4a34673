/** Where a host is and what it has on a TCP/IP stack, as one read showed it: for outcomes, alerts and lists. */
import { decodeVsphereName } from '../contract.ts';
import { prefixLengthOf } from './addresses.ts';
import type { Outcome } from './outcome.ts';
import { type HostState, PROVISIONING_STACK } from './state.ts';

/** The members of an outcome that come from a read. */
export type HostFacts = Pick<Outcome, 'datacenter' | 'cluster' | 'device' | 'address' | 'gateway'>;

/**
 * @param host as last read
 * @param device the adapter that the run is about; without it the one adapter on the stack, where there is exactly one
 */
export function factsOf(host: HostState, device?: string, stack: string = PROVISIONING_STACK): HostFacts {
  const nameOf = (type: string) => host.ancestors.find((ancestor) => ancestor.type === type)?.name;
  const [datacenter, cluster] = [nameOf('Datacenter'), nameOf('ClusterComputeResource')];
  const { vnics = [], netStackInstances = [] } = host.network ?? {};
  const onStack = vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === stack);
  const found =
    device === undefined && onStack.length === 1 ? onStack[0] : onStack.find((nic) => nic.device === device);
  const known = found?.device ?? device;
  const { ipAddress, subnetMask } = found ?? {};
  const prefixLength = subnetMask === undefined ? undefined : prefixLengthOf(subnetMask);
  const gateway = netStackInstances.find(({ key }) => key === stack)?.defaultGateway;
  return {
    ...(datacenter === undefined ? {} : { datacenter: decodeVsphereName(datacenter) }),
    ...(cluster === undefined ? {} : { cluster: decodeVsphereName(cluster) }),
    ...(known === undefined ? {} : { device: known }),
    ...(ipAddress === undefined || prefixLength === undefined ? {} : { address: `${ipAddress}/${prefixLength}` }),
    ...(gateway === undefined || gateway === '' ? {} : { gateway }),
  };
}
