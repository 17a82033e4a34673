import { categoryOf, eventLimit, eventMatcher } from '../event-filter.ts';
import { isReadable, readableEvents } from '../event-log.ts';
import { invalidArgument, VimFault } from '../faults.ts';
import { eventClasses, isDataType } from '../schema/schema.ts';
import type { Session } from '../session.ts';
import { type DataObject, MoRef, objectIn, referenceIn, textIn, type Value } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { EventHistoryCollector } from './event-history-collector.ts';
import { ManagedEntity } from './managed-entity.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** How many collectors a session may have (vCenter's default). */
const maxCollectors = 32;

/** QueryEvents has no cursor and gives the oldest of the window, silently (observed on 8.0.3). */
const queryLimit = 1000;

/** EventManager. */
export class EventManager extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #root: ManagedEntity;

  constructor(vcenter: VCenter, root: ManagedEntity) {
    super(new MoRef('EventManager', 'EventManager'));
    this.#vcenter = vcenter;
    this.#root = root;
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    latestEvent: (session) => {
      const hidden = this.#hiddenFrom(session);
      return this.#vcenter.events.records.findLast((record) => isReadable(record, hidden))?.event;
    },
    maxCollector: () => maxCollectors,
    description: () => ({
      $type: 'EventDescription',
      category: [],
      eventInfo: eventClasses().map(eventInfo),
      enumeratedTypes: [],
    }),
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    CreateCollectorForEvents: (call) => this.#createCollector(call),
    QueryEvents: ({ parameters, session }) => {
      const filter = objectIn(parameters, 'filter') ?? {};
      const limit = Math.min(eventLimit(filter) ?? queryLimit, queryLimit);
      const records = this.#vcenter.events.records.filter(eventMatcher(filter)).slice(0, limit);
      return readableEvents(records, filter, this.#hiddenFrom(session));
    },
    PostEvent: (call) => this.#post(call),
  };

  #createCollector({ parameters, session }: Call): MoRef | undefined {
    if (session === undefined) return undefined;
    const open = [...session.owned].filter(({ type }) => type === 'EventHistoryCollector').length;
    if (open >= maxCollectors) throw new VimFault('InvalidState', 'The client has too many collectors.');
    const filter = objectIn(parameters, 'filter') ?? {};
    const entity = referenceIn(objectIn(filter, 'entity'), 'entity');
    if (entity !== undefined && this.#vcenter.find(entity.id) === undefined)
      throw invalidArgument('filter.entity.entity');
    const hidden = this.#hiddenFrom(session);
    const collector: EventHistoryCollector = new EventHistoryCollector(this.#vcenter, session, filter, hidden, () => {
      session.owned.delete(collector.ref);
      this.#vcenter.remove(collector.ref);
    });
    session.owned.add(this.#vcenter.add(collector).ref);
    return collector.ref;
  }

  #hiddenFrom(session: Session | undefined): ReadonlySet<string> {
    const names = session?.user.noAccess ?? [];
    if (names.length === 0) return new Set();
    const hidden = [...this.#vcenter.all()].filter(
      (object) => object instanceof ManagedEntity && names.includes(object.name),
    );
    return new Set(hidden.map(({ ref }) => ref.id));
  }

  /** The server sets key, chainId, createdTime and the user; the host that the event names is what it is about. */
  #post({ parameters, session }: Call): undefined {
    const event = objectIn(parameters, 'eventToPost');
    if (event?.$type === undefined || !isDataType(event.$type, 'Event')) throw invalidArgument('eventToPost');
    const named = ['host', 'dvs', 'computeResource', 'datacenter'].map((member) =>
      referenceIn(objectIn(event, member), member),
    );
    const entity = named
      .map((ref) => this.#vcenter.find(ref?.id ?? ''))
      .find((object) => object instanceof ManagedEntity);
    const subject = entity instanceof ManagedEntity ? entity : this.#root;
    const members = Object.entries(event).filter((entry): entry is [string, Value] => entry[1] !== undefined);
    const text = textIn(event, 'fullFormattedMessage') ?? textIn(event, 'message') ?? event.$type;
    subject.postEvent(event.$type, session?.userName ?? '', text, {
      ...Object.fromEntries(members),
      userName: session?.userName ?? '',
    });
    return undefined;
  }
}

const eventInfo = (key: string): DataObject => ({
  $type: 'EventDescriptionEventDetail',
  key,
  description: key.replaceAll(/([a-z])([A-Z])/g, '$1 $2'),
  category: categoryOf({ $type: key }),
  formatOnDatacenter: key,
  formatOnComputeResource: key,
  formatOnHost: key,
  formatOnVm: key,
  fullFormat: key,
});
