/** What a run or a plan asks of the address claims, from the settings and the state of a host. */
import type { AddressWish } from './address-pool.ts';
import type { Desired } from './desired.ts';
import type { EffectiveSettings } from './settings.ts';
import type { AddressSettings } from './settings-document.ts';
import { stackSettings } from './stack-settings.ts';
import { type HostState, PROVISIONING_STACK } from './state.ts';
import type { WrittenStack } from './steps.ts';

/** @returns undefined where no address is asked for: none is named, or the host is not written to anyway */
export function addressWish(
  settings: EffectiveSettings,
  host: HostState,
  vcenter: string,
  stack: WrittenStack = PROVISIONING_STACK,
): AddressWish | undefined {
  const { address, gateway, ipv6Gateway, routes = [] } = stackSettings(settings, stack).values;
  if (address === undefined || host.network === undefined || settings.values.mode === 'off') return undefined;
  const { vnics } = host.network;
  const adapter = vnics.find(({ netStackInstanceKey, dhcp }) => netStackInstanceKey === stack && !dhcp);
  const others = vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey !== stack);
  const reserved = [
    gateway,
    ipv6Gateway,
    ...routes.map((route) => route.gateway),
    ...others.map((vnic) => vnic.ipAddress),
  ];
  return {
    address,
    vcenter,
    host: { moref: host.moref, name: host.name },
    site: settings.values.site ?? '',
    reserved: reserved.filter((text) => typeof text === 'string'),
    ...(adapter?.ipAddress === undefined ? {} : { current: adapter.ipAddress }),
  };
}

/** The settings with this address instead of theirs; where they came from stays. */
export function withAddress(
  settings: EffectiveSettings,
  address: AddressSettings,
  stack: WrittenStack = PROVISIONING_STACK,
): EffectiveSettings {
  const { values } = settings;
  if (stack === PROVISIONING_STACK) return { ...settings, values: { ...values, address } };
  return { ...settings, values: { ...values, vmotion: { ...values.vmotion, address } } };
}

/** The addresses that a plan gives the adapter; those of DHCP and of routers are not ours to claim. */
export function plannedAddresses({ address, ipv6 }: Desired): readonly string[] {
  return [...(address.dhcp ? [] : [address.ipAddress]), ...(ipv6?.mode === 'static' ? [ipv6.ipAddress] : [])];
}
