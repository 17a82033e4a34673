/**
 * What travels in vim25 messages. Data objects are plain objects; `$type` names the concrete type when it is known
 * or differs from the declared one. An absent member is undefined, never null.
 */
export type Value = string | number | boolean | Date | MoRef | AnyValue | DataObject | readonly Value[];

/** A data object: members by their vim25 names. */
export interface DataObject {
  readonly $type?: string;
  readonly [member: string]: Value | undefined;
}

/** A reference to a managed object. */
export class MoRef {
  readonly type: string;
  readonly id: string;

  constructor(type: string, id: string) {
    this.type = type;
    this.id = id;
  }
}

/** A value that travels as anyType, with the type that it is declared by where it comes from. */
export class AnyValue {
  readonly type: string;
  readonly array: boolean;
  readonly value: Value;

  constructor(type: string, array: boolean, value: Value) {
    this.type = type;
    this.array = array;
    this.value = value;
  }
}

/** True for a data object, false for everything else a value can be. */
export function isDataObject(value: Value | undefined): value is DataObject {
  return (
    typeof value === 'object' &&
    !Array.isArray(value) &&
    !(value instanceof Date || value instanceof MoRef || value instanceof AnyValue)
  );
}

/** The member as a data object, or undefined. */
export function objectIn(object: DataObject | undefined, member: string): DataObject | undefined {
  const value = object?.[member];
  return isDataObject(value) ? value : undefined;
}

/** The member as a list; an absent one is empty. */
export function listIn(object: DataObject | undefined, member: string): readonly Value[] {
  const value = object?.[member];
  return Array.isArray(value) ? value : [];
}

/** The member's data objects as a list; an absent one is empty. */
export function objectsIn(object: DataObject | undefined, member: string): readonly DataObject[] {
  return listIn(object, member).filter(isDataObject);
}

/** The member's strings as a list; an absent one is empty. */
export function textsIn(object: DataObject | undefined, member: string): readonly string[] {
  return listIn(object, member).filter((value) => typeof value === 'string');
}

/** The member as text, or undefined. */
export function textIn(object: DataObject | undefined, member: string): string | undefined {
  const value = object?.[member];
  return typeof value === 'string' ? value : undefined;
}

/** The member as a number, or undefined. */
export function numberIn(object: DataObject | undefined, member: string): number | undefined {
  const value = object?.[member];
  return typeof value === 'number' ? value : undefined;
}

/** True when the member is true; absent is false. */
export function flagIn(object: DataObject | undefined, member: string): boolean {
  return object?.[member] === true;
}

/** The member as a date, or undefined. */
export function dateIn(object: DataObject | undefined, member: string): Date | undefined {
  const value = object?.[member];
  return value instanceof Date ? value : undefined;
}

/** The member as a reference, or undefined. */
export function referenceIn(object: DataObject | undefined, member: string): MoRef | undefined {
  const value = object?.[member];
  return value instanceof MoRef ? value : undefined;
}

/** The member's references as a list; an absent one is empty. */
export function referencesIn(object: DataObject | undefined, member: string): readonly MoRef[] {
  return listIn(object, member).filter((value) => value instanceof MoRef);
}
