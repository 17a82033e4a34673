import type { HostNetwork } from '../host/host-network.ts';
import type { Stack } from '../host/network-state.ts';
import { type Command, netstackParameter } from './command.ts';
import { stackOf } from './stack-of.ts';

/** What esxcli prints as the state of an instance that runs. */
const running = '4660';

const namespace = 'network.ip.netstack';

/** `network ip netstack`: the stacks that are instantiated. */
export const netstackCommands: readonly Command[] = [
  {
    namespace,
    name: 'get',
    help: 'Get runtime/configuration settings for a given network stack instance.',
    parameters: [{ ...netstackParameter, required: true }],
    writes: false,
    run: (network, given) => ({ kind: 'NetStackInstance', fields: settings(network, stackOf(network, given)) }),
  },
  {
    namespace,
    name: 'list',
    help: 'This command will list the VMkernel tcpip network stack instances currently on the host.',
    parameters: [],
    writes: false,
    run: ({ state }) =>
      state.stacks
        .filter(({ since }) => since !== undefined)
        .map(({ key }) => ({ kind: 'NetStackInstance', fields: { Key: key, Name: key, State: running } })),
  },
];

const settings = ({ state }: HostNetwork, stack: Stack) => ({
  CCAlgo: stack.congestion,
  CurrentIPv6Enabled: state.ipv6Enabled,
  CurrentMaxConnections: stack.runtimeMaxConnections,
  Enabled: true,
  IPv6Enabled: state.ipv6Enabled,
  Key: stack.key,
  MaxConnections: stack.maxConnections,
  Name: stack.key,
  State: running,
});
