import { VimFault } from '../faults.ts';
import { type DataObject, MoRef, type Value } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import type { ManagedEntity } from './managed-entity.ts';
import { ManagedObject, type Reader } from './managed-object.ts';

/** How many tasks an entity and the TaskManager remember. */
const remembered = 20;

/** A task; its TaskInfo changes as it goes. */
export class Task extends ManagedObject {
  info: DataObject;
  override readonly properties: Readonly<Record<string, Reader>> = { info: () => this.info };

  constructor(ref: MoRef, info: DataObject) {
    super(ref);
    this.info = info;
  }
}

/** What to run as a task. `work` returns the task's result and throws VimFault to fail it. */
export interface TaskSpec {
  readonly name: string;
  readonly descriptionId: string;
  readonly entity: ManagedEntity;
  readonly userName: string;
  readonly work: () => Value | undefined | Promise<Value | undefined>;
  /** Further entities that list the task while it is recent. */
  readonly alsoOn?: readonly ManagedEntity[];
}

/** The TaskInfo of a task that has just been asked for, and its reference. */
function queued(vcenter: VCenter, spec: Omit<TaskSpec, 'work'>): { readonly ref: MoRef; readonly info: DataObject } {
  const ref = new MoRef('Task', `task-${vcenter.nextNumber()}`);
  const { entity, userName } = spec;
  const info = {
    $type: 'TaskInfo',
    key: ref.id,
    task: ref,
    name: spec.name,
    descriptionId: spec.descriptionId,
    entity: entity.ref,
    entityName: entity.name,
    state: 'queued',
    cancelled: false,
    cancelable: false,
    reason: { $type: 'TaskReasonUser', userName },
    queueTime: new Date(vcenter.now()),
    eventChainId: vcenter.events.nextKey,
  };
  return { ref, info };
}

/** Records the TaskEvent of a call that answers only when it is done: vCenter keeps a task for such calls as well. */
export function recordCall(vcenter: VCenter, spec: Omit<TaskSpec, 'work'>): void {
  const { info } = queued(vcenter, spec);
  spec.entity.postEvent('TaskEvent', spec.userName, `Task: ${spec.name}`, { info });
}

/** Starts a task and returns its reference at once; it is seen queued, running and done by whoever watches. */
export function startTask(vcenter: VCenter, spec: TaskSpec): MoRef {
  const { entity, userName } = spec;
  const { ref, info } = queued(vcenter, spec);
  const task = vcenter.add(new Task(ref, info));
  for (const owner of new Set([entity, ...(spec.alsoOn ?? [])]))
    owner.recentTasks = [...owner.recentTasks, ref].slice(-remembered);
  entity.postEvent('TaskEvent', userName, `Task: ${spec.name}`, { info });
  setImmediate(() => void run(vcenter, task, spec));
  return ref;
}

async function run(vcenter: VCenter, task: Task, spec: TaskSpec): Promise<void> {
  const change = (members: Readonly<Record<string, Value | undefined>>): void => {
    task.info = { ...task.info, ...members };
    vcenter.changed();
  };
  change({ state: 'running', startTime: new Date(vcenter.now()), progress: 0 });
  await new Promise<void>((resolve) => vcenter.later(vcenter.scenario.taskMs, resolve));
  try {
    const result = await vcenter.events.within(Number(task.info['eventChainId']), spec.work);
    change({ state: 'success', progress: undefined, completeTime: new Date(vcenter.now()), result });
  } catch (error) {
    const fault =
      error instanceof VimFault ? error : new VimFault('SystemError', String(error), { reason: String(error) });
    change({ state: 'error', progress: undefined, completeTime: new Date(vcenter.now()), error: fault.localized() });
  }
}
