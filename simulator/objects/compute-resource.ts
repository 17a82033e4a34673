import { removeHost } from '../host-lifecycle.ts';
import { requirePrivilege } from '../privileges.ts';
import type { DataObject } from '../values.ts';
import { MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { Host } from './host.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Handler, Reader } from './managed-object.ts';
import { Network } from './network.ts';
import { ResourcePool } from './resource-pool.ts';
import { startTask } from './task.ts';

/** ComputeResource: what a standalone host stands in; base of the cluster. */
export class ComputeResource extends ManagedEntity {
  constructor(
    vcenter: VCenter,
    name: string,
    parent: ManagedEntity,
    kind: 'ComputeResource' | 'ClusterComputeResource' = 'ComputeResource',
  ) {
    const prefix = kind === 'ComputeResource' ? 'domain-s' : 'domain-c';
    super(vcenter, new MoRef(kind, `${prefix}${vcenter.nextNumber()}`), name, parent);
    vcenter.add(this);
    vcenter.add(new ResourcePool(vcenter, this));
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      host: () => this.#childrenOf('HostSystem'),
      resourcePool: () => this.#childrenOf('ResourcePool')[0],
      network: () => this.#networks(),
      datastore: () => [],
      summary: () => this.summary(),
      configurationEx: () => this.configurationEx(),
      lifecycleManaged: () => false,
    };
  }

  /** A standalone host goes with its ComputeResource. */
  override readonly methods: Readonly<Record<string, Handler>> = {
    Destroy_Task: ({ session }) => {
      requirePrivilege(session, 'Host.Inventory.RemoveHostFromCluster', this.ref);
      const userName = session?.userName ?? '';
      const work = (): undefined => {
        for (const host of this.#hosts()) removeHost(host, userName);
      };
      return startTask(this.vcenter, {
        name: 'Destroy_Task',
        descriptionId: 'ManagedEntity.destroy',
        entity: this,
        userName,
        work,
      });
    },
  };

  #hosts(): Host[] {
    return this.children.filter((child) => child instanceof Host);
  }

  #networks(): MoRef[] {
    const networks = [...this.vcenter.all()].filter((object) => object instanceof Network);
    const hosts = this.#hosts();
    return networks.filter((network) => hosts.some((host) => network.isOn(host))).map(({ ref }) => ref);
  }

  #childrenOf(type: string): MoRef[] {
    return this.children.map(({ ref }) => ref).filter((ref) => ref.type === type);
  }

  /** ComputeResourceSummary. */
  protected summary(): DataObject {
    const hosts = this.#childrenOf('HostSystem').length;
    return {
      $type: 'ComputeResourceSummary',
      totalCpu: hosts * 83200,
      totalMemory: hosts * 549755813888,
      numCpuCores: hosts * 32,
      numCpuThreads: hosts * 64,
      effectiveCpu: hosts * 83200,
      effectiveMemory: hosts * 524288,
      numHosts: hosts,
      numEffectiveHosts: hosts,
      overallStatus: 'green',
    };
  }

  /** ComputeResourceConfigInfo. */
  protected configurationEx(): DataObject {
    return { $type: 'ComputeResourceConfigInfo', vmSwapPlacement: 'vmDirectory', spbmEnabled: false };
  }
}
