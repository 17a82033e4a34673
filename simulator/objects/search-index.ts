import { hostUuid } from '../host/host-config.ts';
import type { Session } from '../session.ts';
import { type DataObject, flagIn, MoRef, referenceIn, textIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { Host } from './host.ts';
import { ManagedEntity } from './managed-entity.ts';
import { type Call, type Handler, ManagedObject } from './managed-object.ts';

/** SearchIndex. What is not found is no result, never a fault; there are no virtual machines to find. */
export class SearchIndex extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #root: ManagedEntity;
  override readonly properties = {};

  constructor(vcenter: VCenter, root: ManagedEntity) {
    super(new MoRef('SearchIndex', 'SearchIndex'));
    this.#vcenter = vcenter;
    this.#root = root;
  }

  override readonly methods: Readonly<Record<string, Handler>> = {
    FindByDnsName: (call) => this.#hosts(call, byName)[0],
    FindAllByDnsName: (call) => this.#hosts(call, byName),
    FindByIp: (call) => this.#hosts(call, byAddress)[0],
    FindAllByIp: (call) => this.#hosts(call, byAddress),
    FindByUuid: (call) => this.#hosts(call, (host, { uuid }) => hostUuid(host.number) === uuid)[0],
    FindByInventoryPath: ({ parameters, session }) => this.#byPath(textIn(parameters, 'inventoryPath') ?? '', session),
    FindChild: ({ parameters, session }) => {
      const entity = this.#vcenter.find(referenceIn(parameters, 'entity')?.id ?? '');
      const name = textIn(parameters, 'name');
      if (!(entity instanceof ManagedEntity)) return undefined;
      return entity.children.find((child) => child.name === name && child.visibleTo(session))?.ref;
    },
  };

  #hosts({ parameters, session }: Call, fits: (host: Host, parameters: DataObject) => boolean): MoRef[] {
    if (flagIn(parameters, 'vmSearch')) return [];
    const datacenter = referenceIn(parameters, 'datacenter')?.id;
    const found: MoRef[] = [];
    for (const object of this.#vcenter.all()) {
      if (!(object instanceof Host) || !fits(object, parameters) || !object.visibleTo(session)) continue;
      if (datacenter === undefined || object.lineage().some(({ ref }) => ref.id === datacenter)) found.push(object.ref);
    }
    return found;
  }

  /** `DC0/host/DC0_C0/esx-001…`, with %2f for a slash inside a name. */
  #byPath(path: string, session: Session | undefined): MoRef | undefined {
    const names = path.split('/').filter((name) => name !== '');
    let entity: ManagedEntity | undefined = this.#root;
    for (const name of names) {
      entity = entity.children.find(
        (child) => child.properties['name']?.(session) === name && child.visibleTo(session),
      );
      if (entity === undefined) return undefined;
    }
    return entity === this.#root ? undefined : entity.ref;
  }
}

const byName = (host: Host, parameters: DataObject): boolean =>
  host.name.toLowerCase() === (textIn(parameters, 'dnsName') ?? '').toLowerCase();

const byAddress = (host: Host, parameters: DataObject): boolean =>
  host.network.state.vnics.some(({ address }) => address === textIn(parameters, 'ip'));
