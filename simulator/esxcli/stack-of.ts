import type { HostNetwork } from '../host/host-network.ts';
import { defaultStack, type Stack } from '../host/network-state.ts';
import { type Arguments, argumentOf, CliFault } from './command.ts';

/**
 * The stack that `--netstack` names, by default the default one. For esxcli a stack is there once it is instantiated,
 * whatever the configuration lists. Throws CliFault.
 */
export function stackOf({ state }: Pick<HostNetwork, 'state'>, given: Arguments): Stack {
  const key = argumentOf(given, 'netstack') ?? defaultStack;
  const stack = state.stacks.find((candidate) => candidate.key === key && candidate.since !== undefined);
  if (stack === undefined) throw new CliFault(`Unable to find netstack instance ${key}`);
  return stack;
}
