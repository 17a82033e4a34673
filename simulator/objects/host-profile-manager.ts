import { managedObjectNotFound, noPermission } from '../faults.ts';
import { MoRef, referenceIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedEntity } from './managed-entity.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** A HostProfile by its name and the hosts and clusters that it is attached to; what it says is not modelled. */
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
    complianceStatus: () => 'unknown',
    config: () => ({ $type: 'ProfileConfigInfo', name: this.name, enabled: true }),
  };
}

/** HostProfileManager: tells which profiles are attached to a host or a cluster. */
export class HostProfileManager extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #profiles: HostProfile[] = [];

  constructor(vcenter: VCenter) {
    super(new MoRef('HostProfileManager', 'HostProfileManager'));
    this.#vcenter = vcenter;
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    profile: () => this.#profiles.map(({ ref }) => ref),
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    FindAssociatedProfile: (call) => this.#attached(call),
  };

  /** Attaches the one profile that there is to a host or a cluster. */
  attach(entity: MoRef): void {
    const [profile = this.#vcenter.add(new HostProfile(this.#vcenter, 'profile-0'))] = this.#profiles;
    if (this.#profiles.length === 0) this.#profiles.push(profile);
    profile.entities.push(entity);
  }

  /** Throws ManagedObjectNotFound, NoPermission. */
  #attached({ parameters, session }: Call): MoRef[] {
    const ref = referenceIn(parameters, 'entity');
    const entity = this.#vcenter.find(ref?.id ?? '');
    if (!(entity instanceof ManagedEntity)) throw managedObjectNotFound(ref ?? new MoRef('ManagedEntity', ''));
    if (!entity.visibleTo(session)) throw noPermission(entity.ref, 'System.View');
    const { clusterProfileOnHosts } = this.#vcenter.scenario.answers;
    const asked = [entity.ref.id, ...(clusterProfileOnHosts ? [entity.parent?.ref.id] : [])];
    return this.#profiles
      .filter(({ entities }) => entities.some(({ id }) => asked.includes(id)))
      .map(({ ref: profile }) => profile);
  }
}
