import { type Content, readFilterSpec } from '../property-selection.ts';
import type { Session } from '../session.ts';
import { type DataObject, MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** What a client knows of an object that is watched. */
interface Told {
  readonly obj: MoRef;
  readonly values: ReadonlyMap<string, string>;
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
  readonly #history: { readonly version: number; readonly told: ReadonlyMap<string, Told> }[] = [];

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
    this.#read();
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    spec: () => this.#asked.spec,
    partialUpdates: () => this.#asked.partialUpdates,
  };
  override readonly methods: Readonly<Record<string, Handler>>;

  #read(): Content[] {
    const reading = { vcenter: this.#vcenter, session: this.owner, version: this.#asked.version };
    return readFilterSpec({ ...this.#asked.spec, reportMissingObjectsInResults: true }, reading);
  }

  /** Forgets what was told, so that the next updates begin with everything. */
  reset(): void {
    this.#told.clear();
  }

  /** Keeps what the client knows with that version. */
  keep(version: number): void {
    this.#history.push({ version, told: new Map(this.#told) });
    if (this.#history.length > versionsKept) this.#history.shift();
  }

  /** Goes back to what the client knew with that version; nothing of a filter that is younger. */
  backTo(version: number): void {
    const kept = this.#history.findLast((entry) => entry.version <= version);
    this.#told = new Map(kept?.told);
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
