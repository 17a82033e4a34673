import { MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedObject, type Reader } from './managed-object.ts';
import { Task } from './task.ts';

/** TaskManager: the tasks of late. */
export class TaskManager extends ManagedObject {
  readonly #vcenter: VCenter;

  constructor(vcenter: VCenter) {
    super(new MoRef('TaskManager', 'TaskManager'));
    this.#vcenter = vcenter;
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    recentTask: () =>
      [...this.#vcenter.all()]
        .filter((object) => object instanceof Task)
        .map(({ ref }) => ref)
        .slice(-200),
    maxCollector: () => 32,
    description: () => ({ $type: 'TaskDescription', methodInfo: [], state: [], reason: [] }),
  };
}
