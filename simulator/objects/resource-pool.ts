import { type DataObject, MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Reader } from './managed-object.ts';

/** Resources are not modelled: nothing is reserved and nothing is used. */
const allocation = { $type: 'ResourceAllocationInfo', reservation: 0, expandableReservation: false, limit: -1 };
const usage = {
  $type: 'ResourcePoolResourceUsage',
  reservationUsed: 0,
  reservationUsedForVm: 0,
  unreservedForPool: 0,
  unreservedForVm: 0,
  overallUsage: 0,
  maxUsage: 0,
};
const runtime = { $type: 'ResourcePoolRuntimeInfo', memory: usage, cpu: usage, overallStatus: 'green' };

/** The root ResourcePool of a ComputeResource: there because clients walk through it. */
export class ResourcePool extends ManagedEntity {
  constructor(vcenter: VCenter, owner: ManagedEntity) {
    super(vcenter, new MoRef('ResourcePool', `resgroup-${vcenter.nextNumber()}`), 'Resources', owner);
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      owner: () => this.parent?.ref,
      resourcePool: () => [],
      vm: () => [],
      config: () => this.#config(),
      runtime: () => runtime,
      summary: () => ({ $type: 'ResourcePoolSummary', name: this.name, config: this.#config(), runtime }),
    };
  }

  #config(): DataObject {
    return { $type: 'ResourceConfigSpec', entity: this.ref, cpuAllocation: allocation, memoryAllocation: allocation };
  }
}
