/** What is read once a vCenter: distributed portgroups, and the names that settings scopes may mean. */
import type { DistributedPortgroup, VcenterDirectory } from '../reconcile/state.ts';
import { ancestorsOf, byId, type ObjectsById } from './ancestors.ts';
import { type ReadObject, retrieve, traversal } from './properties.ts';
import type { LoggedIn } from './session.ts';
import type { ManagedObjectReference, PropertyFilterSpec, Tag } from './vim25-types.ts';

/** The tag of the portgroup that carries a switch's uplinks (vSphere API, DistributedVirtualPortgroup). */
const UPLINK_TAG = 'SYSTEM/DVS.UPLINKPG';

const OBJECTS_A_PAGE = 500;

/** Reads the directory; its few properties, never a switch's whole `config`. */
export async function readDirectory(session: LoggedIn): Promise<VcenterDirectory> {
  const objects = await retrieve(session, directorySpec(session.content.rootFolder), OBJECTS_A_PAGE);
  const known = byId(objects);
  const ofType = (type: string) => objects.filter(({ reference }) => reference.type === type);
  return {
    portgroups: ofType('DistributedVirtualPortgroup').flatMap((portgroup) => distributedPortgroup(portgroup, known)),
    datacenters: ofType('Datacenter').flatMap(({ values }) => (isText(values['name']) ? [values['name']] : [])),
    clusters: ofType('ClusterComputeResource').flatMap((cluster) => clusterOf(cluster, known)),
  };
}

/** Down through the folders of hosts and networks in one call; virtual machines and datastores are never met. */
function directorySpec(rootFolder: ManagedObjectReference): PropertyFilterSpec {
  const [folders, hosts, networks] = [{ name: 'folders' }, { name: 'hosts' }, { name: 'networks' }];
  return {
    propSet: [
      { type: 'Datacenter', pathSet: ['name'] },
      { type: 'Folder', pathSet: ['name', 'parent'] },
      { type: 'ClusterComputeResource', pathSet: ['name', 'parent'] },
      { type: 'DistributedVirtualSwitch', pathSet: ['name', 'uuid'] },
      { type: 'DistributedVirtualPortgroup', pathSet: ['name', 'key', 'config.distributedVirtualSwitch', 'tag'] },
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
    ],
  };
}

/** Nothing for a portgroup that cannot be read, or whose switch cannot: it could not be connected to. */
function distributedPortgroup({ values }: ReadObject, objects: ObjectsById): DistributedPortgroup[] {
  const { name, key } = values;
  const reference = values['config.distributedVirtualSwitch'] as ManagedObjectReference | undefined;
  const owner = reference === undefined ? undefined : objects.get(reference.value)?.values;
  const switchUuid = owner?.['uuid'];
  const switchName = owner?.['name'];
  if (!isText(name) || !isText(key) || !isText(switchUuid) || !isText(switchName)) return [];
  const tags = (values['tag'] ?? []) as Tag[];
  return [{ name, key, switchUuid, switchName, isUplink: tags.some((tag) => tag.key === UPLINK_TAG) }];
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
