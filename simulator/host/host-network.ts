import type { VCenter } from '../vcenter.ts';
import { freshNetwork, type Rack } from './fresh-network.ts';
import { grantIpv6Lease, grantLease } from './leases.ts';
import type { Membership, NetworkState, Vnic } from './network-state.ts';
import { settle } from './stack-life.ts';

/** What readers see of a host when that is not how it is. */
interface Shown {
  readonly state: NetworkState;
  readonly memberships: ReadonlyMap<string, Membership>;
}

/** The network of one host: what is configured, what readers already see of it, and its switches. */
export class HostNetwork {
  readonly vcenter: VCenter;
  readonly rack: Rack;
  readonly memberships = new Map<string, Membership>();
  state: NetworkState;
  #late: Shown | undefined;
  /** How many writes there were, and the last one that readers see. */
  #written = 0;
  #seen = 0;

  constructor(vcenter: VCenter, hostName: string, rack: Rack, portgroups: readonly string[]) {
    this.vcenter = vcenter;
    this.rack = rack;
    this.state = freshNetwork(hostName, rack, portgroups, vcenter.now());
  }

  /** What a reader sees: late, when the scenario says that reads lag behind writes. */
  get shown(): NetworkState {
    return this.#late?.state ?? this.state;
  }

  /** The switches that a reader sees the host on. */
  get shownMemberships(): ReadonlyMap<string, Membership> {
    return this.#late?.memberships ?? this.memberships;
  }

  /** Changes the network; readers see it now or after the scenario's delay, also what a failed change has left behind. */
  write<T>(work: (state: NetworkState) => T): T {
    const delay = this.vcenter.scenario.visibilityDelayMs;
    if (delay > 0) this.#hold();
    this.#written += 1;
    const number = this.#written;
    try {
      return work(this.state);
    } finally {
      if (delay > 0) {
        const after = this.#copy();
        this.vcenter.later(delay, () => this.#show(number, after));
        this.vcenter.changed();
      } else {
        this.refresh();
      }
    }
  }

  /**
   * Changes the network behind vCenter's back, on the host itself: with `esxcliShows` `afterRefresh` readers see it
   * only after RefreshNetworkSystem, or with the next change that vCenter makes.
   */
  writeOnHost<T>(work: (state: NetworkState) => T): T {
    if (this.vcenter.scenario.answers.esxcliShows === 'atOnce') return this.write(work);
    this.#hold();
    this.#written += 1;
    return work(this.state);
  }

  #hold(): void {
    this.#late ??= this.#copy();
  }

  #copy(): Shown {
    return { state: structuredClone(this.state), memberships: new Map(this.memberships) };
  }

  /** Shows what the write of that number left, unless something later is seen already. */
  #show(number: number, after: Shown): void {
    if (number <= this.#seen) return;
    this.#seen = number;
    this.#late = number === this.#written ? undefined : after;
  }

  /** Makes every write visible now. */
  refresh(): void {
    this.#seen = this.#written;
    this.#late = undefined;
    this.vcenter.changed();
  }

  /** The lowest vmkN that is free. */
  freeDevice(): string {
    const taken = new Set(this.state.vnics.map((vnic) => vnic.device));
    let number = 0;
    while (taken.has(`vmk${number}`)) number += 1;
    return `vmk${number}`;
  }

  /** Asks the DHCP server of the scenario for an address; it comes after the scenario's delay. */
  requestLease(vnic: Vnic): void {
    vnic.address = '0.0.0.0';
    vnic.mask = '0.0.0.0';
    this.#await(vnic, (found) => this.#lease(found));
  }

  /** The same from the DHCPv6 server. */
  requestIpv6Lease(vnic: Vnic): void {
    this.#await(vnic, (found) => found.ipv6.dhcp && grantIpv6Lease(this.vcenter, this.rack.number, found));
  }

  /** Every adapter with a lease asks for it again: what the server hands out by now arrives after its delay. */
  renewLeases(): void {
    for (const vnic of this.state.vnics) {
      if (vnic.dhcp) this.#await(vnic, (found) => this.#lease(found));
      if (vnic.ipv6.dhcp) this.requestIpv6Lease(vnic);
    }
  }

  #lease(vnic: Vnic): void {
    if (vnic.dhcp) grantLease(this.vcenter, this.rack.number, this.state, vnic);
  }

  #await({ device, mac }: Vnic, grant: (found: Vnic) => void): void {
    const { leaseDelayMs } = this.vcenter.scenario.dhcp;
    const work = (): void => {
      const found = this.state.vnics.find((vnic) => vnic.device === device && vnic.mac === mac);
      if (found === undefined) return;
      if (leaseDelayMs > 0) this.write(() => grant(found));
      else grant(found);
    };
    if (leaseDelayMs > 0) this.vcenter.later(leaseDelayMs, work);
    else work();
  }

  /** Sets what follows from which adapters exist: stacks that are in use, services that were switched off. */
  settle(): void {
    settle(this.vcenter, this.state);
  }
}
