/** The static routes of a stack: the delta between what is there and what is wanted. */
import { canonical, isIpv4, isLinkLocal, parseCidr } from './addresses.ts';
import type { Desired } from './desired.ts';
import type { NetStackInstance, RouteEntry, VirtualNic } from './state.ts';
import type { RouteOperation, UpdateNetworkConfigStep } from './steps.ts';

/** Removals go first, so that a changed gateway is a remove and an add. */
export function planRoutes(
  desired: Desired,
  stack: NetStackInstance,
  adapter: VirtualNic | undefined,
): UpdateNetworkConfigStep | undefined {
  if (desired.routes === undefined) return undefined;
  const operations = routeDelta(desired.routes, stack.routes);
  if (operations.length === 0) return undefined;
  const removed = operations.filter(({ changeOperation }) => changeOperation === 'remove');
  return {
    action: 'updateNetworkConfig',
    part: 'routes',
    reason: `the stack's routes differ from ${desired.origins.routes ?? 'the settings'}`,
    disruptive: adapter !== undefined && removed.length > 0,
    changes: operations.map(({ changeOperation, route }) => ({
      field: `route ${networkOf(route)}`,
      from: changeOperation === 'remove' ? route.gateway : null,
      to: changeOperation === 'add' ? route.gateway : null,
    })),
    edit: { netStackInstanceKey: desired.netStackInstanceKey, routes: operations },
  };
}

/** What takes `current` to `wanted`; rows that nobody set by hand are left alone. */
export function routeDelta(wanted: readonly RouteEntry[], current: readonly RouteEntry[]): readonly RouteOperation[] {
  const isWanted = (row: RouteEntry) => wanted.some((route) => rowText(route) === rowText(row));
  const present = current.filter((row) => isManual(row) || isWanted(row));
  const removed = present.filter((row) => !isWanted(row) && !isRedirected(row, wanted));
  const added = wanted.filter((route) => !present.some((row) => rowText(row) === rowText(route)));
  const bare = ({ network, prefixLength, gateway }: RouteEntry) => ({ network, prefixLength, gateway });
  return [
    ...removed.map((row) => ({ changeOperation: 'remove' as const, route: bare(row) })),
    ...added.map((route) => ({ changeOperation: 'add' as const, route: bare(route) })),
  ];
}

/** The default route and connected subnets are in the table too (govmomi host capture), and link-local rows. */
function isManual({ network, prefixLength, gateway }: RouteEntry): boolean {
  const isConnected = gateway === '' || gateway === '0.0.0.0' || gateway === '::';
  if (prefixLength === 0 || isConnected) return false;
  return isIpv4(network) || !(isLinkLocal(network) || /^ff/i.test(network));
}

/** A host route that nobody asked for was learnt by an ICMP redirect and goes by itself (KB 344105). */
function isRedirected({ network, prefixLength }: RouteEntry, wanted: readonly RouteEntry[]): boolean {
  if (prefixLength !== (isIpv4(network) ? 32 : 128)) return false;
  return !wanted.some((route) => networkOf(route) === networkOf({ network, prefixLength }));
}

/** Whether two rows lead to the same network by the same gateway, however they are spelt. */
export function isSameRoute(one: Row, other: Row): boolean {
  return rowText(one) === rowText(other);
}

type Row = Pick<RouteEntry, 'network' | 'prefixLength' | 'gateway'>;

function rowText(row: Row): string {
  return `${networkOf(row)} ${canonical(row.gateway)}`;
}

function networkOf({ network, prefixLength }: Pick<RouteEntry, 'network' | 'prefixLength'>): string {
  const { subnet } = parseCidr(`${network}/${prefixLength}`);
  return `${subnet.network}/${subnet.prefixLength}`;
}
