import type { Session } from '../session.ts';
import type { Strike } from '../strike.ts';
import type { DataObject, MoRef, Value } from '../values.ts';

/** What a method is called with. `signal` fires when the client has gone. */
export interface Call {
  readonly session: Session | undefined;
  readonly parameters: DataObject;
  readonly version: number;
  readonly signal: AbortSignal;
  /** What a fault rule wants of a call that a host runs. */
  readonly strike?: Strike | undefined;
}

/** Does what the SOAP operation of that name does; throws VimFault. */
export type Handler = (call: Call) => Value | undefined | Promise<Value | undefined>;

/** Reads one property; undefined is unset. */
export type Reader = (session: Session | undefined) => Value | undefined;

/**
 * A managed object: properties and methods by their vim25 names. A property that the class has and the object does
 * not list is unset; a method likewise is answered as not supported.
 */
export abstract class ManagedObject {
  readonly ref: MoRef;
  abstract readonly properties: Readonly<Record<string, Reader>>;
  readonly methods: Readonly<Record<string, Handler>> = {};
  /** Properties of which one member can be made without the rest, for reads of a longer path. */
  readonly partial: Readonly<Record<string, (member: string) => Value | undefined>> = {};
  /** True when the object's calls run on a host and follow `strike` themselves. */
  readonly runsCalls: boolean = false;
  /** The session that made the object, when it is that session's own. */
  readonly owner: Session | undefined;

  constructor(ref: MoRef, owner?: Session) {
    this.ref = ref;
    this.owner = owner;
  }

  /** False for a user from whom the scenario hides the object. */
  visibleTo(_session: Session | undefined): boolean {
    return true;
  }

  /** What a missing privilege is missing on: permissions are given on entities, so a host's managers name their host. */
  get subject(): MoRef {
    return this.ref;
  }
}
