/** The static routes that a stack ought to have, checked against the adapter that has to reach their gateways. */
import { OnboardingError } from '../errors.ts';
import { canonical, isInside, isIpv4, isLinkLocal, parseCidr, type Subnet } from './addresses.ts';
import type { DesiredAddress } from './desired-address.ts';
import { type DesiredIpv6, disabled } from './desired-ipv6.ts';
import type { SettingsDocument } from './settings-document.ts';
import type { HostNetwork, HostState, RouteEntry } from './state.ts';

/** The adapter's addressing, as far as it was decided. */
interface Addressing {
  readonly address: DesiredAddress | undefined;
  readonly ipv6: DesiredIpv6 | undefined;
}

/**
 * @returns undefined where the settings do not manage routes
 * @throws OnboardingError `route-unusable`, `ipv6-disabled`
 */
export function chooseRoutes(
  routes: SettingsDocument['routes'],
  { address, ipv6 }: Addressing,
  host: HostState,
  network: HostNetwork,
): readonly RouteEntry[] | undefined {
  return routes?.map((route, index) => {
    const { subnet } = parseCidr(route.network);
    if (!isIpv4(subnet.network) && network.ipV6Enabled === false) throw disabled(host, `a route to ${route.network}`);
    const own = isIpv4(subnet.network) ? ipv4Subnet(address) : ipv6Subnet(ipv6);
    const why = own === undefined ? undefined : unusable(subnet, route.gateway, own);
    if (why === undefined) return { ...subnet, gateway: canonical(route.gateway) };
    throw new OnboardingError('route-unusable', `The route of ${host.name} to ${route.network} ${why}.`, {
      host: host.name,
      moref: host.moref,
      path: `routes.${index}`,
    });
  });
}

/** With DHCP only the lease tells the subnet; then the host judges. */
function ipv4Subnet(address: DesiredAddress | undefined): Subnet | undefined {
  return address === undefined || address.dhcp ? undefined : address.subnet;
}

function ipv6Subnet(ipv6: DesiredIpv6 | undefined): Subnet | undefined {
  return ipv6?.mode === 'static' ? ipv6.subnet : undefined;
}

function unusable(to: Subnet, gateway: string, own: Subnet): string | undefined {
  const ownText = `${own.network}/${own.prefixLength}`;
  if (to.network === own.network && to.prefixLength === own.prefixLength) return 'is the subnet of the adapter itself';
  if (isInside(gateway, own) || (!isIpv4(gateway) && isLinkLocal(gateway))) return undefined;
  return `goes by ${gateway}, which lies outside ${ownText}, the subnet of the adapter`;
}
