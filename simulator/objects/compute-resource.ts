import type { DataObject } from '../values.ts';
import { MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Reader } from './managed-object.ts';
import { ResourcePool } from './resource-pool.ts';

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
      network: () => [...this.vcenter.switches.portgroups.values()].map(({ ref }) => ref),
      datastore: () => [],
      summary: () => this.summary(),
      configurationEx: () => this.configurationEx(),
      lifecycleManaged: () => false,
    };
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
