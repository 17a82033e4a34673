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

/** Lists a task with the entities that it is about, and records its TaskEvent. */
function list(vcenter: VCenter, { entity, alsoOn, userName, name }: Omit<TaskSpec, 'work'>, task: Task): void {
  vcenter.add(task);
  for (const owner of new Set([entity, ...(alsoOn ?? [])]))
    owner.recentTasks = [...owner.recentTasks, task.ref].slice(-remembered);
  entity.postEvent('TaskEvent', userName, `Task: ${name}`, { info: task.info });
}

/**
 * Runs a call that answers only when it is done: vCenter records a TaskEvent for such calls too, and unless the
 * scenario answers otherwise the task is listed while the call runs. Returns and throws what `work` does.
 */
export async function runAsTask<T extends Value | undefined>(
  vcenter: VCenter,
  spec: Omit<TaskSpec, 'work'>,
  work: () => Promise<T>,
): Promise<T> {
  const { ref, info } = queued(vcenter, spec);
  const task = new Task(ref, info);
  if (vcenter.scenario.answers.networkTasks === 'eventOnly') {
    spec.entity.postEvent('TaskEvent', spec.userName, `Task: ${spec.name}`, { info });
    return work();
  }
  list(vcenter, spec, task);
  begin(vcenter, task);
  try {
    const result = await work();
    succeed(vcenter, task, result);
    return result;
  } catch (error) {
    fail(vcenter, task, error);
    throw error;
  }
}

/** Starts a task and returns its reference at once; it is seen queued, running and done by whoever watches. */
export function startTask(vcenter: VCenter, spec: TaskSpec): MoRef {
  const { ref, info } = queued(vcenter, spec);
  const task = new Task(ref, info);
  list(vcenter, spec, task);
  setImmediate(() => void run(vcenter, task, spec));
  return ref;
}

function change(vcenter: VCenter, task: Task, members: Readonly<Record<string, Value | undefined>>): void {
  task.info = { ...task.info, ...members };
  vcenter.changed();
}

const begin = (vcenter: VCenter, task: Task): void =>
  change(vcenter, task, { state: 'running', startTime: new Date(vcenter.now()), progress: 0 });

const succeed = (vcenter: VCenter, task: Task, result: Value | undefined): void =>
  change(vcenter, task, { state: 'success', progress: undefined, completeTime: new Date(vcenter.now()), result });

function fail(vcenter: VCenter, task: Task, error: unknown): void {
  const reason = String(error);
  const fault = error instanceof VimFault ? error : new VimFault('SystemError', reason, { reason });
  const completeTime = new Date(vcenter.now());
  change(vcenter, task, { state: 'error', progress: undefined, completeTime, error: fault.localized() });
}

async function run(vcenter: VCenter, task: Task, spec: TaskSpec): Promise<void> {
  begin(vcenter, task);
  await vcenter.pause(vcenter.scenario.taskMs);
  try {
    succeed(vcenter, task, await vcenter.events.within(Number(task.info['eventChainId']), spec.work));
  } catch (error) {
    fail(vcenter, task, error);
  }
}
