import { MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Reader } from './managed-object.ts';

/** The root ResourcePool of a ComputeResource: there because clients walk through it. */
export class ResourcePool extends ManagedEntity {
  constructor(vcenter: VCenter, owner: ManagedEntity) {
    super(vcenter, new MoRef('ResourcePool', `resgroup-${vcenter.nextNumber()}`), 'Resources', owner);
  }

  protected override entityProperties(): Record<string, Reader> {
    return { ...super.entityProperties(), owner: () => this.parent?.ref, resourcePool: () => [], vm: () => [] };
  }
}
