/** Static routes as the settings name them: what is wrong with one, and which two say the same. */
import { isCidr, isIp, isIpv4, parseCidr } from './addresses.ts';

interface RouteSettings {
  readonly network: string;
  readonly gateway: string;
}

/** Why a route cannot be set; undefined when it can. */
export function routeProblem({ network, gateway }: RouteSettings): string | undefined {
  if (/\/0$/.test(network)) return 'is the default route, which "gateway" or "ipv6Gateway" sets';
  if (!isCidr(network)) return 'is not a network such as 10.30.0.0/16 or fd00:30::/64';
  const { address, subnet } = parseCidr(network);
  if (address !== subnet.network) return `is an address inside ${subnet.network}/${subnet.prefixLength}, not a network`;
  // a gateway that is no address at all is told at its own place
  if (isIp(gateway) && isIpv4(subnet.network) !== isIpv4(gateway))
    return `and the gateway ${gateway} are of two address families`;
  return undefined;
}

/** Indexes of the routes whose network an earlier one names. */
export function twiceRouted(routes: readonly RouteSettings[]): number[] {
  const networks = routes.map(({ network }) => (isCidr(network) ? spelling(network) : network));
  return networks.flatMap((network, index) => (networks.indexOf(network) < index ? [index] : []));
}

function spelling(network: string): string {
  const { subnet } = parseCidr(network);
  return `${subnet.network}/${subnet.prefixLength}`;
}
