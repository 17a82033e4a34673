import type { VCenter } from '../vcenter.ts';
import { defaultStack, freshStack, type NetworkState, type Stack, serviceStacks, vnicsOf } from './network-state.ts';

/** Sets what follows from which adapters exist: stacks that are in use, services that were switched off, leases. */
export function settle(vcenter: VCenter, state: NetworkState): void {
  for (const stack of state.stacks) {
    const used = vnicsOf(state, stack.key).length > 0;
    if (used) enter(vcenter, state, stack);
    else if (stack.since !== undefined) leave(vcenter, state, stack);
    forgetLeases(state, stack);
  }
}

/** An adapter is on the stack; its first one switches the stack's service off on the adapters of the default stack. */
function enter(vcenter: VCenter, state: NetworkState, stack: Stack): void {
  if (serviceStacks.includes(stack.key)) {
    const own = vnicsOf(state, stack.key).map(({ device }) => device);
    const selected = state.selected[stack.key] ?? [];
    state.selected[stack.key] = selected.filter((device) => own.includes(device));
    const displaced = selected.filter((device) => !own.includes(device));
    if (displaced.length > 0) state.displaced[stack.key] = displaced;
  }
  if (stack.since !== undefined) return;
  stack.since = vcenter.now();
  stack.runtimeMaxConnections = stack.maxConnections;
  const { runtimeDelayMs } = vcenter.scenario;
  if (runtimeDelayMs > 0) vcenter.later(runtimeDelayMs, () => undefined);
}

/** The last adapter has left the stack: the default stack's adapters may carry its service again. */
function leave(vcenter: VCenter, state: NetworkState, stack: Stack): void {
  const { answers } = vcenter.scenario;
  const displaced = state.displaced[stack.key] ?? [];
  delete state.displaced[stack.key];
  if (answers.serviceComesBack && displaced.length > 0) {
    const there = vnicsOf(state, defaultStack).map(({ device }) => device);
    state.selected[stack.key] = displaced.filter((device) => there.includes(device));
  }
  stack.since = undefined;
  if (!answers.settingsSurvive) Object.assign(stack, freshStack(stack.key));
}

/** What came with a lease goes with the last adapter that has one; DNS goes with the adapter that it came by. */
function forgetLeases(state: NetworkState, stack: Stack): void {
  const leased = vnicsOf(state, stack.key).filter(({ dhcp }) => dhcp);
  if (leased.length === 0) stack.leaseGateway = undefined;
  const source = leased.some(({ device }) => device === stack.dns.device);
  if (stack.dns.dhcp && !source) stack.dns = { ...stack.dns, dhcp: false, device: undefined, servers: [], search: [] };
}
