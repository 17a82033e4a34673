/** What people want to know of a vCenter and the functions do not; for `doctor`. Writes nothing. */
import { vcenterEvent } from './event-values.ts';
import type { LoggedIn, Session } from './session.ts';
import type { AboutInfo, ManagedObjectReference } from './vim25-types.ts';

/** A managed entity, as privileges are asked for. */
export interface EntityReference {
  /** vim25 class: `HostSystem`, `DistributedVirtualPortgroup`, `Folder`. */
  readonly type: string;
  readonly moref: string;
}

/** A privilege that the account lacks on an entity. */
export interface MissingPrivilege {
  readonly moref: string;
  /** `Host.Config.Network`. */
  readonly privilege: string;
}

/** Events as they came, page by page. */
export interface EventPages {
  /** How many each page held; the empty ones at the end are left out. */
  readonly sizes: readonly number[];
  /** How many were asked for. */
  readonly pageSize: number;
  /** ISO, vCenter's clock; absent without any event. */
  readonly newest?: string;
  /** There may be more: it stopped reading. */
  readonly isCut: boolean;
}

/** Small, so that few events show whether pages come short. */
const EVENTS_A_PAGE = 3;
const MOST_PAGES = 100;
/** A restricted user may get several empty pages in a row before the next event (govmomi#3450). */
const EMPTY_PAGES = 4;
const ENTITIES_A_CALL = 200;

/** See the head of the file. Every method may throw what any call may. */
export class Inspection {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** What the server is; `apiType` is `VirtualCenter`, of an ESXi host `HostAgent`. */
  about(): Promise<AboutInfo> {
    return this.#session.run(async ({ content }) => content.about);
  }

  rootFolder(): Promise<EntityReference> {
    return this.#session.run(async ({ content: { rootFolder } }) => ({
      type: rootFolder.type,
      moref: rootFolder.value,
    }));
  }

  /**
   * Which of the privileges the logged-in account lacks on which of the entities; none of them may be hidden from it.
   * (AuthorizationManager.HasPrivilegeOnEntities is there since API 5.5 and needs System.View, and System.Read on the
   * entities: pyVmomi type information.)
   */
  missingPrivileges(
    entities: readonly EntityReference[],
    privileges: readonly string[],
  ): Promise<readonly MissingPrivilege[]> {
    return this.#session.run(async (session) => {
      const missing: MissingPrivilege[] = [];
      for (let from = 0; from < entities.length; from += ENTITIES_A_CALL) {
        const some = entities.slice(from, from + ENTITIES_A_CALL);
        missing.push(...(await missingOn(session, some, privileges)));
      }
      return missing;
    });
  }

  /** The events of these types since then, in pages, and some pages past the first empty one. */
  eventPages(since: Date, eventTypeIds: readonly string[]): Promise<EventPages> {
    return this.#session.run(async (session) => {
      const { client, content } = session;
      const collector = await client.call('CreateCollectorForEvents', {
        _this: content.eventManager ?? { type: 'EventManager', value: 'EventManager' },
        filter: { time: { beginTime: since.toISOString() }, eventTypeId: [...eventTypeIds] },
      });
      try {
        return await readPages(session, collector);
      } finally {
        await client.call('DestroyCollector', { _this: collector });
      }
    });
  }
}

async function missingOn(
  { client, content, key }: LoggedIn,
  entities: readonly EntityReference[],
  privileges: readonly string[],
): Promise<MissingPrivilege[]> {
  const answers = await client.call('HasPrivilegeOnEntities', {
    _this: content.authorizationManager ?? { type: 'AuthorizationManager', value: 'AuthorizationManager' },
    entity: entities.map(({ type, moref }) => ({ type, value: moref })),
    sessionId: key,
    privId: [...privileges],
  });
  return (answers ?? []).flatMap(({ entity, privAvailability }) =>
    privAvailability
      .filter(({ isGranted }) => !isGranted)
      .map(({ privId }) => ({ moref: entity.value, privilege: privId })),
  );
}

async function readPages({ client }: LoggedIn, _this: ManagedObjectReference): Promise<EventPages> {
  const sizes: number[] = [];
  let newest = '';
  let empty = 0;
  while (empty < EMPTY_PAGES && sizes.length < MOST_PAGES) {
    const page = (await client.call('ReadNextEvents', { _this, maxCount: EVENTS_A_PAGE })) ?? [];
    sizes.push(page.length);
    empty = page.length === 0 ? empty + 1 : 0;
    for (const { createdTime } of page.map(vcenterEvent)) if (createdTime > newest) newest = createdTime;
  }
  return {
    sizes: sizes.slice(0, sizes.length - empty),
    pageSize: EVENTS_A_PAGE,
    ...(newest === '' ? {} : { newest }),
    isCut: empty < EMPTY_PAGES,
  };
}

/** Whether pages came short although more followed: what the account may not see is taken out of a page after it is counted. */
export function isRestricted({ sizes, pageSize }: EventPages): boolean {
  return sizes.slice(0, -1).some((size) => size < pageSize);
}
