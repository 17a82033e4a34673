import { announceHost, checkNewHost, createStandaloneHost } from '../add-host.ts';
import { invalidArgument, managedObjectNotFound, notSupported, VimFault } from '../faults.ts';
import { setMaintenance } from '../host-lifecycle.ts';
import { requirePrivilege } from '../privileges.ts';
import { flagIn, MoRef, objectIn, objectsIn, referenceIn, referencesIn, textIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ClusterComputeResource, hostOf } from './cluster-compute-resource.ts';
import { ComputeResource } from './compute-resource.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Call, Handler, Reader } from './managed-object.ts';
import { startTask } from './task.ts';

/** Folder: root, and a datacenter's folders of hosts, networks, virtual machines and datastores. */
export class Folder extends ManagedEntity {
  readonly childType: readonly string[];

  constructor(
    vcenter: VCenter,
    id: string,
    name: string,
    parent: ManagedEntity | undefined,
    childType: readonly string[],
  ) {
    super(vcenter, new MoRef('Folder', id), name, parent);
    this.childType = childType;
    vcenter.add(this);
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      childType: () => this.childType,
      childEntity: (session) => this.children.filter((child) => child.visibleTo(session)).map(({ ref }) => ref),
    };
  }

  override readonly methods: Readonly<Record<string, Handler>> = {
    AddStandaloneHost_Task: (call) => this.#addStandaloneHost(call),
    BatchAddHostsToCluster_Task: (call) => this.#batchAdd(call),
    MoveIntoFolder_Task: (call) => this.#moveIn(call),
  };

  /** The result of the task is the ComputeResource, not the host. */
  #addStandaloneHost(call: Call): MoRef {
    const name = textIn(objectIn(call.parameters, 'spec'), 'hostName') ?? '';
    const userName = call.session?.userName ?? '';
    if (!this.childType.includes('ComputeResource')) throw new VimFault('NotSupported', 'This folder holds no hosts.');
    return startTask(this.vcenter, {
      name: 'AddStandaloneHost_Task',
      descriptionId: 'Folder.addStandaloneHost',
      entity: this,
      userName,
      work: () => {
        checkNewHost(this.vcenter, name);
        const host = createStandaloneHost(this.vcenter, this, {
          name,
          connected: flagIn(call.parameters, 'addConnected'),
        });
        announceHost(host, userName);
        return host.parent?.ref;
      },
    });
  }

  /** New hosts join as standalone ones, go to the desired state, and move into the cluster. */
  #batchAdd(call: Call): MoRef {
    const userName = call.session?.userName ?? '';
    const cluster = this.vcenter.find(referenceIn(call.parameters, 'cluster')?.id ?? '');
    if (!(cluster instanceof ClusterComputeResource)) throw invalidArgument('cluster');
    const names = objectsIn(call.parameters, 'newHosts').map(
      (spec) => textIn(objectIn(spec, 'hostCnxSpec'), 'hostName') ?? '',
    );
    const existing = referencesIn(call.parameters, 'existingHosts').map((ref) => hostOf(this.vcenter, ref));
    requirePrivilege(call.session, 'Host.Inventory.AddStandaloneHost', this.ref);
    requirePrivilege(call.session, 'Host.Inventory.AddHostToCluster', cluster.ref);
    const maintenance = textIn(call.parameters, 'desiredState') === 'maintenance';
    return startTask(this.vcenter, {
      name: 'BatchAddHostsToCluster_Task',
      descriptionId: 'Folder.batchAddHostsToCluster',
      entity: this,
      userName,
      alsoOn: [cluster],
      work: () => {
        for (const name of names) {
          checkNewHost(this.vcenter, name);
          const host = createStandaloneHost(this.vcenter, this, { name, connected: true });
          announceHost(host, userName);
          if (maintenance) setMaintenance(host, true, userName);
          cluster.takeIn(host, userName);
        }
        for (const host of existing) cluster.takeIn(host, userName);
        return undefined;
      },
    });
  }

  #moveIn(call: Call): MoRef {
    const entities = referencesIn(call.parameters, 'list').map((ref) => this.#movable(ref));
    for (const entity of entities) requirePrivilege(call.session, 'Host.Inventory.MoveCluster', entity.ref);
    return startTask(this.vcenter, {
      name: 'MoveIntoFolder_Task',
      descriptionId: 'Folder.moveInto',
      entity: this,
      userName: call.session?.userName ?? '',
      work: () => {
        for (const entity of entities) entity.moveTo(this);
        return undefined;
      },
    });
  }

  /** Clusters and standalone hosts can be moved, among the folders of hosts. */
  #movable(ref: MoRef): ComputeResource {
    const entity = this.vcenter.find(ref.id);
    if (entity === undefined) throw managedObjectNotFound(ref);
    const fits = entity instanceof ComputeResource && this.childType.includes('ComputeResource');
    if (!fits) throw notSupported(`moving a ${ref.type} into this folder is not modelled by this simulator`);
    return entity;
  }
}
