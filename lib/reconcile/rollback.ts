/**
 * The way back after a required step failed: a first adapter is taken off again, since one that could not be finished
 * is worse than none; what an existing adapter or its stack had is put back as it was recorded.
 */
import { OnboardingError, type Problem, sentence } from '../errors.ts';
import { commandsByHand, removalByHand } from './by-hand.ts';
import type { Intent } from './journal-row.ts';
import { PROVISIONING_SERVICE } from './misplaced-adapter.ts';
import { putBack, type RollBackPorts, SHOWN_MILLISECONDS } from './put-back.ts';
import { isResidue } from './stack-back.ts';
import { DEFAULT_STACK, type HostState } from './state.ts';
import type { Step } from './steps.ts';
import { readUntil } from './verify.ts';
import { stepsBack } from './way-back.ts';

/** What was begun, as far as the host shows it. */
export interface Begun {
  readonly intent: Pick<Intent, 'steps' | 'before'>;
  /** As read after the failure. */
  readonly host: HostState;
  /** The adapter that this run, or the one that it finishes, added. */
  readonly device: string | undefined;
}

/** How the host was left. */
export interface RollBack {
  /** Nothing of ours is left but what vSphere does not let us put back, and that does no harm. */
  readonly isClean: boolean;
  readonly problems: readonly Problem[];
}

/** Never throws an error of the family but `lease-lost`: what is left is said instead. */
export async function rollBack(begun: Begun, ports: RollBackPorts, because: OnboardingError): Promise<RollBack> {
  const errors: OnboardingError[] = [];
  const removal = begun.device === undefined ? undefined : await remove(begun.device, begun.host, ports, errors);
  if (removal === 'there') {
    // what is on the stack does no harm once the adapter is gone; an adapter that was replaced is missing
    const back = begun.host.network === undefined ? [] : stepsBack(begun.intent, begun.host.network);
    const missing = back.filter(({ action }) => action === 'addVirtualNic');
    return { isClean: false, problems: [leftOver(begun, begun.device, missing, errors)] };
  }
  const rest = await putBack(begun.intent, begun.host, ports, errors);
  if (rest.left.every(isResidue) && rest.host !== undefined) {
    const what = rest.left.length === 0 ? standing(begun.intent, rest.host) : GATEWAY_STAYS;
    return {
      isClean: true,
      problems: [done(begun, what, because), ...servicesLost(begun.intent.before, rest.host)],
    };
  }
  return { isClean: false, problems: [leftOver(begun, undefined, rest.left, errors)] };
}

/** A removal may have been done although its answer says otherwise, or was lost: the host knows. */
async function remove(
  device: string,
  host: HostState,
  { vcenter, clock, renewLease }: RollBackPorts,
  errors: OnboardingError[],
): Promise<'gone' | 'there'> {
  const isAbsent = (state: HostState) => state.network?.vnics.every((vnic) => vnic.device !== device) ?? false;
  await renewLease();
  const refusal = await errorOf(vcenter.removeVirtualNic(host.networkSystem ?? '', device));
  if (refusal !== undefined) errors.push(refusal);
  const patience = refusal?.retry === 'never' ? 0 : SHOWN_MILLISECONDS;
  let last: HostState | undefined;
  const unread = await errorOf(
    readUntil(clock, () => vcenter.readHost(host.moref), isAbsent, patience).then((state) => {
      last = state;
    }),
  );
  if (unread !== undefined) errors.push(unread);
  if (last === undefined || !isAbsent(last)) return 'there';
  errors.length = 0;
  return 'gone';
}

/** The error of the family that the work ended with, if it did. */
export async function errorOf(work: Promise<void>): Promise<OnboardingError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return error;
  }
}

const GATEWAY_STAYS = 'vSphere leaves the gateway that was set where there was none.';

function done({ device, host }: Begun, residue: string, { code }: OnboardingError): Problem {
  const what = device === undefined ? `${host.name} was put back;` : `${device} was removed from ${host.name} again;`;
  return { code, message: `${what} ${residue}` };
}

/** What was written to a stack cannot be edited once its last adapter is gone, so it stays, and does nothing. */
function standing({ steps, before }: Begun['intent'], after: HostState): string {
  const keys = steps.map(stackOf);
  const stacksOf = ({ network }: HostState) => network?.netStackInstances.filter(({ key }) => keys.includes(key));
  const isSame = JSON.stringify(stacksOf(before)) === JSON.stringify(stacksOf(after));
  return isSame
    ? 'the host is as it was.'
    : 'its stack keeps what was written before, which does no harm without an adapter.';
}

function stackOf(step: Step): string | undefined {
  if (step.action === 'updateNetworkConfig') return step.edit.netStackInstanceKey;
  return step.action === 'addVirtualNic' ? step.nic.netStackInstanceKey : undefined;
}

/** What a stack takes over from the default stack: its name, its vim25 nicType, and its tag in esxcli. */
const SERVICES = [
  ['provisioning', PROVISIONING_SERVICE, 'VSphereProvisioning'],
  ['vMotion', 'vmotion', 'VMotion'],
] as const;

/** vCenter switches a service of the default stack off for the first adapter, and may not switch it on again. */
export function servicesLost(before: HostState, after: HostState): Problem[] {
  const isDefault = (device: string) =>
    before.network?.vnics.some((vnic) => vnic.device === device && vnic.netStackInstanceKey === DEFAULT_STACK) ?? false;
  return SERVICES.flatMap(([service, nicType, tag]) => {
    const selected = ({ nicTypes }: HostState) =>
      nicTypes.find((each) => each.nicType === nicType)?.selectedDevices ?? [];
    const lost = selected(before).filter((device) => isDefault(device) && !selected(after).includes(device));
    return lost.map((device) => ({
      code: 'service-not-restored',
      message: `The ${service} service was selected on ${device} of ${before.name} and is no longer. Select it again: esxcli network ip interface tag add --interface-name=${device} --tagname=${tag}`,
    }));
  });
}

function leftOver(
  { host }: Begun,
  device: string | undefined,
  left: readonly Step[],
  errors: readonly OnboardingError[],
): Problem {
  const what =
    device === undefined
      ? `${host.name} is not as it was.`
      : `${device} is left on ${host.name} without what it needs.`;
  const commands = [...(device === undefined ? [] : [removalByHand(device)]), ...left.flatMap(commandsByHand)];
  // without its advice, which would contradict the commands
  const why = errors[0] === undefined ? '' : ` ${sentence(errors[0].message)}`;
  const quoted = commands.map((command) => `"${command}"`).join('; ');
  const how = commands.length === 0 ? 'What is left could not be read.' : `Finish on the host: ${quoted}.`;
  return { code: 'rollback-incomplete', message: `${what}${why} ${how}` };
}
