import { invalidArgument, managedObjectNotFound } from '../faults.ts';
import { isManagedType, managedType } from '../schema/schema.ts';
import type { Session } from '../session.ts';
import { flagIn, MoRef, referenceIn, textsIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedEntity } from './managed-entity.ts';
import { type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** ContainerView: the entities below a container, always as they are now. */
class ContainerView extends ManagedObject {
  readonly #container: ManagedEntity;
  readonly #types: readonly string[];
  readonly #recursive: boolean;
  override readonly methods: Readonly<Record<string, Handler>>;

  constructor(
    session: Session,
    container: ManagedEntity,
    types: readonly string[],
    recursive: boolean,
    destroy: () => void,
  ) {
    super(new MoRef('ContainerView', `session[${session.key}]view-${container.vcenter.nextNumber()}`), session);
    this.#container = container;
    this.#types = types;
    this.#recursive = recursive;
    this.methods = {
      DestroyView: () => {
        destroy();
        return undefined;
      },
    };
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    container: () => this.#container.ref,
    type: () => this.#types,
    recursive: () => this.#recursive,
    view: (session) => this.#view(session),
  };

  #view(session: Session | undefined): MoRef[] {
    const all = this.#recursive ? this.#container.descendants() : this.#container.children;
    const fits = (entity: ManagedEntity): boolean =>
      this.#types.length === 0 || this.#types.some((type) => isManagedType(entity.ref.type, type));
    return all.filter((entity) => fits(entity) && entity.visibleTo(session)).map(({ ref }) => ref);
  }
}

/** ViewManager: makes container views, which belong to the session. */
export class ViewManager extends ManagedObject {
  readonly #vcenter: VCenter;
  override readonly properties: Readonly<Record<string, Reader>> = {
    viewList: (session) => [...(session?.owned ?? [])].filter(({ type }) => type === 'ContainerView'),
  };

  constructor(vcenter: VCenter) {
    super(new MoRef('ViewManager', 'ViewManager'));
    this.#vcenter = vcenter;
  }

  override readonly methods: Readonly<Record<string, Handler>> = {
    CreateContainerView: ({ parameters, session }) => {
      const ref = referenceIn(parameters, 'container');
      const container = this.#vcenter.find(ref?.id ?? '');
      const types = textsIn(parameters, 'type');
      if (!(container instanceof ManagedEntity) || !container.visibleTo(session))
        throw managedObjectNotFound(ref ?? this.ref);
      if (types.some((type) => managedType(type) === undefined)) throw invalidArgument('type');
      if (session === undefined) return undefined;
      const view: ContainerView = new ContainerView(session, container, types, flagIn(parameters, 'recursive'), () => {
        session.owned.delete(view.ref);
        this.#vcenter.remove(view.ref);
      });
      session.owned.add(this.#vcenter.add(view).ref);
      return view.ref;
    },
  };
}
