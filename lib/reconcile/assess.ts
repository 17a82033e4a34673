/** Judging one host as it was read: its settings, the wish that follows, and the plan. Nothing is written here. */
import { hasCode, OnboardingError } from '../errors.ts';
import { type Desired, desiredState } from './desired.ts';
import { notesOf } from './notes.ts';
import { type Plan, plan } from './plan.ts';
import type { HostReader, SettingsSource } from './ports.ts';
import { type EffectiveSettings, effectiveSettings, placeOf, scopesOf } from './settings.ts';
import type { Mode } from './settings-document.ts';
import type { HostNetwork, HostState, VcenterDirectory } from './state.ts';
import type { WrittenStack } from './steps.ts';

/** Until an operator says otherwise: new hosts are configured, the others are reported. */
export const DEFAULT_MODE: Mode = 'onboard';

/** What is known of a host before anything is done. */
export interface Assessment {
  readonly host: HostState;
  readonly network: HostNetwork;
  readonly mode: Mode;
  readonly desired: Desired;
  readonly plan: Plan;
  /** What follows from the plan, and what looks odd: one sentence each. */
  readonly notes: readonly string[];
  /** The host profile that is attached to the host or its cluster. */
  readonly hostProfile?: string;
}

/** What an operator may ask for besides. */
export interface Scope {
  /** The provisioning stack if not given. */
  readonly stack?: WrittenStack;
  /** An adapter on the right portgroup and the wrong stack is taken off. */
  readonly allowReplace?: boolean;
}

/**
 * The settings of a host, read afresh unless `settings` has them already.
 * @throws OnboardingError `host-disconnected`, `scope-*`, `settings-invalid`, `out-of-scope`, `parameters-unavailable`
 */
export async function settingsOf(
  host: HostState,
  vcenter: HostReader & { readonly name: string },
  settings: SettingsSource,
): Promise<EffectiveSettings> {
  const place = placeOf(host, host.ancestors);
  const documents = await settings.read(vcenter.name, scopesOf(place));
  return effectiveSettings(place, documents, await vcenter.directory());
}

/**
 * Settings and state to a plan. A portgroup that the cached directory does not know, on this host's switches or at
 * all, is looked up afresh once.
 * @throws OnboardingError with the code that says why there is no plan
 */
export async function assess(
  host: HostState,
  settings: EffectiveSettings,
  vcenter: Pick<HostReader, 'directory'>,
  scope: Scope = {},
): Promise<Assessment> {
  try {
    return judge(host, settings, await vcenter.directory(), scope);
  } catch (error) {
    if (!hasCode(error, 'portgroup-not-found') && !hasCode(error, 'switch-not-joined')) throw error;
    return judge(host, settings, await vcenter.directory(true), scope);
  }
}

/** The pure part of {@link assess}. */
export function judge(
  host: HostState,
  settings: EffectiveSettings,
  directory: VcenterDirectory,
  { stack, allowReplace = false }: Scope = {},
): Assessment {
  const context = { host: host.name, moref: host.moref };
  const mode = settings.values.mode ?? DEFAULT_MODE;
  if (mode === 'off') {
    throw new OnboardingError('mode-off', `${settings.origins.mode} says "mode": "off" for ${host.name}.`, context);
  }
  if (host.configurationProfile === 'managed') {
    const message = `The cluster of ${host.name} is managed by a configuration profile.`;
    throw new OnboardingError('configuration-profile', message, context);
  }
  if (host.connectionState !== 'connected' || host.network === undefined || host.networkSystem === undefined) {
    const isUnread = host.connectionState === 'connected';
    const what = isUnread
      ? 'connected in vCenter, but its network cannot be read'
      : `${host.connectionState} in vCenter`;
    throw new OnboardingError('host-disconnected', `${host.name} is ${what}.`, context);
  }
  if (host.hasRunningTask) {
    throw new OnboardingError('host-busy', `A task is running on ${host.name} or its cluster.`, context);
  }
  const { network } = host;
  const desired = desiredState(settings, host, network, directory, stack);
  const steps = plan(desired, host, network, allowReplace);
  const hostProfile = profileOf(host, directory);
  const ofProfile = [...profileNotes(hostProfile, directory), ...configurationProfileNotes(host)];
  const notes = steps.steps.length === 0 ? [] : [...notesOf(desired, steps, host, network), ...ofProfile];
  return { host, network, mode, desired, plan: steps, notes, ...(hostProfile === undefined ? {} : { hostProfile }) };
}

function profileNotes(hostProfile: string | undefined, { hostProfiles }: VcenterDirectory): string[] {
  if (hostProfiles === undefined) {
    return ['Whether a host profile is attached is not known: that takes the privilege Profile.View.'];
  }
  if (hostProfile === undefined) return [];
  return [
    `Host profile ${hostProfile} is attached: put the adapter into it too, or it will take the change for drift.`,
  ];
}

/** A server may keep the property back (vSphere API, ComputeResource.configManagerEnabled); that is no "no". */
function configurationProfileNotes({ configurationProfile, ancestors }: HostState): string[] {
  const isInCluster = ancestors[0]?.type === 'ClusterComputeResource';
  if (configurationProfile !== 'unknown' || !isInCluster) return [];
  return [
    'Whether a configuration profile manages the cluster is not known: vCenter does not say. It would take ours away.',
  ];
}

function profileOf(host: HostState, { hostProfiles = [] }: VcenterDirectory): string | undefined {
  const morefs = [host.moref, ...host.ancestors.map(({ moref }) => moref)];
  return hostProfiles.find(({ entities }) => entities.some((entity) => morefs.includes(entity)))?.name;
}
