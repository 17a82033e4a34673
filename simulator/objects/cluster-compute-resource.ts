import { announceHost, checkNewHost, createHost } from '../add-host.ts';
import { managedObjectNotFound, VimFault } from '../faults.ts';
import { type DataObject, flagIn, type MoRef, objectIn, referenceIn, referencesIn, textIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ComputeResource } from './compute-resource.ts';
import { HostSystem } from './host-system.ts';
import type { ManagedEntity } from './managed-entity.ts';
import type { Call, Handler, Reader } from './managed-object.ts';
import { startTask } from './task.ts';

/** HA and DRS are not modelled: they are off. */
const services = {
  dasConfig: { $type: 'ClusterDasConfigInfo', enabled: false },
  drsConfig: { $type: 'ClusterDrsConfigInfo', enabled: false },
};

/** The host of a reference. Throws ManagedObjectNotFound. */
export function hostOf(vcenter: VCenter, ref: MoRef): HostSystem {
  const host = vcenter.find(ref.id);
  if (!(host instanceof HostSystem)) throw managedObjectNotFound(ref);
  return host;
}

/** ClusterComputeResource: takes hosts, new ones and ones that move in. */
export class ClusterComputeResource extends ComputeResource {
  readonly configManagerEnabled: boolean;

  constructor(vcenter: VCenter, name: string, parent: ManagedEntity, configManagerEnabled: boolean) {
    super(vcenter, name, parent, 'ClusterComputeResource');
    this.configManagerEnabled = configManagerEnabled;
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      configManagerEnabled: () => this.configManagerEnabled,
      configuration: () => ({ $type: 'ClusterConfigInfo', ...services }),
      summaryEx: () => this.summary(),
    };
  }

  protected override summary(): DataObject {
    return { ...super.summary(), $type: 'ClusterComputeResourceSummary', currentFailoverLevel: 0, numVmotions: 0 };
  }

  protected override configurationEx(): DataObject {
    return { ...super.configurationEx(), $type: 'ClusterConfigInfoEx', ...services };
  }

  override readonly methods: Readonly<Record<string, Handler>> = {
    AddHost_Task: (call) => this.#addHost(call),
    MoveHostInto_Task: (call) => {
      const host = referenceIn(call.parameters, 'host');
      return this.#move(call, 'MoveHostInto_Task', 'moveHostInto', host === undefined ? [] : [host]);
    },
    MoveInto_Task: (call) => this.#move(call, 'MoveInto_Task', 'moveInto', referencesIn(call.parameters, 'host')),
  };

  #addHost(call: Call): MoRef {
    const name = textIn(objectIn(call.parameters, 'spec'), 'hostName') ?? '';
    const userName = call.session?.userName ?? '';
    return startTask(this.vcenter, {
      name: 'AddHost_Task',
      descriptionId: 'ClusterComputeResource.addHost',
      entity: this,
      userName,
      work: () => {
        checkNewHost(this.vcenter, name);
        const host = createHost(this.vcenter, this, { name, connected: flagIn(call.parameters, 'asConnected') });
        announceHost(host, userName);
        return host.ref;
      },
    });
  }

  /** A move posts no event of its own class, only its TaskEvent; a second HostAddedEvent is a scenario's answer. */
  #move(call: Call, name: string, operation: string, refs: readonly MoRef[]): MoRef {
    const userName = call.session?.userName ?? '';
    const hosts = refs.map((ref) => hostOf(this.vcenter, ref));
    return startTask(this.vcenter, {
      name,
      descriptionId: `ClusterComputeResource.${operation}`,
      entity: this,
      userName,
      alsoOn: hosts,
      work: () => {
        for (const host of hosts) this.takeIn(host, userName);
        return undefined;
      },
    });
  }

  /** Moves a host into this cluster. Throws InvalidState for a host of another cluster that is not in maintenance mode. */
  takeIn(host: HostSystem, userName: string): void {
    const from = host.parent;
    if (from?.ref.type === 'ClusterComputeResource' && !host.inMaintenanceMode) {
      throw new VimFault('InvalidState', 'The host must be in maintenance mode to leave its cluster.');
    }
    host.moveTo(this);
    if (from?.ref.type === 'ComputeResource') {
      for (const child of from.children) this.vcenter.remove(child.ref);
      from.moveTo(undefined);
      this.vcenter.remove(from.ref);
    }
    if (this.vcenter.scenario.answers.secondHostAdded)
      host.postEvent('HostAddedEvent', userName, `Added host ${host.name}`);
  }
}
