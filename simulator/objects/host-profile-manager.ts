import { type DataObject, MoRef, referenceIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** A HostProfile by its name and the hosts that it is attached to; what it says is not modelled. */
export class HostProfile extends ManagedObject {
  readonly name: string;
  readonly entities: MoRef[] = [];
  readonly #created: Date;

  constructor(vcenter: VCenter, name: string) {
    super(new MoRef('HostProfile', `hostprofile-${vcenter.nextNumber()}`));
    this.name = name;
    this.#created = new Date(vcenter.now());
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    name: () => this.name,
    entity: () => this.entities,
    createdTime: () => this.#created,
    modifiedTime: () => this.#created,
  };
}

/** HostProfileManager: tells which profiles are attached to a host. */
export class HostProfileManager extends ManagedObject {
  readonly profiles: HostProfile[] = [];

  constructor() {
    super(new MoRef('HostProfileManager', 'HostProfileManager'));
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    profile: () => this.profiles.map(({ ref }) => ref),
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    FindAssociatedProfile: ({ parameters }) => this.#attached(parameters),
  };

  #attached(parameters: DataObject): MoRef[] {
    const id = referenceIn(parameters, 'entity')?.id;
    return this.profiles.filter(({ entities }) => entities.some((entity) => entity.id === id)).map(({ ref }) => ref);
  }
}
