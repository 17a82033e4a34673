import { ipv4Text, isAddress, networkOf } from '../host/addresses.ts';
import type { HostNetwork } from '../host/host-network.ts';
import { ipv6NetworkOf, shortIpv6 } from '../host/ipv6-addresses.ts';
import { defaultStack, type Route, type Stack } from '../host/network-state.ts';
import { ipv6Entries, routeEntries } from '../host/stack-info.ts';
import { defaultRouteOf, routesOf } from '../host/stack-routes.ts';
import { isGateway } from '../host/usable-addresses.ts';
import { type DataObject, numberIn, textIn } from '../values.ts';
import {
  type Arguments,
  argumentOf,
  CliFault,
  type Command,
  netstackParameter,
  type Parameter,
  type Structure,
} from './command.ts';
import { stackOf } from './stack-of.ts';

type Family = 4 | 6;

const gateway: Parameter = {
  name: 'gateway',
  aliases: ['-g', '--gateway'],
  help: 'The IP address of the gateway through which a route to be added or removed.',
  kind: 'text',
  required: true,
};
const network: Parameter = {
  name: 'network',
  aliases: ['-n', '--network'],
  help: "The network and mask to be added or removed, in CIDR form; specify 'default' to set the default gateway.",
  kind: 'text',
  required: true,
};

/** A route from `--network` and `--gateway`; the default one has the prefix length 0. Throws CliFault. */
function readRoute(given: Arguments, family: Family): Route {
  const [asked, via] = [argumentOf(given, 'network') ?? '', argumentOf(given, 'gateway') ?? ''];
  if (!isGateway(via, family)) throw new CliFault(`Invalid gateway address: ${via}`);
  if (asked === 'default')
    return { network: family === 4 ? '0.0.0.0' : '::', prefixLength: 0, gateway: shortIpv6(via) };
  const [address = '', length = ''] = asked.split('/');
  const prefixLength = Number(length);
  const fits = /^\d{1,3}$/.test(length) && prefixLength <= (family === 4 ? 32 : 128);
  if (!isAddress(address, family) || !fits) throw new CliFault(`Invalid network: ${asked}`);
  const bare = family === 4 ? networkOf(address, prefixLength) : ipv6NetworkOf(address, prefixLength);
  if (bare !== shortIpv6(address)) throw new CliFault(`Invalid network: ${asked} has bits beyond its mask`);
  return { network: bare, prefixLength, gateway: shortIpv6(via) };
}

const same = (one: Route, other: Route): boolean =>
  one.network === other.network && one.prefixLength === other.prefixLength;

/** Adds a route or a gateway to the stack. Throws CliFault for one that is there. */
function add(stack: Stack, family: Family, route: Route): void {
  const exists = (): never => {
    const what = `${route.network}/${route.prefixLength} via gateway ${route.gateway}`;
    throw new CliFault(`Unable to add route ${what}: Sysinfo error: Already exists`);
  };
  const routes = routesOf(stack, family);
  const member = family === 4 ? 'gateway' : 'ipv6Gateway';
  if (route.prefixLength > 0) {
    if (routes.some((other) => same(other, route))) exists();
    routes.push(route);
  } else {
    if (defaultRouteOf(stack, family) !== undefined) exists();
    stack[member] = route.gateway;
  }
}

/** Takes a route or the gateway off the stack. Throws CliFault for one that is not there. */
function remove(stack: Stack, family: Family, route: Route): void {
  const routes = routesOf(stack, family);
  const member = family === 4 ? 'gateway' : 'ipv6Gateway';
  const index = routes.findIndex((other) => same(other, route) && other.gateway === route.gateway);
  if (route.prefixLength > 0 && index >= 0) routes.splice(index, 1);
  else if (route.prefixLength === 0 && stack[member] === route.gateway) stack[member] = undefined;
  else throw new CliFault(`Unable to remove route ${route.network}/${route.prefixLength}: Sysinfo error: Not found`);
}

/** Routes of a system stack may be refused by this channel too, or get a yes that changes nothing. */
function change(
  hostNetwork: HostNetwork,
  given: Arguments,
  family: Family,
  work: (stack: Stack, family: Family, route: Route) => void,
): true {
  const stack = stackOf(hostNetwork, given);
  const route = readRoute(given, family);
  const { esxcliRoutes } = hostNetwork.vcenter.scenario.answers;
  if (family === 6 && !hostNetwork.state.ipv6Enabled) throw new CliFault('IPv6 is not enabled on this host.');
  if (stack.key !== defaultStack && esxcliRoutes === 'refused')
    throw new CliFault(`Routes of netstack instance ${stack.key} cannot be configured.`);
  if (stack.key === defaultStack || esxcliRoutes === 'accepted') work(stack, family, route);
  return true;
}

function listed(stack: Stack, entry: DataObject, family: Family): Structure {
  const [length, via] = [numberIn(entry, 'prefixLength') ?? 0, textIn(entry, 'gateway') ?? ''];
  const leased = length === 0 && via !== (family === 4 ? stack.gateway : stack.ipv6Gateway);
  const prefix = family === 4 ? { Netmask: ipv4Text(2 ** 32 - 2 ** (32 - length)) } : { Prefix: length };
  return {
    kind: family === 4 ? 'IPv4Route' : 'IPv6Route',
    fields: {
      Gateway: via,
      Interface: textIn(entry, 'deviceName') ?? '',
      ...(family === 4 ? prefix : {}),
      Network: length === 0 ? 'default' : (textIn(entry, 'network') ?? ''),
      ...(family === 6 ? prefix : {}),
      Source: leased ? (family === 4 ? 'DHCP' : 'RA') : 'MANUAL',
    },
  };
}

const ofFamily = (family: Family): readonly Command[] => {
  const namespace = `network.ip.route.ipv${family}`;
  return [
    {
      namespace,
      name: 'add',
      help: `Add IPv${family} route to the VMkernel.`,
      parameters: [gateway, netstackParameter, network],
      writes: true,
      run: (hostNetwork, given) => change(hostNetwork, given, family, add),
    },
    {
      namespace,
      name: 'list',
      help: `List configured IPv${family} routes`,
      parameters: [netstackParameter],
      writes: false,
      run: ({ state, vcenter }, given) => {
        const stack = stackOf({ state }, given);
        const entries = family === 4 ? routeEntries : ipv6Entries;
        return entries(state, stack, vcenter.scenario).map((entry) => listed(stack, entry, family));
      },
    },
    {
      namespace,
      name: 'remove',
      help: `Remove IPv${family} route`,
      parameters: [gateway, netstackParameter, network],
      writes: true,
      run: (hostNetwork, given) => change(hostNetwork, given, family, remove),
    },
  ];
};

/** `network ip route ipv4` and `network ip route ipv6`. */
export const routeCommands: readonly Command[] = [...ofFamily(4), ...ofFamily(6)];
