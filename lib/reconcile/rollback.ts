/** The way back: a first adapter that could not be finished is worse than none, so it is taken off again. */
import { OnboardingError, type Problem, problemsOf } from '../errors.ts';
import type { Clock, HostReader, HostWriter } from './ports.ts';
import { type HostState, PROVISIONING_STACK } from './state.ts';
import { readUntil } from './verify.ts';

/** How long vCenter may go on showing the adapter. */
const ABSENT_MILLISECONDS = 10_000;

/**
 * Removes the adapter and reads its absence. Never throws an error of the family: what is left is said instead.
 * @param device the adapter that this run, or the one that it finishes, added
 */
export async function rollBack(
  host: HostState,
  device: string,
  ports: { readonly vcenter: HostReader & HostWriter; readonly clock: Clock },
  because: OnboardingError,
): Promise<{ readonly isClean: boolean; readonly problem: Problem }> {
  const { vcenter, clock } = ports;
  const isAbsent = (state: HostState) => state.network?.vnics.every((vnic) => vnic.device !== device) ?? false;
  let refusal: OnboardingError | undefined;
  try {
    refusal = await errorOf(vcenter.removeVirtualNic(host.networkSystem ?? '', device));
    // A removal may have been done although its answer says otherwise, or was lost: the host knows.
    const patience = refusal?.retry === 'never' ? 0 : ABSENT_MILLISECONDS;
    const last = await readUntil(clock, () => vcenter.readHost(host.moref), isAbsent, patience);
    if (!isAbsent(last)) return { isClean: false, problem: leftOver(host, device, because, refusal) };
    const message = `${device} was removed from ${host.name} again; ${standing(host, last)}`;
    return { isClean: true, problem: { code: because.code, message } };
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return { isClean: false, problem: leftOver(host, device, because, refusal ?? error) };
  }
}

async function errorOf(work: Promise<void>): Promise<OnboardingError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return error;
  }
}

/** What was written to a stack cannot be edited once its last adapter is gone, so it stays, and does nothing. */
function standing(before: HostState, after: HostState): string {
  const stackOf = ({ network }: HostState) => network?.netStackInstances.find(({ key }) => key === PROVISIONING_STACK);
  const isSame = JSON.stringify(stackOf(before)) === JSON.stringify(stackOf(after));
  if (isSame) return 'the host is as it was.';
  return 'its stack keeps what was written before, which does no harm without an adapter.';
}

function leftOver(
  host: HostState,
  device: string,
  because: OnboardingError,
  why: OnboardingError | undefined,
): Problem {
  const command = `esxcli network ip interface remove --interface-name=${device}`;
  const message = `${device} is left on ${host.name} without what it needs. Remove it there: ${command}`;
  return { code: because.code, message: why === undefined ? message : `${message} ${problemsOf(why)[0]?.message}` };
}
