import { networkOf } from './addresses.ts';
import { defaultStack, freshStack, type NetworkState, type StandardPortgroup, serviceStacks } from './network-state.ts';

/** How a host is addressed in its rack. */
export interface Rack {
  readonly number: number;
  readonly ipv6Enabled: boolean;
  readonly managementAddress: string | undefined;
}

/** The network of a host that has just been installed: `vmk0` for management, and the system stacks unused. */
export function freshNetwork(hostName: string, rack: Rack, portgroups: readonly string[], now: number): NetworkState {
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
        ipv6: { addresses: [], auto: false, dhcp: false, leased: undefined },
        override: undefined,
      },
    ],
    stacks: [...serviceStacks.map(freshStack), stack],
    portgroups: all,
    ipv6Enabled: rack.ipv6Enabled,
    selected: { management: ['vmk0'] },
    displaced: {},
  };
}

/** A VMware MAC address that is the host's and the adapter's own. */
export function macOf(rack: number, serial: number): string {
  const bytes = [0x00, 0x50, 0x56, 0x60 + (rack >> 8), rack & 255, serial & 255];
  return bytes.map((byte) => (byte & 255).toString(16).padStart(2, '0')).join(':');
}
