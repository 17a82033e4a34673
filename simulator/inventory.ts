import { createHost, createStandaloneHost } from './add-host.ts';
import { notFound, VimFault } from './faults.ts';
import { provisioningStack } from './host/network-state.ts';
import { selectVnic } from './host/service-selection.ts';
import { addVnic } from './host/vnic-edit.ts';
import { AuthorizationManager } from './objects/authorization-manager.ts';
import { ClusterComputeResource } from './objects/cluster-compute-resource.ts';
import { Datacenter } from './objects/datacenter.ts';
import { DistributedVirtualSwitch } from './objects/distributed-virtual-switch.ts';
import { EventManager } from './objects/event-manager.ts';
import { Folder } from './objects/folder.ts';
import { HostProfileManager } from './objects/host-profile-manager.ts';
import type { HostSystem } from './objects/host-system.ts';
import { Network } from './objects/network.ts';
import { PropertyCollector } from './objects/property-collector.ts';
import { SearchIndex } from './objects/search-index.ts';
import { ServiceInstance } from './objects/service-instance.ts';
import { SessionManager } from './objects/session-manager.ts';
import { startTask } from './objects/task.ts';
import { TaskManager } from './objects/task-manager.ts';
import { ViewManager } from './objects/view-manager.ts';
import type { AdapterSeed, ClusterSeed, DvportgroupSeed, HostSeed } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import type { DataObject } from './values.ts';
import type { VCenter } from './vcenter.ts';

/** What the ready line names. */
export const datacenterName = 'DC0';
export const clusterName = 'DC0_C0';
export const switchName = 'DVS0';
export const dvportgroupName = 'pg-provisioning';
export const portgroupName = 'Provisioning';

/** The name of the n-th default host, counted from 1. */
export const hostName = (number: number): string => `esx-${String(number).padStart(3, '0')}.example.test`;

/** Fills a vCenter with the managers and the inventory of its scenario; returns the hosts. Throws ScenarioError. */
export function fillInventory(vcenter: VCenter): HostSystem[] {
  const { inventory } = vcenter.scenario;
  const root = new Folder(vcenter, 'group-d1', 'Datacenters', undefined, ['Folder', 'Datacenter']);
  const profiles = addManagers(vcenter, root);
  const datacenter = new Datacenter(vcenter, datacenterName, root);
  const { networkFolder, hostFolder } = datacenter;
  const ofHosts = inventory.hosts.flatMap(({ portgroups = [] }) => portgroups);
  for (const name of new Set(['Management Network', portgroupName, ...inventory.portgroups, ...ofHosts]))
    new Network(vcenter, name, networkFolder);
  const dvs = new DistributedVirtualSwitch(vcenter, switchName, networkFolder, inventory.switchMtu);
  addPortgroups(dvs, networkFolder, [dvportgroupName, ...inventory.dvportgroups]);
  const others = inventory.switches.map((seed) => {
    const other = new DistributedVirtualSwitch(vcenter, seed.name, networkFolder, seed.mtu ?? inventory.switchMtu);
    addPortgroups(other, networkFolder, seed.dvportgroups ?? []);
    return { other, members: seed.members ?? false };
  });
  const clusters = [{ ...inventory, name: clusterName }, ...inventory.clusters].map((seed: ClusterSeed) => {
    const cluster = new ClusterComputeResource(vcenter, seed.name, hostFolder, seed.configManagerEnabled ?? false);
    if (seed.hostProfile) profiles.attach(cluster.ref);
    return cluster;
  });
  const plant = new HostPlanter(vcenter, hostFolder, clusters, profiles);
  const hosts = hostSeeds(vcenter).map((seed) => {
    const host = plant.create(seed);
    const joined = [dvs, ...others.filter(({ members }) => members).map(({ other }) => other)];
    joined.forEach(({ facts }, index) => {
      const uplinks = seed.uplinks === false ? [] : [`vmnic${index + 1}`];
      if (seed.onSwitch !== false) host.network.memberships.set(facts.uuid, { dvs: facts, uplinks });
    });
    plant.finish(host, seed);
    return host;
  });
  return hosts;
}

function addPortgroups(dvs: DistributedVirtualSwitch, folder: Folder, seeds: readonly DvportgroupSeed[]): void {
  for (const seed of seeds) {
    const { name, backingType } = typeof seed === 'string' ? { name: seed, backingType: undefined } : seed;
    dvs.addPortgroup(name, folder, backingType);
  }
}

function addManagers(vcenter: VCenter, root: Folder): HostProfileManager {
  vcenter.add(new ServiceInstance(vcenter, root.ref));
  vcenter.add(new SessionManager(vcenter, root));
  vcenter.add(new PropertyCollector(vcenter));
  vcenter.add(new ViewManager(vcenter));
  vcenter.add(new SearchIndex(vcenter, root));
  vcenter.add(new EventManager(vcenter, root));
  vcenter.add(new TaskManager(vcenter));
  vcenter.add(new AuthorizationManager(vcenter));
  return vcenter.add(new HostProfileManager(vcenter));
}

/** The default hosts, changed by seeds of the same name, then the further ones. */
function hostSeeds(vcenter: VCenter): HostSeed[] {
  const { hostCount, standaloneHostCount, hosts } = vcenter.scenario.inventory;
  const named = new Map(hosts.map((seed) => [seed.name, seed]));
  const seeds: HostSeed[] = [];
  for (let number = 1; number <= hostCount + standaloneHostCount; number += 1) {
    const name = hostName(number);
    const seed = named.get(name);
    seeds.push({ cluster: number <= hostCount ? clusterName : null, ...seed, name });
    named.delete(name);
  }
  return [...seeds, ...[...named.values()].map((seed) => ({ cluster: clusterName, ...seed }))];
}

/** Does what a seed asks for. Throws ScenarioError with its path where vSphere would refuse it. */
function playable(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof VimFault)) throw error;
    throw new ScenarioError([`${path}: ${error.type}: ${error.message}`]);
  }
}

/** Creates hosts as their seeds say. */
class HostPlanter {
  readonly #vcenter: VCenter;
  readonly #folder: Folder;
  readonly #clusters: readonly ClusterComputeResource[];
  readonly #profiles: HostProfileManager;

  constructor(
    vcenter: VCenter,
    folder: Folder,
    clusters: readonly ClusterComputeResource[],
    profiles: HostProfileManager,
  ) {
    this.#vcenter = vcenter;
    this.#folder = folder;
    this.#clusters = clusters;
    this.#profiles = profiles;
  }

  create(seed: HostSeed): HostSystem {
    const host = { ...seed, connected: true };
    if (seed.cluster === null) return createStandaloneHost(this.#vcenter, this.#folder, host);
    const cluster = this.#clusters.find(({ name }) => name === seed.cluster);
    if (cluster === undefined)
      throw new ScenarioError([`inventory.hosts.${seed.name}.cluster: there is no cluster ${seed.cluster}`]);
    return createHost(this.#vcenter, cluster, host);
  }

  finish(host: HostSystem, seed: HostSeed): void {
    const where = `inventory.hosts.${seed.name}`;
    for (const [index, adapter] of (seed.adapters ?? []).entries())
      playable(`${where}.adapters[${index}]`, () => this.#addAdapter(host, adapter));
    const { network } = host;
    for (const [nicType, devices] of Object.entries(seed.services ?? {}))
      for (const device of devices)
        playable(`${where}.services.${nicType}`, () =>
          selectVnic(network, network.state, { nicType, device, selected: true }),
        );
    const stack = host.network.state.stacks.find(({ key }) => key === provisioningStack);
    if (stack !== undefined) stack.gateway = seed.provisioningGateway;
    host.connectionState = seed.connectionState ?? 'connected';
    host.inMaintenanceMode = seed.maintenance ?? false;
    if (seed.onSwitch === false) host.joinsSwitch = false;
    if (seed.hostProfile) this.#profiles.attach(host.ref);
    if (seed.busy) this.#keepBusy(host);
  }

  #addAdapter(host: HostSystem, adapter: AdapterSeed): void {
    const name = adapter.dvportgroup ?? dvportgroupName;
    const portgroup = this.#vcenter.switches.portgroupByName(name);
    if (portgroup === undefined) throw notFound(`portgroup ${name}`);
    const standard = adapter.portgroup;
    const ip = adapter.dhcp
      ? { dhcp: true }
      : { dhcp: false, ipAddress: adapter.address, subnetMask: adapter.subnetMask ?? '255.255.255.0' };
    const distributedVirtualPort: DataObject | undefined =
      standard !== undefined ? undefined : { switchUuid: portgroup.dvs.uuid, portgroupKey: portgroup.key };
    const spec: DataObject = { ip, netStackInstanceKey: adapter.stack, mtu: adapter.mtu, distributedVirtualPort };
    addVnic(host.network, host.network.state, standard ?? '', spec);
  }

  /** A task that runs as long as the simulator does. */
  #keepBusy(host: HostSystem): void {
    startTask(this.#vcenter, {
      name: 'EnterMaintenanceMode_Task',
      descriptionId: 'HostSystem.enterMaintenanceMode',
      entity: host,
      userName: '',
      work: () => new Promise<undefined>(() => undefined),
    });
  }
}
