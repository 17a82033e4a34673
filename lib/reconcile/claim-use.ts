/** Whether an address that is claimed may be given back: what the hosts of a vCenter show, against the claim. */
import { addressesOf } from './seen-addresses.ts';
import type { AddressClaim } from './shared-stores.ts';
import { type HostState, PROVISIONING_STACK, VMOTION_STACK } from './state.ts';

/** One vCenter, and every host in it, read after the claims were. */
export interface Inventory {
  readonly vcenter: string;
  readonly hosts: readonly HostState[];
}

/** @returns why somebody may have the address, in a sentence; undefined when nobody is seen with it */
export function useOf({ address, vcenter, hostName }: AddressClaim, inventory: Inventory): string | undefined {
  if (vcenter !== inventory.vcenter) {
    return `${address} is claimed by ${hostName} of ${vcenter}, not ${inventory.vcenter}.`;
  }
  const owner = inventory.hosts.find((host) => addressesOf(host).includes(address));
  if (owner !== undefined) return `${address} is on an adapter of ${owner.name}, as ${vcenter} shows it.`;
  const holder = inventory.hosts.find(({ name }) => name === hostName);
  if (holder === undefined || holder.network !== undefined) return undefined;
  return `${address} is claimed by ${hostName}, which is ${holder.connectionState}: what it has cannot be seen.`;
}

/**
 * True when nobody is seen with the address and its host does not wait for it: it has left the inventory, or has another
 * address on a TCP/IP stack that we configure.
 */
export function isReleasable(claim: AddressClaim, inventory: Inventory): boolean {
  if (useOf(claim, inventory) !== undefined) return false;
  const holder = inventory.hosts.find(({ name }) => name === claim.hostName);
  const isConfigured = ({ netStackInstanceKey: stack }: { readonly netStackInstanceKey: string }) =>
    stack === PROVISIONING_STACK || stack === VMOTION_STACK;
  return holder === undefined || (holder.network?.vnics ?? []).some(isConfigured);
}
