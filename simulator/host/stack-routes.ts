import type { Answers } from '../answers.ts';
import {
  alreadyExists,
  invalidArgument,
  notFound,
  notSupported,
  platformConfigFault,
  type VimFault,
} from '../faults.ts';
import { type DataObject, numberIn, objectIn, objectsIn, textIn } from '../values.ts';
import { isAddress, networkOf } from './addresses.ts';
import { ipv6NetworkOf, shortIpv6 } from './ipv6-addresses.ts';
import { defaultStack, type NetworkState, type Route, type Stack } from './network-state.ts';
import { isGateway } from './usable-addresses.ts';
import { requireIpv6 } from './vnic-ipv6.ts';

/**
 * The route operations of a stack edit; `ignore` entries, as they are read back, are left alone.
 * Throws InvalidArgument, InvalidState (IPv6 is off), AlreadyExists (route exists), NotFound (route to remove),
 * NotSupported, PlatformConfigFault.
 */
export function editRoutes(state: NetworkState, stack: Stack, instance: DataObject, answers: Answers): void {
  const table = objectIn(instance, 'routeTableConfig');
  if (table === undefined) return;
  const families = [
    ['ipRoute', 4],
    ['ipv6Route', 6],
  ] as const;
  for (const [member, family] of families) {
    for (const operation of objectsIn(table, member)) {
      const change = textIn(operation, 'changeOperation') ?? '';
      if (change === 'ignore') continue;
      const route = readRoute(objectIn(operation, 'route') ?? {}, family);
      if (family === 6) requireIpv6(state);
      if (stack.key !== defaultStack && answers.staticRoutes === 'refused') {
        throw platformConfigFault(`Static routes of TCP/IP stack ${stack.key} cannot be configured.`);
      }
      if (stack.key !== defaultStack && answers.staticRoutes === 'dropped') continue;
      if (change === 'add' && isGatewayOf(stack, family, route, answers)) continue;
      changeRoutes(routesOf(stack, family), change, route, answers);
    }
  }
}

/** The static routes of a family. */
export const routesOf = (stack: Stack, family: 4 | 6): Route[] => (family === 4 ? stack.routes : stack.ipv6Routes);

/** Where a route to everywhere goes that is among the static ones. */
export const defaultRouteInTable = (stack: Stack, family: 4 | 6): string | undefined =>
  routesOf(stack, family).find(({ prefixLength }) => prefixLength === 0)?.gateway;

/** Where the default route of a stack goes: its gateway, or a route to everywhere in its table. */
export const defaultRouteOf = (stack: Stack, family: 4 | 6): string | undefined =>
  (family === 4 ? stack.gateway : stack.ipv6Gateway) ?? defaultRouteInTable(stack, family);

/** The fault for another default route than the one that there is. */
export const secondDefaultRoute = ({ key }: Stack, there: string): VimFault =>
  platformConfigFault(`TCP/IP stack ${key} has the default route by ${there}.`);

/**
 * True for the route that the stack's gateway is already, where adding it again is accepted.
 * Throws AlreadyExists where it is not; PlatformConfigFault for a second default route.
 */
function isGatewayOf(stack: Stack, family: 4 | 6, route: Route, answers: Answers): boolean {
  const there = route.prefixLength > 0 ? undefined : defaultRouteOf(stack, family);
  if (there === undefined) return false;
  if (there !== route.gateway) throw secondDefaultRoute(stack, there);
  if (answers.routeAgain === 'refused') throw alreadyExists(`${route.network}/0`);
  return true;
}

function changeRoutes(routes: Route[], change: string, route: Route, answers: Answers): void {
  const matches = (other: Route): boolean =>
    other.network === route.network && other.prefixLength === route.prefixLength;
  const exact = routes.findIndex((other) => matches(other) && other.gateway === route.gateway);
  const label = `${route.network}/${route.prefixLength}`;
  if (change === 'add') {
    if (exact < 0) routes.push(route);
    else if (answers.routeAgain === 'refused') throw alreadyExists(label);
  } else if (change === 'remove') {
    if (exact < 0) throw notFound(`route ${label}`);
    routes.splice(exact, 1);
  } else if (change === 'edit') {
    const index = routes.findIndex(matches);
    if (answers.routeEdit === 'refused') throw notSupported('changeOperation edit on a route');
    if (index < 0) throw notFound(`route ${label}`);
    routes[index] = route;
  } else {
    throw invalidArgument('routeTableConfig.ipRoute.changeOperation');
  }
}

function readRoute(entry: DataObject, family: 4 | 6): Route {
  const [network, gateway] = [textIn(entry, 'network') ?? '', textIn(entry, 'gateway') ?? ''];
  const length = numberIn(entry, 'prefixLength') ?? -1;
  if (!isAddress(network, family)) throw invalidArgument('routeTableConfig.ipRoute.route.network');
  if (!isGateway(gateway, family)) throw invalidArgument('routeTableConfig.ipRoute.route.gateway');
  const wrongLength = invalidArgument('routeTableConfig.ipRoute.route.prefixLength');
  if (length < 0 || length > (family === 4 ? 32 : 128)) throw wrongLength;
  const bare = family === 4 ? networkOf(network, length) : ipv6NetworkOf(network, length);
  if (bare !== shortIpv6(network)) throw wrongLength;
  return { network: bare, prefixLength: length, gateway: shortIpv6(gateway) };
}
