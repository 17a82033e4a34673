import type { Session } from '../session.ts';
import type { DataObject, MoRef, Value } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedObject, type Reader } from './managed-object.ts';

/** A managed object of the inventory tree: name, parent, children, recent tasks. */
export class ManagedEntity extends ManagedObject {
  readonly vcenter: VCenter;
  name: string;
  parent: ManagedEntity | undefined;
  readonly children: ManagedEntity[] = [];
  recentTasks: MoRef[] = [];
  override readonly properties: Readonly<Record<string, Reader>> = this.entityProperties();

  constructor(vcenter: VCenter, ref: MoRef, name: string, parent: ManagedEntity | undefined) {
    super(ref);
    this.vcenter = vcenter;
    this.name = name;
    this.parent = parent;
    parent?.children.push(this);
  }

  /** The properties that every entity has. Names travel with %, / and \ escaped, as vCenter keeps them. */
  protected entityProperties(): Record<string, Reader> {
    return {
      name: () => escapeName(this.name),
      parent: () => this.parent?.ref,
      overallStatus: () => 'green',
      configStatus: () => 'green',
      recentTask: () => this.recentTasks,
      alarmActionsEnabled: () => true,
      disabledMethod: () => [],
      declaredAlarmState: () => [],
      triggeredAlarmState: () => [],
      configIssue: () => [],
      customValue: () => [],
      value: () => [],
      availableField: () => [],
      tag: () => [],
      permission: () => [],
      effectiveRole: () => [-1],
    };
  }

  /** The entity and its ancestors, nearest first. */
  lineage(): ManagedEntity[] {
    return [this, ...(this.parent?.lineage() ?? [])];
  }

  /** Everything below, depth first. */
  descendants(): ManagedEntity[] {
    return this.children.flatMap((child) => [child, ...child.descendants()]);
  }

  /** Moves the entity below another parent. */
  moveTo(parent: ManagedEntity | undefined): void {
    const siblings = this.parent?.children;
    if (siblings?.includes(this)) siblings.splice(siblings.indexOf(this), 1);
    this.parent = parent;
    parent?.children.push(this);
  }

  /** False for a user from whom the scenario hides this entity or one above it. */
  override visibleTo(session: Session | undefined): boolean {
    const hidden = session?.user.noAccess;
    return hidden === undefined || !this.lineage().some(({ name }) => hidden.includes(name));
  }

  /** Records an event about this entity, unless the scenario withholds its type. */
  postEvent(type: string, userName: string, text: string, members: Readonly<Record<string, Value>> = {}): void {
    const { scenario, events } = this.vcenter;
    if (scenario.withholdEvents === true || scenario.withholdEvents.includes(type)) return;
    const lineage = this.lineage();
    const all = { userName, ...eventArguments(lineage), ...members, fullFormattedMessage: text };
    const ancestors = new Set(lineage.map(({ ref }) => ref.id));
    const parent = this.parent?.ref.id;
    const subject = { entity: this.ref.id, ancestors, ...(parent === undefined ? {} : { parent }) };
    events.post(type, this.vcenter.now(), all, subject);
    this.vcenter.changed();
  }
}

const escapeName = (name: string): string => name.replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c');

const argumentOf: Readonly<Record<string, readonly [string, string]>> = {
  HostSystem: ['host', 'HostEventArgument'],
  ClusterComputeResource: ['computeResource', 'ComputeResourceEventArgument'],
  ComputeResource: ['computeResource', 'ComputeResourceEventArgument'],
  Datacenter: ['datacenter', 'DatacenterEventArgument'],
  VmwareDistributedVirtualSwitch: ['dvs', 'DvsEventArgument'],
};

/** The members by which an event names host, computeResource, datacenter and switch among these entities. */
export function eventArguments(entities: readonly ManagedEntity[]): Record<string, DataObject> {
  const members: Record<string, DataObject> = {};
  for (const { ref, name } of entities) {
    const [member, $type] = argumentOf[ref.type] ?? [];
    if (member !== undefined && $type !== undefined) members[member] = { $type, name, [member]: ref };
  }
  return members;
}
