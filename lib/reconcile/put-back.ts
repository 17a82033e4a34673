/** Taking the steps back that an intent recorded, and reading that they are. */
import { OnboardingError } from '../errors.ts';
import type { Intent } from './journal-row.ts';
import type { Clock, HostReader, HostWriter } from './ports.ts';
import { applyByCommands, type CommandPorts, isOptional } from './second-channel.ts';
import type { HostState } from './state.ts';
import type { Step } from './steps.ts';
import { readUntil } from './verify.ts';
import { stepsBack } from './way-back.ts';

/** How long vCenter may go on showing what was taken back. */
export const SHOWN_MILLISECONDS = 10_000;

/** What a rollback works with; `commands` is absent where esxcli may not be used. */
export interface RollBackPorts extends Pick<CommandPorts, 'renewLease'> {
  readonly vcenter: HostReader & HostWriter;
  readonly clock: Clock;
  readonly commands?: CommandPorts['commands'];
}

/** By vCenter's own calls first; what of it is still to be seen goes by esxcli. */
const CHANNELS = ['vim25', 'esxcli'] as const;

/**
 * @param errors gets what was met on the way
 * @returns what is left, and the host as it was read last; absent when it could not be read
 */
export async function putBack(
  intent: Pick<Intent, 'steps' | 'before'>,
  { moref }: HostState,
  ports: RollBackPorts,
  errors: OnboardingError[],
): Promise<{ readonly left: readonly Step[]; readonly host?: HostState }> {
  const { vcenter, clock } = ports;
  const leftOn = ({ network }: HostState) => (network === undefined ? [] : stepsBack(intent, network));
  try {
    let host = await vcenter.readHost(moref);
    for (const channel of CHANNELS) {
      const left = leftOn(host).filter((step) => channel === 'vim25' || isOptional(step));
      if (left.length === 0) continue;
      let isAnyTaken = false;
      for (const step of left) isAnyTaken = (await takeStep(step, channel, host, ports, errors)) || isAnyTaken;
      const isDone = (state: HostState) => state.network !== undefined && leftOn(state).length === 0;
      const patience = isAnyTaken ? SHOWN_MILLISECONDS : 0;
      host = await readUntil(clock, () => vcenter.readHost(moref), isDone, patience);
    }
    return { left: leftOn(host), host };
  } catch (error) {
    if (!(error instanceof OnboardingError) || error.code === 'lease-lost') throw error;
    errors.push(error);
    return { left: [] };
  }
}

/** @returns false when vSphere said that it will not do it */
async function takeStep(
  step: Step,
  channel: (typeof CHANNELS)[number],
  host: HostState,
  { vcenter, renewLease, commands }: RollBackPorts,
  errors: OnboardingError[],
): Promise<boolean> {
  const system = host.networkSystem ?? '';
  await renewLease();
  try {
    if (channel === 'esxcli' && isOptional(step)) {
      if (commands === undefined) return false;
      await applyByCommands(step, host, { commands, renewLease });
      return true;
    }
    if (step.action === 'addVirtualNic') await vcenter.addVirtualNic(system, step.portgroup, step.nic);
    if (step.action === 'updateVirtualNic') await vcenter.updateVirtualNic(system, step.device, step.nic);
    if (step.action === 'updateNetworkConfig') await vcenter.updateNetworkConfig(system, step.edit);
    return true;
  } catch (error) {
    // The next step may be possible all the same, and what is left is read afterwards.
    if (!(error instanceof OnboardingError) || error.code === 'lease-lost') throw error;
    errors.push(error);
    return error.retry === 'later';
  }
}
