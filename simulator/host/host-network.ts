import type { VCenter } from '../vcenter.ts';
import { networkOf } from './addresses.ts';
import {
  defaultStack,
  freshStack,
  type Membership,
  type NetworkState,
  type Stack,
  type StandardPortgroup,
  serviceStacks,
  type Vnic,
  vnicsOf,
} from './network-state.ts';

/** How a host is addressed in its rack. */
export interface Rack {
  readonly number: number;
  readonly ipv6Enabled: boolean;
  readonly managementAddress: string | undefined;
}

/** The network of one host: what is configured, what readers already see of it, and its switches. */
export class HostNetwork {
  readonly vcenter: VCenter;
  readonly rack: Rack;
  readonly memberships = new Map<string, Membership>();
  state: NetworkState;
  #shown: NetworkState | undefined;

  constructor(vcenter: VCenter, hostName: string, rack: Rack, portgroups: readonly string[]) {
    this.vcenter = vcenter;
    this.rack = rack;
    this.state = freshNetwork(hostName, rack, portgroups, vcenter.now());
  }

  /** What a reader sees: late, when the scenario says that reads lag behind writes. */
  get shown(): NetworkState {
    return this.#shown ?? this.state;
  }

  /** Changes the network; readers see it now or after the scenario's delay, also what a failed change has left behind. */
  write<T>(work: (state: NetworkState) => T): T {
    const delay = this.vcenter.scenario.visibilityDelayMs;
    if (delay > 0) this.#shown ??= structuredClone(this.state);
    try {
      return work(this.state);
    } finally {
      if (delay > 0) this.#publishLater(delay);
      this.vcenter.changed();
    }
  }

  #publishLater(delay: number): void {
    const written = structuredClone(this.state);
    this.vcenter.later(delay, () => {
      const latest = JSON.stringify(written) === JSON.stringify(this.state);
      this.#shown = latest ? undefined : written;
    });
  }

  /** Makes every write visible now. */
  refresh(): void {
    this.#shown = undefined;
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
    const { leaseDelayMs } = this.vcenter.scenario.dhcp;
    vnic.address = '0.0.0.0';
    vnic.mask = '0.0.0.0';
    const grant = (): void => {
      const found = this.state.vnics.find(({ device, mac }) => device === vnic.device && mac === vnic.mac);
      if (found?.dhcp) this.write(() => this.#grantLease(found));
    };
    if (leaseDelayMs > 0) this.vcenter.later(leaseDelayMs, grant);
    else this.#grantLease(vnic);
  }

  #grantLease(vnic: Vnic): void {
    const { address, subnetMask, gateway, dns } = this.vcenter.scenario.dhcp;
    const [high, low] = [Math.floor(this.rack.number / 256), this.rack.number % 256];
    const index = Number(vnic.device.slice('vmk'.length));
    if (address === 'none') {
      vnic.address = `169.254.${low}.${index + 1}`;
      vnic.mask = '255.255.0.0';
      return;
    }
    vnic.address = address ?? `172.${16 + high}.${low}.${10 + index}`;
    vnic.mask = subnetMask;
    const stack = this.state.stacks.find(({ key }) => key === vnic.stack);
    if (stack === undefined || stack.key === defaultStack) return;
    stack.leaseGateway = gateway ?? networkOf(vnic.address, 24).replace(/\.0$/, '.1');
    if (stack.dns.dhcp) stack.dns.servers = [...dns];
  }

  /** Sets what follows from which adapters exist: stacks that are in use, services that were switched off. */
  settle(): void {
    for (const stack of this.state.stacks) {
      const used = vnicsOf(this.state, stack.key).length > 0;
      if (used) this.#enter(stack);
      else if (stack.since !== undefined) this.#leave(stack.key);
    }
  }

  /** An adapter is on the stack; its first one switches the stack's service off on the adapters of the default stack. */
  #enter(stack: Stack): void {
    if (serviceStacks.includes(stack.key)) {
      const own = vnicsOf(this.state, stack.key).map(({ device }) => device);
      this.state.selected[stack.key] = (this.state.selected[stack.key] ?? []).filter((device) => own.includes(device));
    }
    if (stack.since !== undefined) return;
    stack.since = this.vcenter.now();
    stack.runtimeMaxConnections = stack.maxConnections;
    const { runtimeDelayMs } = this.vcenter.scenario;
    if (runtimeDelayMs > 0) this.vcenter.later(runtimeDelayMs, () => undefined);
  }

  /** The last adapter has left the stack. */
  #leave(key: string): void {
    const index = this.state.stacks.findIndex((stack) => stack.key === key);
    const stack = this.state.stacks[index];
    if (stack === undefined) return;
    stack.since = undefined;
    stack.leaseGateway = undefined;
    if (!this.vcenter.scenario.answers.settingsSurvive) this.state.stacks[index] = freshStack(key);
  }
}

function freshNetwork(hostName: string, rack: Rack, portgroups: readonly string[], now: number): NetworkState {
  const [high, low] = [Math.floor(rack.number / 256), rack.number % 256];
  const address = rack.managementAddress ?? `10.${1 + high}.${low}.11`;
  const [label = hostName, ...domain] = hostName.split('.');
  const stack = freshStack(defaultStack);
  stack.gateway = networkOf(address, 24).replace(/\.0$/, '.1');
  stack.since = now;
  const named = /^[\d.:]+$/.test(hostName) ? 'localhost' : label;
  stack.dns = {
    dhcp: false,
    device: undefined,
    hostName: named,
    domainName: domain.join('.'),
    servers: ['10.0.0.53'],
    search: [],
  };
  const all: StandardPortgroup[] = ['Management Network', 'Provisioning', ...portgroups].map((name) => ({
    name,
    vlanId: 0,
  }));
  return {
    vnics: [
      {
        device: 'vmk0',
        stack: defaultStack,
        mac: macOf(rack.number, 0),
        mtu: 1500,
        tso: true,
        portgroup: 'Management Network',
        dvPort: undefined,
        dhcp: false,
        address,
        mask: '255.255.255.0',
        ipv6: { addresses: [], auto: false, dhcp: false },
        override: undefined,
      },
    ],
    stacks: [...serviceStacks.map(freshStack), stack],
    portgroups: all,
    ipv6Enabled: rack.ipv6Enabled,
    selected: { management: ['vmk0'] },
  };
}

/** A VMware MAC address that is the host's and the adapter's own. */
export function macOf(rack: number, serial: number): string {
  const bytes = [0x00, 0x50, 0x56, 0x60 + (rack >> 8), rack & 255, serial & 255];
  return bytes.map((byte) => (byte & 255).toString(16).padStart(2, '0')).join(':');
}
