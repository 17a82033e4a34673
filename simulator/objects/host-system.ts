import { methodNotFound, notSupported } from '../faults.ts';
import { configMembers, hostConfig, hostRuntime, hostSummary } from '../host/host-config.ts';
import type { HostNetwork } from '../host/host-network.ts';
import { connectHost, disconnectHost, removeHost, setMaintenance } from '../host-lifecycle.ts';
import { requirePrivilege } from '../privileges.ts';
import { type DataObject, MoRef, type Value } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { Host } from './host.ts';
import { HostNetworkSystem } from './host-network-system.ts';
import { HostVirtualNicManager } from './host-virtual-nic-manager.ts';
import type { ManagedEntity } from './managed-entity.ts';
import { ManagedMethodExecuter } from './managed-method-executer.ts';
import type { Call, Handler, Reader } from './managed-object.ts';
import { Network } from './network.ts';
import { startTask } from './task.ts';

/** HostSystem: a host as clients see it. `config` is unset while it is not connected. */
export class HostSystem extends Host {
  readonly networkSystem: HostNetworkSystem;
  readonly virtualNicManager: HostVirtualNicManager;
  readonly methodExecuter: ManagedMethodExecuter;

  constructor(vcenter: VCenter, name: string, parent: ManagedEntity, network: HostNetwork, version: string) {
    super(vcenter, name, parent, network, version);
    this.networkSystem = vcenter.add(new HostNetworkSystem(this));
    this.virtualNicManager = vcenter.add(new HostVirtualNicManager(this));
    this.methodExecuter = vcenter.add(new ManagedMethodExecuter(this));
    vcenter.add(this);
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      config: () => hostConfig(this),
      runtime: () => hostRuntime(this),
      summary: () => hostSummary(this),
      configManager: () => this.#configManager(),
      network: () => this.#networks(),
      datastore: () => [],
      vm: () => [],
      datastoreBrowser: () => new MoRef('HostDatastoreBrowser', `datastoreBrowser-${this.ref.id}`),
      licensableResource: () => ({ $type: 'HostLicensableResourceInfo' }),
    };
  }

  override readonly methods: Readonly<Record<string, Handler>> = {
    ReconnectHost_Task: (call) =>
      this.#task(call, 'ReconnectHost_Task', 'reconnect', () => connectHost(this, userOf(call))),
    DisconnectHost_Task: (call) =>
      this.#task(call, 'DisconnectHost_Task', 'disconnect', () => disconnectHost(this, userOf(call))),
    EnterMaintenanceMode_Task: (call) =>
      this.#task(call, 'EnterMaintenanceMode_Task', 'enterMaintenanceMode', () =>
        setMaintenance(this, true, userOf(call)),
      ),
    ExitMaintenanceMode_Task: (call) =>
      this.#task(call, 'ExitMaintenanceMode_Task', 'exitMaintenanceMode', () =>
        setMaintenance(this, false, userOf(call)),
      ),
    Destroy_Task: (call) => {
      requirePrivilege(call.session, 'Host.Inventory.RemoveHostFromCluster', this.ref);
      return this.#task(call, 'Destroy_Task', 'destroy', () => removeHost(this, userOf(call)));
    },
    RetrieveManagedMethodExecuter: () => {
      this.#requireReflection('RetrieveManagedMethodExecuter');
      return this.methodExecuter.ref;
    },
    // Govmomi asks for both; what the type manager knows is not modelled.
    RetrieveDynamicTypeManager: () => {
      this.#requireReflection('RetrieveDynamicTypeManager');
      return new MoRef('InternalDynamicTypeManager', `DynamicTypeManager-${this.number}`);
    },
  };

  /** A read of `config.network` must not cost the whole of `config`. */
  override readonly partial: Readonly<Record<string, (member: string) => Value | undefined>> = {
    config: (member) => (this.connectionState === 'connected' ? configMembers[member]?.(this) : undefined),
  };

  /** Throws HostNotConnected; MethodNotFound or NotSupported on a vCenter that does not offer esxcli. */
  #requireReflection(method: string): void {
    const { esxcli } = this.vcenter.scenario.answers;
    if (esxcli === 'notSupported') throw notSupported(method);
    if (esxcli === 'methodNotFound') throw methodNotFound(this.ref, method);
    this.requireConnection();
  }

  #configManager(): DataObject {
    return {
      $type: 'HostConfigManager',
      networkSystem: this.networkSystem.ref,
      virtualNicManager: this.virtualNicManager.ref,
    };
  }

  /** Networks of the host: standard ones by name, distributed ones of the switches that it is a member of. */
  #networks(): MoRef[] {
    const networks = [...this.vcenter.all()].filter((object) => object instanceof Network);
    return networks.filter((network) => network.isOn(this)).map(({ ref }) => ref);
  }

  #task(call: Call, name: string, operation: string, work: () => void): MoRef {
    const parent = this.parent === undefined ? [] : [this.parent];
    return startTask(this.vcenter, {
      name,
      descriptionId: `${name === 'Destroy_Task' ? 'ManagedEntity' : 'HostSystem'}.${operation}`,
      entity: this,
      userName: userOf(call),
      alsoOn: parent,
      work: () => {
        work();
        return undefined;
      },
    });
  }
}

const userOf = (call: Call): string => call.session?.userName ?? '';
