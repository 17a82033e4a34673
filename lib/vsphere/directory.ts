/** What is read once a vCenter: distributed portgroups, and the names that settings scopes may mean. */
import type { HostProfile, VcenterDirectory } from '../reconcile/state.ts';
import { ancestorsOf, byId, type ObjectsById } from './ancestors.ts';
import { distributedPortgroups } from './distributed-portgroups.ts';
import { present } from './present.ts';
import { type ReadObject, retrieve, traversal } from './properties.ts';
import type { LoggedIn } from './session.ts';
import type { ManagedObjectReference, PropertyFilterSpec } from './vim25-types.ts';

/** The first API version that knows `config.backingType` (pyVmomi type information). */
const BACKING_API = 7;

const OBJECTS_A_PAGE = 500;

/** Reads the directory; its few properties, never a switch's whole `config`. */
export async function readDirectory(session: LoggedIn): Promise<VcenterDirectory> {
  const { rootFolder, hostProfileManager, about } = session.content;
  const spec = directorySpec(rootFolder, hostProfileManager, Number.parseInt(about.apiVersion, 10) >= BACKING_API);
  const objects = await retrieve(session, spec, OBJECTS_A_PAGE);
  const known = byId(objects);
  const ofType = (type: string) => objects.filter(({ reference }) => reference.type === type);
  return {
    ...distributedPortgroups(objects),
    datacenters: ofType('Datacenter').flatMap(({ values }) => (isText(values['name']) ? [values['name']] : [])),
    clusters: ofType('ClusterComputeResource').flatMap((cluster) => clusterOf(cluster, known)),
    ...present({ hostProfiles: hostProfiles(objects, hostProfileManager) }),
  };
}

/** Down through the folders of hosts and networks in one call; virtual machines and datastores are never met. */
function directorySpec(
  rootFolder: ManagedObjectReference,
  profiles: ManagedObjectReference | undefined,
  asksForBacking: boolean,
): PropertyFilterSpec {
  const [folders, hosts, networks] = [{ name: 'folders' }, { name: 'hosts' }, { name: 'networks' }];
  return {
    propSet: [
      { type: 'Datacenter', pathSet: ['name'] },
      { type: 'Folder', pathSet: ['name', 'parent'] },
      { type: 'ClusterComputeResource', pathSet: ['name', 'parent'] },
      { type: 'DistributedVirtualSwitch', pathSet: ['name', 'uuid'] },
      { type: 'DistributedVirtualPortgroup', pathSet: portgroupPaths(asksForBacking) },
      ...(profiles === undefined ? [] : PROFILE_PROPERTIES),
    ],
    objectSet: [
      {
        obj: rootFolder,
        skip: false,
        selectSet: [
          traversal('Folder', 'childEntity', [folders, hosts, networks], 'folders'),
          traversal('Datacenter', 'hostFolder', [folders], 'hosts'),
          traversal('Datacenter', 'networkFolder', [folders], 'networks'),
        ],
      },
      ...(profiles === undefined
        ? []
        : [{ obj: profiles, skip: false, selectSet: [traversal('HostProfileManager', 'profile')] }]),
    ],
  };
}

function portgroupPaths(asksForBacking: boolean): string[] {
  const paths = ['name', 'key', 'config.distributedVirtualSwitch', 'tag'];
  return asksForBacking ? [...paths, 'config.backingType'] : paths;
}

const PROFILE_PROPERTIES = [
  { type: 'HostProfileManager', pathSet: ['profile'] },
  { type: 'HostProfile', pathSet: ['name', 'entity'] },
];

/** Undefined when the list itself was withheld; an unset list is an empty one. */
function hostProfiles(
  objects: readonly ReadObject[],
  manager: ManagedObjectReference | undefined,
): HostProfile[] | undefined {
  const list = objects.find(({ reference }) => reference.type === 'HostProfileManager');
  if (manager === undefined || list === undefined || list.missing['profile'] !== undefined) return undefined;
  return objects
    .filter(({ reference }) => reference.type === 'HostProfile')
    .map(({ reference, values }) => ({
      name: isText(values['name']) ? values['name'] : reference.value,
      entities: ((values['entity'] ?? []) as ManagedObjectReference[]).map(({ value }) => value),
    }));
}

function clusterOf({ values }: ReadObject, objects: ObjectsById): { datacenter: string; name: string }[] {
  const { name } = values;
  const chain = ancestorsOf(values['parent'] as ManagedObjectReference | undefined, objects);
  const datacenter = chain.find(({ type }) => type === 'Datacenter');
  return isText(name) && datacenter !== undefined ? [{ datacenter: datacenter.name, name }] : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
