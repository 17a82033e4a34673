/** A host as the reconciler sees it, from what was read of it and of the objects around it. */
import type { HostState } from '../reconcile/state.ts';
import { ancestorsOf, configurationProfile, type ObjectsById, type ProfileQuestion } from './ancestors.ts';
import type { Fault } from './faults.ts';
import { hostNetwork, nicTypes } from './host-network.ts';
import { HOST_PATHS, type HostProperties } from './host-properties.ts';
import { present } from './present.ts';
import type { ReadObject } from './properties.ts';

/** What surrounds a host. */
export interface Surroundings {
  /** The objects above it, by moref. */
  readonly objects: ObjectsById;
  readonly hasRunningTask: boolean;
  /** Whether `configManagerEnabled` was asked for. */
  readonly profileQuestion: ProfileQuestion;
}

/** Judged by the chain above the host; and a server that hides whether there is IPv6 hides nothing that we write. */
const SPARED: ReadonlySet<string> = new Set(['parent', 'config.network.ipV6Enabled']);

/** The property of a connected host that a fault kept from us, and the fault. */
export function unreadableProperty(host: ReadObject): { path: string; fault: Fault } | undefined {
  const isConnected = host.values['runtime.connectionState'] === 'connected';
  const paths = isConnected ? HOST_PATHS.filter((path) => !SPARED.has(path)) : ['name', 'runtime.connectionState'];
  const path = paths.find((candidate) => host.missing[candidate] !== undefined);
  const fault = path === undefined ? undefined : host.missing[path];
  return path === undefined || fault === undefined ? undefined : { path, fault };
}

/** The state of a host; without its network when a part of that could not be read. */
export function hostState(host: ReadObject, { objects, hasRunningTask, profileQuestion }: Surroundings): HostState {
  const properties = host.values as Partial<HostProperties>;
  const network = unreadableProperty(host) === undefined ? hostNetwork(properties) : undefined;
  const { parent } = properties;
  return {
    moref: host.reference.value,
    name: properties.name ?? host.reference.value,
    connectionState: properties['runtime.connectionState'] ?? 'notResponding',
    inMaintenanceMode: properties['runtime.inMaintenanceMode'] ?? false,
    ...present({
      productVersion: properties['config.product']?.version,
      networkSystem: properties['configManager.networkSystem']?.value,
      network,
    }),
    nicTypes: nicTypes(properties['config.virtualNicManagerInfo.netConfig'] ?? [], network?.vnics ?? []),
    hasRunningTask,
    ancestors: ancestorsOf(parent, objects),
    configurationProfile: configurationProfile(parent, objects, profileQuestion),
  };
}

/** Whether a task is waiting or at work. */
export function isRunning(task: ReadObject): boolean {
  const state = task.values['info.state'];
  return state === 'queued' || state === 'running';
}
