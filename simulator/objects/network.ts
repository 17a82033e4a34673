import { MoRef, type Value } from '../values.ts';
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
      host: () => this.hosts(),
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

  /** The hosts that have this network. */
  protected hosts(): Value {
    const hosts = [...this.vcenter.all()].filter((object) => object instanceof Host);
    return hosts
      .filter(({ network }) => network.state.portgroups.some(({ name }) => name === this.name))
      .map(({ ref }) => ref);
  }
}
