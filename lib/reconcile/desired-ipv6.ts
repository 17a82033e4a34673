/** IPv6 of the adapter and the gateway of that family, or why they cannot be had on this host. */
import { OnboardingError } from '../errors.ts';
import { canonical, isInside, isLinkLocal, parseCidr, type Subnet } from './addresses.ts';
import type { SettingsDocument } from './settings-document.ts';
import type { HostNetwork, HostState } from './state.ts';

/** What the adapter does about IPv6. */
export type DesiredIpv6 =
  | { readonly mode: 'off' | 'auto' | 'dhcp' }
  | { readonly mode: 'static'; readonly ipAddress: string; readonly subnet: Subnet };

type Ipv6Settings = Pick<SettingsDocument, 'ipv6' | 'ipv6Gateway'>;

/**
 * @returns undefined where the settings do not manage IPv6
 * @throws OnboardingError `ipv6-disabled`: switching IPv6 on takes a reboot (vim25 `HostNetworkConfig.ipV6Enabled`)
 */
export function chooseIpv6({ ipv6 }: Ipv6Settings, host: HostState, network: HostNetwork): DesiredIpv6 | undefined {
  if (ipv6 === undefined) return undefined;
  if (ipv6.mode !== 'off' && network.ipV6Enabled === false) throw disabled(host, `ipv6.mode "${ipv6.mode}"`);
  if (ipv6.mode !== 'static') return { mode: ipv6.mode };
  const { address, subnet } = parseCidr(ipv6.address);
  return { mode: 'static', ipAddress: address, subnet };
}

/**
 * The IPv6 gateway of the stack: undefined is not managed, null is none.
 * @throws OnboardingError `settings-incomplete`, `gateway-outside-subnet`, `gateway-unusable`
 */
export function chooseIpv6Gateway(
  { ipv6, ipv6Gateway: gateway }: Ipv6Settings,
  chosen: DesiredIpv6 | undefined,
  host: HostState,
): string | null | undefined {
  if (gateway === undefined || gateway === null) return gateway;
  const context = { host: host.name, moref: host.moref, path: 'ipv6Gateway', gateway };
  if (ipv6 === undefined || ipv6.mode === 'off') {
    const message = `The settings of ${host.name} name an "ipv6Gateway", and their "ipv6" gives the adapter no IPv6 address.`;
    throw new OnboardingError('settings-incomplete', message, { ...context, path: 'ipv6' });
  }
  if (chosen?.mode === 'static' && !isLinkLocal(gateway)) {
    const subnet = `${chosen.subnet.network}/${chosen.subnet.prefixLength}`;
    if (!isInside(gateway, chosen.subnet)) {
      const message = `Gateway ${gateway} lies outside ${subnet}, the IPv6 subnet of ${host.name}, and is not link-local.`;
      throw new OnboardingError('gateway-outside-subnet', message, context);
    }
    if (canonical(gateway) === chosen.ipAddress) {
      throw new OnboardingError('gateway-unusable', `Gateway ${gateway} is the adapter's own address.`, context);
    }
  }
  return canonical(gateway);
}

/** The refusal of everything that needs IPv6 on a host that has it switched off. */
export function disabled(host: HostState, what: string): OnboardingError {
  const message = `${host.name} has IPv6 switched off, and the settings ask for ${what}.`;
  return new OnboardingError('ipv6-disabled', message, { host: host.name, moref: host.moref });
}
