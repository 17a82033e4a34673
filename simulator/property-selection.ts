import { invalidArgument, managedObjectNotFound, VimFault } from './faults.ts';
import type { ManagedObject } from './objects/managed-object.ts';
import { parsePath, readPath } from './property-path.ts';
import { isManagedType, managedType } from './schema/schema.ts';
import type { Session } from './session.ts';
import {
  type AnyValue,
  type DataObject,
  flagIn,
  MoRef,
  objectsIn,
  referenceIn,
  textIn,
  textsIn,
  type Value,
} from './values.ts';
import type { VCenter } from './vcenter.ts';

/** Who asks, and in which version of the schema. */
export interface Reading {
  readonly vcenter: VCenter;
  readonly session: Session | undefined;
  readonly version: number;
}

/** What was read of one object. */
export interface Content {
  readonly obj: MoRef;
  readonly values: ReadonlyMap<string, AnyValue>;
  readonly missing: ReadonlyMap<string, VimFault>;
}

/** The content as an ObjectContent; unset properties are in neither set. */
export function objectContent({ obj, values, missing }: Content): DataObject {
  return {
    $type: 'ObjectContent',
    obj,
    propSet: [...values].map(([name, val]) => ({ $type: 'DynamicProperty', name, val })),
    missingSet: [...missing].map(([path, fault]) => ({ $type: 'MissingProperty', path, fault: fault.localized() })),
  };
}

/**
 * Reads what a PropertyFilterSpec selects. A class in a PropertySpec means itself and its subclasses; an object that
 * several of them fit comes once, with all their properties.
 * Throws InvalidArgument, InvalidProperty, ManagedObjectNotFound (an object of objectSet that is gone).
 */
export function readFilterSpec(spec: DataObject, reading: Reading): Content[] {
  const propSets = objectsIn(spec, 'propSet');
  for (const propSet of propSets) checkPropertySpec(propSet, reading.version);
  const selected = new Map<string, ManagedObject>();
  for (const objectSpec of objectsIn(spec, 'objectSet')) {
    const object = startOf(objectSpec, reading);
    if (object instanceof MoRef) {
      if (flagIn(spec, 'reportMissingObjectsInResults')) continue;
      throw managedObjectNotFound(object);
    }
    new Walk(objectSpec, reading, selected).from(object);
  }
  return [...selected.values()].flatMap((object) => readObject(object, propSets, reading));
}

/** The references in the objectSet of a PropertyFilterSpec that there is no object for. */
export const missingObjects = (spec: DataObject, reading: Reading): MoRef[] =>
  objectsIn(spec, 'objectSet')
    .map((objectSpec) => startOf(objectSpec, reading))
    .filter((start) => start instanceof MoRef);

/** The object that an ObjectSpec begins at; its reference when the session has no such object. */
function startOf(objectSpec: DataObject, { vcenter, session }: Reading): ManagedObject | MoRef {
  const start = referenceIn(objectSpec, 'obj') ?? new MoRef('ManagedObject', '');
  const object = vcenter.find(start.id);
  return object === undefined || (object.owner !== undefined && object.owner !== session) ? start : object;
}

function checkPropertySpec(propSet: DataObject, version: number): void {
  const type = textIn(propSet, 'type') ?? '';
  if (managedType(type) === undefined) throw invalidArgument('specSet.propSet.type');
  for (const path of textsIn(propSet, 'pathSet')) parsePath(type, path, version);
}

function readObject(object: ManagedObject, propSets: readonly DataObject[], reading: Reading): Content[] {
  const fitting = propSets.filter((propSet) => isManagedType(object.ref.type, textIn(propSet, 'type') ?? ''));
  if (fitting.length === 0) return [];
  const paths = new Set(fitting.flatMap((propSet) => pathsOf(object, propSet, reading.version)));
  const values = new Map<string, AnyValue>();
  const missing = new Map<string, VimFault>();
  for (const path of paths) {
    try {
      const value = readPath(object, path, reading.session, reading.version);
      if (value !== undefined) values.set(path, value);
    } catch (error) {
      if (!(error instanceof VimFault)) throw error;
      missing.set(path, error);
    }
  }
  return [{ obj: object.ref, values, missing }];
}

function pathsOf(object: ManagedObject, propSet: DataObject, version: number): readonly string[] {
  if (!flagIn(propSet, 'all')) return textsIn(propSet, 'pathSet');
  const members = managedType(object.ref.type)?.members ?? [];
  return members.filter((member) => member.since <= version).map((member) => member.name);
}

/** A walk along the traversal specs of one ObjectSpec. Each object is left once by each spec, so loops end. */
class Walk {
  readonly #objectSpec: DataObject;
  readonly #reading: Reading;
  readonly #selected: Map<string, ManagedObject>;
  readonly #named = new Map<string, DataObject>();
  readonly #done = new Map<DataObject, Set<string>>();

  constructor(objectSpec: DataObject, reading: Reading, selected: Map<string, ManagedObject>) {
    this.#objectSpec = objectSpec;
    this.#reading = reading;
    this.#selected = selected;
    this.#collectNames(objectSpec);
  }

  #collectNames(spec: DataObject): void {
    for (const child of objectsIn(spec, 'selectSet')) {
      const name = textIn(child, 'name');
      if (child.$type === 'TraversalSpec') {
        if (name !== undefined && name !== '') this.#named.set(name, child);
        const [type, path] = [textIn(child, 'type') ?? '', textIn(child, 'path') ?? ''];
        if (managedType(type) === undefined) throw invalidArgument('specSet.objectSet.selectSet.type');
        parsePath(type, path, this.#reading.version);
      }
      this.#collectNames(child);
    }
  }

  from(object: ManagedObject): void {
    this.#visit(object, this.#objectSpec);
  }

  #visit(object: ManagedObject, spec: DataObject): void {
    if (!flagIn(spec, 'skip')) this.#selected.set(object.ref.id, object);
    if (this.#reading.session === undefined) return;
    for (const selection of objectsIn(spec, 'selectSet')) {
      const traversal =
        selection.$type === 'TraversalSpec' ? selection : this.#named.get(textIn(selection, 'name') ?? '');
      if (traversal === undefined) throw invalidArgument('specSet.objectSet.selectSet.name');
      if (!isManagedType(object.ref.type, textIn(traversal, 'type') ?? '')) continue;
      for (const next of this.#follow(object, textIn(traversal, 'path') ?? '')) {
        const done = this.#done.get(traversal) ?? new Set();
        this.#done.set(traversal, done);
        if (done.has(next.ref.id)) continue;
        done.add(next.ref.id);
        this.#visit(next, traversal);
      }
    }
  }

  /** The objects that a property refers to, as far as the user may see them. */
  #follow(object: ManagedObject, path: string): ManagedObject[] {
    const { vcenter, session, version } = this.#reading;
    let value: Value | undefined;
    try {
      value = readPath(object, path, session, version)?.value;
    } catch (error) {
      if (!(error instanceof VimFault)) throw error;
    }
    const refs: readonly Value[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    return refs
      .flatMap((ref) => (ref instanceof MoRef ? [vcenter.find(ref.id)] : []))
      .filter((next) => next !== undefined)
      .filter((next) => next.visibleTo(session));
  }
}
