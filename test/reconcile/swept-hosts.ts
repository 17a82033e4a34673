/** One vCenter whose hosts have given addresses, and sweeps of it that claim them. */
import type { AddressClaim } from '../../lib/reconcile/shared-stores.ts';
import type { HostState } from '../../lib/reconcile/state.ts';
import { sweepClaims } from '../../lib/reconcile/sweep-claims.ts';
import { disconnectedHost, host, network, stored, VCENTER, vnic } from '../builders.ts';
import { type Workshop, workshop } from '../workshop.ts';

export const RANGES = ['10.20.0.50-10.20.0.69'];
export const POOL = { mode: 'pool', subnet: '10.20.0.0/24', ranges: RANGES };

/** A host with these addresses, one adapter each. */
export function having(name: string, ...addresses: readonly string[]): HostState {
  const vnics = addresses.map((ipAddress, index) => vnic({ device: `vmk${index}`, ipAddress }));
  return { ...host({ network: { ...network(), vnics } }), moref: `moref-${name}`, name };
}

export const away = (name: string) => disconnectedHost({ name, moref: `moref-${name}` });

/** `10.20.0.50 esx-1 pool`, made before the sweep. */
export function claim(text: string, over: Partial<AddressClaim> = {}): AddressClaim {
  const [address = '', hostName = '', origin = ''] = text.split(' ');
  const claimedAt = '2026-03-01T00:00:00.000Z';
  return {
    site: '',
    address,
    vcenter: VCENTER,
    hostName,
    claimedAt,
    origin: origin as AddressClaim['origin'],
    ...over,
  };
}

/** A workshop in which these are claimed. */
export async function shopWith(...claims: readonly AddressClaim[]): Promise<Workshop> {
  const shop = workshop();
  for (const each of claims) await shop.claims.claim(each);
  return shop;
}

/** A sweep that takes a second. @param settings of the scope `defaults` @param others of further scopes */
export function sweep(
  shop: Workshop,
  hosts: readonly HostState[],
  settings: object = {},
  others: readonly object[] = [],
) {
  const documents = [stored(settings), ...others.map((each, index) => stored(each, `datacenters/DC${index}`))];
  const readAt = shop.clock.now();
  shop.clock.advance(1_000);
  return sweepClaims({ vcenter: VCENTER, hosts, documents, readAt }, shop);
}
