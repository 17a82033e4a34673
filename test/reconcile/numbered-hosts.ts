/** Hosts that are told apart by a number: in moref, name and management address. */
import type { HostState } from '../../lib/reconcile/state.ts';
import { host, managementNic, network } from '../builders.ts';
import { run, type Workshop } from '../workshop.ts';

/** `host-31`, 10.1.0.31: named like its moref, as {@link run} names the hosts of its messages. */
export function numbered(number: number): HostState {
  const vnics = [managementNic({ ipAddress: `10.1.0.${number}` })];
  const moref = `host-${number}`;
  return {
    ...host({ network: { ...network(), vnics } }),
    moref,
    name: moref,
    networkSystem: `networkSystem-${number}`,
  };
}

/** The run of the event that the host was added. */
export function added(shop: Workshop, number: number) {
  return run(shop, undefined, `host-${number}`);
}
