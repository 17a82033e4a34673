import { MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { Host } from './host.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Reader } from './managed-object.ts';

/** Network: a standard portgroup as the datacenter sees it, one object for all hosts that have that name. */
export class Network extends ManagedEntity {
  constructor(vcenter: VCenter, name: string, parent: ManagedEntity, ref?: MoRef) {
    super(vcenter, ref ?? new MoRef('Network', `network-${vcenter.nextNumber()}`), name, parent);
    vcenter.add(this);
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      host: () => this.#hosts(),
      vm: () => [],
      summary: () => ({
        $type: 'NetworkSummary',
        network: this.ref,
        name: this.name,
        accessible: true,
        ipPoolName: '',
      }),
    };
  }

  /** True when the host has this network. */
  isOn({ network }: Host): boolean {
    return network.state.portgroups.some(({ name }) => name === this.name);
  }

  #hosts(): MoRef[] {
    const hosts = [...this.vcenter.all()].filter((object) => object instanceof Host);
    return hosts.filter((host) => this.isOn(host)).map(({ ref }) => ref);
  }
}
