import { randomUUID } from 'node:crypto';
import { invalidArgument, VimFault } from '../faults.ts';
import { type Content, objectContent, readFilterSpec } from '../property-selection.ts';
import type { Session } from '../session.ts';
import { type DataObject, flagIn, MoRef, numberIn, objectIn, objectsIn, textIn, type Value } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';
import { PropertyFilter } from './property-filter.ts';

/** What a collector holds for one session: filters, the version last told, result pages still to be fetched. */
interface Watch {
  readonly filters: Set<PropertyFilter>;
  readonly pages: Map<string, DataObject[]>;
  version: number;
  cancel: AbortController;
}

const freshWatch = (): Watch => ({ filters: new Set(), pages: new Map(), version: 0, cancel: new AbortController() });

/**
 * PropertyCollector. The well-known one holds filters for each session apart; CreatePropertyCollector makes further
 * ones that belong to a session.
 */
export class PropertyCollector extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #watches = new WeakMap<Session, Watch>();
  override readonly properties: Readonly<Record<string, Reader>> = {
    filter: (session) => [...((session && this.#watches.get(session)?.filters) ?? [])].map(({ ref }) => ref),
  };

  constructor(vcenter: VCenter, owner?: Session) {
    const id = owner === undefined ? 'propertyCollector' : `session[${owner.key}]${randomUUID()}`;
    super(new MoRef('PropertyCollector', id), owner);
    this.#vcenter = vcenter;
  }

  override readonly methods: Readonly<Record<string, Handler>> = {
    RetrievePropertiesEx: (call) => this.#retrieve(call),
    ContinueRetrievePropertiesEx: (call) => this.#continue(call),
    CancelRetrievePropertiesEx: (call) => {
      const { pages } = this.#watch(call);
      if (!pages.delete(textIn(call.parameters, 'token') ?? '')) throw invalidArgument('token');
      return undefined;
    },
    RetrieveProperties: (call) => this.#read(call).map(objectContent),
    CreateFilter: (call) => this.#createFilter(call),
    WaitForUpdatesEx: (call) => this.#wait(call, objectIn(call.parameters, 'options')),
    WaitForUpdates: (call) => this.#wait(call, undefined),
    CheckForUpdates: (call) => this.#wait(call, { maxWaitSeconds: 0 }),
    CancelWaitForUpdates: (call) => {
      this.#watch(call).cancel.abort();
      return undefined;
    },
    CreatePropertyCollector: (call) => {
      if (call.session === undefined) return undefined;
      const collector = this.#vcenter.add(new PropertyCollector(this.#vcenter, call.session));
      call.session.owned.add(collector.ref);
      return collector.ref;
    },
    DestroyPropertyCollector: (call) => this.#destroy(call),
  };

  #watch({ session }: Call): Watch {
    if (session === undefined) return freshWatch();
    const watch = this.#watches.get(session) ?? freshWatch();
    this.#watches.set(session, watch);
    return watch;
  }

  #read(call: Call): Content[] {
    const reading = { vcenter: this.#vcenter, session: call.session, version: call.version };
    return objectsIn(call.parameters, 'specSet').flatMap((spec) => readFilterSpec(spec, reading));
  }

  /** The result is absent, not empty, when nothing fits. */
  #retrieve(call: Call): DataObject | undefined {
    const objects = this.#read(call).map(objectContent);
    const asked = numberIn(objectIn(call.parameters, 'options'), 'maxObjects');
    if (asked !== undefined && asked <= 0) throw invalidArgument('options.maxObjects');
    const size = Math.min(asked ?? this.#vcenter.scenario.pageSize, this.#vcenter.scenario.pageSize);
    return objects.length === 0 ? undefined : this.#page(call, objects, size);
  }

  #page(call: Call, objects: DataObject[], size: number): DataObject {
    const page = objects.slice(0, size);
    if (page.length === objects.length) return { $type: 'RetrieveResult', objects: page };
    const token = `${size}.${this.#vcenter.nextNumber()}`;
    this.#watch(call).pages.set(token, objects.slice(size));
    return { $type: 'RetrieveResult', token, objects: page };
  }

  #continue(call: Call): DataObject {
    const token = textIn(call.parameters, 'token') ?? '';
    const { pages } = this.#watch(call);
    const rest = pages.get(token);
    if (rest === undefined) throw invalidArgument('token');
    pages.delete(token);
    return this.#page(call, rest, Number.parseInt(token, 10));
  }

  #createFilter(call: Call): MoRef | undefined {
    const { session, parameters } = call;
    if (session === undefined) return undefined;
    const { filters } = this.#watch(call);
    const spec = objectIn(parameters, 'spec') ?? {};
    const asked = { spec, partialUpdates: flagIn(parameters, 'partialUpdates'), version: call.version };
    const filter: PropertyFilter = new PropertyFilter(this.#vcenter, session, asked, () => {
      filters.delete(filter);
      session.owned.delete(filter.ref);
      this.#vcenter.remove(filter.ref);
    });
    filters.add(this.#vcenter.add(filter));
    session.owned.add(filter.ref);
    return filter.ref;
  }

  /**
   * Waits until a filter has something to tell; without maxWaitSeconds there is no end to it.
   * Throws InvalidArgument, InvalidCollectorVersion.
   */
  async #wait(call: Call, options: DataObject | undefined): Promise<Value | undefined> {
    const watch = this.#watch(call);
    const { seconds, limit } = waitLimits(options);
    const asked = textIn(call.parameters, 'version') ?? '';
    if (asked === '') for (const filter of watch.filters) filter.reset();
    else goOnFrom(watch, asked);
    const until = performance.now() + seconds * 1000;
    watch.cancel = new AbortController();
    const signal = AbortSignal.any([call.signal, watch.cancel.signal]);
    for (;;) {
      const update = updateSet(watch, limit);
      if (update !== undefined) return update;
      const left = until - performance.now();
      if (left <= 0) return undefined;
      await this.#vcenter.nextChange(signal, left);
      if (signal.aborted) throw new VimFault('RequestCanceled', 'The request was canceled.');
    }
  }

  #destroy(call: Call): undefined {
    if (this.owner === undefined)
      throw new VimFault('NotSupported', 'The default PropertyCollector cannot be destroyed.');
    for (const { ref } of this.#watch(call).filters) this.#vcenter.remove(ref);
    this.owner.owned.delete(this.ref);
    this.#vcenter.remove(this.ref);
    return undefined;
  }
}

/** What WaitOptions say; unset is no limit. Throws InvalidArgument for what the API documentation calls illegal. */
function waitLimits(options: DataObject | undefined): { readonly seconds: number; readonly limit: number } {
  const seconds = numberIn(options, 'maxWaitSeconds') ?? Number.POSITIVE_INFINITY;
  const limit = numberIn(options, 'maxObjectUpdates') ?? Number.POSITIVE_INFINITY;
  if (seconds < 0) throw invalidArgument('options.maxWaitSeconds');
  if (limit <= 0) throw invalidArgument('options.maxObjectUpdates');
  return { seconds, limit };
}

/** Any version that this collector has told is one to go on from. Throws InvalidCollectorVersion for another. */
function goOnFrom({ filters, version }: Watch, asked: string): void {
  const known = /^[1-9]\d*$/.test(asked) && Number(asked) <= version;
  if (!known) throw new VimFault('InvalidCollectorVersion', 'The version of the collector is invalid.');
  if (Number(asked) < version) for (const filter of filters) filter.backTo(Number(asked));
}

function updateSet(watch: Watch, limit: number): DataObject | undefined {
  const filterSet: DataObject[] = [];
  let left = limit;
  for (const filter of watch.filters) {
    const objectSet = left > 0 ? filter.updates(left) : [];
    const missingSet = filter.missing();
    left -= objectSet.length;
    if (objectSet.length + missingSet.length === 0) continue;
    filterSet.push({ $type: 'PropertyFilterUpdate', filter: filter.ref, objectSet, missingSet });
  }
  if (filterSet.length === 0) return undefined;
  watch.version += 1;
  for (const filter of watch.filters) filter.keep(watch.version);
  return { $type: 'UpdateSet', version: String(watch.version), filterSet, truncated: left <= 0 ? true : undefined };
}
