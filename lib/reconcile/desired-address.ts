/** Which address the adapter gets, and whether the gateway can be reached from it. */
import { OnboardingError } from '../errors.ts';
import {
  isInside,
  isIpv4,
  parseCidr,
  prefixLengthOf,
  type Subnet,
  subnetMask,
  unusableAs,
  withHostPartOf,
} from './addresses.ts';
import type { SettingsDocument } from './settings-document.ts';
import { DEFAULT_STACK, type HostNetwork, type HostState, type VirtualNic } from './state.ts';

/** The address of the adapter: from a DHCP server, or this one. */
export type DesiredAddress =
  | { readonly dhcp: true }
  | { readonly dhcp: false; readonly ipAddress: string; readonly subnetMask: string; readonly subnet: Subnet };

type AddressSettings = NonNullable<SettingsDocument['address']>;

/**
 * A pool is resolved before (see `claims`): what is left of one here had no table to ask.
 * @throws OnboardingError `address-not-derivable`, `address-unusable`, `pool-without-table`
 */
export function chooseAddress(address: AddressSettings, host: HostState, network: HostNetwork): DesiredAddress {
  switch (address.mode) {
    case 'dhcp':
      return { dhcp: true };
    case 'static': {
      const { address: ipAddress, subnet } = parseCidr(address.address);
      return fixed(ipAddress, subnet, host);
    }
    case 'derive': {
      const { subnet } = parseCidr(address.subnet);
      const ipAddress = withHostPartOf(managementAddress(host, network, subnet), subnet);
      return fixed(ipAddress, subnet, host);
    }
    case 'pool':
      throw new OnboardingError(
        'pool-without-table',
        `An address of ${host.name} from a pool needs the journal table, which keeps who has which.`,
        { host: host.name, moref: host.moref, path: 'address.mode' },
      );
  }
}

function fixed(ipAddress: string, subnet: Subnet, host: HostState): DesiredAddress {
  const unusable = unusableAs(ipAddress, subnet);
  if (unusable !== undefined) {
    const message = `${ipAddress} is the ${unusable} address of ${subnet.network}/${subnet.prefixLength}.`;
    throw new OnboardingError('address-unusable', message, { host: host.name, moref: host.moref, address: ipAddress });
  }
  return { dhcp: false, ipAddress, subnetMask: subnetMask(subnet.prefixLength), subnet };
}

/**
 * Two adapters of one host cannot share an address. One that stands on the same portgroup is another matter: it is
 * the adapter that has to go (see `occupantOf`).
 * @throws OnboardingError `address-unusable`
 */
export function refuseOwnAddress(
  address: DesiredAddress,
  { name, moref }: HostState,
  others: readonly VirtualNic[],
): void {
  const twin = address.dhcp ? undefined : others.find(({ ipAddress }) => ipAddress === address.ipAddress);
  if (twin === undefined) return;
  const message = `${twin.ipAddress} is already the address of ${twin.device} on ${name}.`;
  throw new OnboardingError('address-unusable', message, { host: name, moref, address: twin.ipAddress });
}

function managementAddress(host: HostState, network: HostNetwork, subnet: Subnet): string {
  const adapter = managementAdapter(host, network);
  const prefixLength = adapter?.subnetMask === undefined ? undefined : prefixLengthOf(adapter.subnetMask);
  const context = { host: host.name, moref: host.moref };
  if (adapter?.ipAddress === undefined || !isIpv4(adapter.ipAddress) || prefixLength === undefined) {
    throw new OnboardingError(
      'address-not-derivable',
      `${host.name} shows no management address to derive from.`,
      context,
    );
  }
  if (prefixLength !== subnet.prefixLength) {
    const message =
      `The management address ${adapter.ipAddress}/${prefixLength} of ${host.name} and the subnet ` +
      `${subnet.network}/${subnet.prefixLength} have different prefix lengths, so two hosts could derive one address.`;
    throw new OnboardingError('address-not-derivable', message, context);
  }
  return adapter.ipAddress;
}

/** The adapter selected for management, else vmk0, else the first of the default stack. */
function managementAdapter(host: HostState, network: HostNetwork): VirtualNic | undefined {
  const selected = host.nicTypes.find(({ nicType }) => nicType === 'management')?.selectedDevices ?? [];
  const candidates = network.vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === DEFAULT_STACK);
  return (
    candidates.find(({ device }) => selected.includes(device)) ??
    candidates.find(({ device }) => device === 'vmk0') ??
    candidates[0]
  );
}

/**
 * Refuses a gateway that the adapter could not use. With DHCP only a lease can tell, see `plan`.
 * @throws OnboardingError `settings-incomplete`, `gateway-outside-subnet`, `gateway-unusable`
 */
export function refuseUnusableGateway(
  gateway: string | null | undefined,
  address: DesiredAddress,
  host: HostState,
): void {
  if (address.dhcp || gateway === null) return;
  const context = { host: host.name, moref: host.moref, ...(gateway === undefined ? {} : { gateway }) };
  if (gateway === undefined) {
    const message = `The settings of ${host.name} have no "gateway"; only with DHCP it may be absent, and null says that there is none.`;
    throw new OnboardingError('settings-incomplete', message, { ...context, path: 'gateway' });
  }
  const subnet = `${address.subnet.network}/${address.subnet.prefixLength}`;
  if (!isInside(gateway, address.subnet)) {
    // without the address: that of a pool is another one at each look, and a cause with other words is told again
    const message = `Gateway ${gateway} lies outside ${subnet}, the subnet of the adapter on ${host.name}.`;
    throw new OnboardingError('gateway-outside-subnet', message, context);
  }
  const unusable = gateway === address.ipAddress ? "adapter's own" : unusableAs(gateway, address.subnet);
  if (unusable !== undefined) {
    throw new OnboardingError(
      'gateway-unusable',
      `Gateway ${gateway} is the ${unusable} address in ${subnet}.`,
      context,
    );
  }
}
