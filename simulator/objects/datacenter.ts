import { MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { Folder } from './folder.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Reader } from './managed-object.ts';

/** Datacenter with its four folders. */
export class Datacenter extends ManagedEntity {
  readonly hostFolder: Folder;
  readonly networkFolder: Folder;
  readonly vmFolder: Folder;
  readonly datastoreFolder: Folder;

  constructor(vcenter: VCenter, name: string, parent: ManagedEntity) {
    super(vcenter, new MoRef('Datacenter', `datacenter-${vcenter.nextNumber()}`), name, parent);
    vcenter.add(this);
    const folder = (letter: string, folderName: string, childType: readonly string[]): Folder =>
      new Folder(vcenter, `group-${letter}${vcenter.nextNumber()}`, folderName, this, ['Folder', ...childType]);
    this.vmFolder = folder('v', 'vm', ['VirtualMachine', 'VirtualApp']);
    this.hostFolder = folder('h', 'host', ['ComputeResource']);
    this.datastoreFolder = folder('s', 'datastore', ['Datastore', 'StoragePod']);
    this.networkFolder = folder('n', 'network', ['Network', 'DistributedVirtualSwitch']);
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      vmFolder: () => this.vmFolder.ref,
      hostFolder: () => this.hostFolder.ref,
      datastoreFolder: () => this.datastoreFolder.ref,
      networkFolder: () => this.networkFolder.ref,
      network: () =>
        this.networkFolder
          .descendants()
          .map(({ ref }) => ref)
          .filter(({ type }) => type !== 'VmwareDistributedVirtualSwitch'),
      datastore: () => [],
      configuration: () => ({ $type: 'DatacenterConfigInfo' }),
    };
  }
}
