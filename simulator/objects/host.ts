import { hostNotConnected } from '../faults.ts';
import type { HostNetwork } from '../host/host-network.ts';
import { MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedEntity } from './managed-entity.ts';

export type ConnectionState = 'connected' | 'disconnected' | 'notResponding';

/** The state of an ESXi host, apart from what it answers. */
export class Host extends ManagedEntity {
  readonly network: HostNetwork;
  readonly number: number;
  readonly version: string;
  connectionState: ConnectionState = 'connected';
  inMaintenanceMode = false;
  /** Whether it joins a distributed switch by itself once it is connected. */
  joinsSwitch = false;

  constructor(vcenter: VCenter, name: string, parent: ManagedEntity, network: HostNetwork, version: string) {
    const number = vcenter.nextNumber();
    super(vcenter, new MoRef('HostSystem', `host-${number}`), name, parent);
    this.number = number;
    this.network = network;
    this.version = version;
  }

  /** Throws HostNotConnected while vCenter has no connection to the host. */
  requireConnection(): void {
    if (this.connectionState !== 'connected') throw hostNotConnected();
  }
}
