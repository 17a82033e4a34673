import { managedObjectNotFound } from '../faults.ts';
import { type Content, missingObjects, type Reading, readFilterSpec } from '../property-selection.ts';
import type { Session } from '../session.ts';
import { type DataObject, flagIn, MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** What a client knows of an object that is watched. */
interface Told {
  readonly obj: MoRef;
  readonly values: ReadonlyMap<string, string>;
}

/** What a client knows: objects by their ids, and which of those that the filter names are missing. */
interface Known {
  readonly told: ReadonlyMap<string, Told>;
  readonly missing: ReadonlySet<string>;
}

/** How many versions back a client may go on from. */
const versionsKept = 16;

/** What CreateFilter was called with. Updates are never partial, which a client that allows them has to take. */
export interface FilterRequest {
  readonly spec: DataObject;
  readonly partialUpdates: boolean;
  readonly version: number;
}

/** PropertyFilter: what a collector watches, and what its client has been told of it. */
export class PropertyFilter extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #asked: FilterRequest;
  #told = new Map<string, Told>();
  #missing = new Set<string>();
  readonly #history: (Known & { readonly version: number })[] = [];

  /** Throws what the spec is refused for: InvalidArgument, InvalidProperty, ManagedObjectNotFound. */
  constructor(vcenter: VCenter, session: Session, asked: FilterRequest, remove: (filter: PropertyFilter) => void) {
    super(new MoRef('PropertyFilter', `session[${session.key}]filter-${vcenter.nextNumber()}`), session);
    this.#vcenter = vcenter;
    this.#asked = asked;
    this.methods = {
      DestroyPropertyFilter: () => {
        remove(this);
        return undefined;
      },
    };
    readFilterSpec(asked.spec, this.#reading());
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    spec: () => this.#asked.spec,
    partialUpdates: () => this.#asked.partialUpdates,
  };
  override readonly methods: Readonly<Record<string, Handler>>;

  #reading(): Reading {
    return { vcenter: this.#vcenter, session: this.owner, version: this.#asked.version };
  }

  /** An object that goes later does not break the filter, whatever its spec says of those that are missing. */
  #read(): Content[] {
    return readFilterSpec({ ...this.#asked.spec, reportMissingObjectsInResults: true }, this.#reading());
  }

  /** Forgets what was told, so that the next updates begin with everything. */
  reset(): void {
    this.#told.clear();
    this.#missing.clear();
  }

  /** Keeps what the client knows with that version. */
  keep(version: number): void {
    this.#history.push({ version, told: new Map(this.#told), missing: new Set(this.#missing) });
    if (this.#history.length > versionsKept) this.#history.shift();
  }

  /** Goes back to what the client knew with that version; nothing of a filter that is younger. */
  backTo(version: number): void {
    const kept = this.#history.findLast((entry) => entry.version <= version);
    this.#told = new Map(kept?.told);
    this.#missing = new Set(kept?.missing);
  }

  /** The MissingObjects that were not told yet, if the filter was made to report them. */
  missing(): DataObject[] {
    if (!flagIn(this.#asked.spec, 'reportMissingObjectsInResults')) return [];
    const found = missingObjects(this.#asked.spec, this.#reading()).filter(({ id }) => !this.#missing.has(id));
    for (const { id } of found) this.#missing.add(id);
    return found.map((obj) => ({ $type: 'MissingObject', obj, fault: managedObjectNotFound(obj).localized() }));
  }

  /** At most `limit` ObjectUpdates; what does not fit comes the next time. */
  updates(limit: number): DataObject[] {
    const updates: DataObject[] = [];
    const contents = this.#read();
    for (const content of contents) {
      if (updates.length >= limit) return updates;
      const update = this.#update(content);
      if (update !== undefined) updates.push(update);
    }
    const present = new Set(contents.map(({ obj }) => obj.id));
    for (const [id, { obj }] of this.#told) {
      if (updates.length >= limit) return updates;
      if (present.has(id)) continue;
      this.#told.delete(id);
      updates.push({ $type: 'ObjectUpdate', kind: 'leave', obj });
    }
    return updates;
  }

  #update({ obj, values, missing }: Content): DataObject | undefined {
    const before = this.#told.get(obj.id);
    const now = new Map([...values].map(([name, value]) => [name, JSON.stringify(value)] as const));
    this.#told.set(obj.id, { obj, values: now });
    const changed = [...values].filter(([name]) => before?.values.get(name) !== now.get(name));
    const gone = [...(before?.values.keys() ?? [])].filter((name) => !now.has(name));
    if (before !== undefined && changed.length === 0 && gone.length === 0) return undefined;
    return {
      $type: 'ObjectUpdate',
      kind: before === undefined ? 'enter' : 'modify',
      obj,
      changeSet: [
        ...changed.map(([name, val]) => ({ $type: 'PropertyChange', name, op: 'assign', val })),
        ...gone.map((name) => ({
          $type: 'PropertyChange',
          name,
          op: name.includes('.') ? 'indirectRemove' : 'assign',
        })),
      ],
      missingSet: [...missing].map(([path, fault]) => ({ $type: 'MissingProperty', path, fault: fault.localized() })),
    };
  }
}
