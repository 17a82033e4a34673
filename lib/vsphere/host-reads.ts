/** Reading hosts: one in one call, all of them page by page. */
import { OnboardingError } from '../errors.ts';
import type { Log } from '../reconcile/ports.ts';
import type { HostState } from '../reconcile/state.ts';
import { byId, type ObjectsById, type ProfileQuestion } from './ancestors.ts';
import { closeView, openView } from './container-view.ts';
import { faultError, isFault } from './faults.ts';
import { allHostsSpec, hostSpec, surroundingsSpec } from './host-specs.ts';
import { hostState, isRunning, unreadableProperty } from './host-state.ts';
import { type ReadObject, retrieve, retrievePages } from './properties.ts';
import { isNotAuthenticated, type LoggedIn, type Session } from './session.ts';
import type { ManagedObjectReference } from './vim25-types.ts';

/** Hosts a page: with their adapters, some 5 kB each. */
const HOSTS_A_PAGE = 200;

/** The first API version that knows `configManagerEnabled` (pyVmomi type information). */
const PROFILE_API = 8;

/** The host reads of one connection. */
export class HostReads {
  readonly #session: Session;
  readonly #log: Log;
  /** A server of API 8 or later has refused the property. */
  #isProfileUnknown = false;

  constructor(session: Session, log: Log) {
    this.#session = session;
    this.#log = log;
  }

  /**
   * One host, afresh, in one call.
   * @throws host-gone when it left the inventory; permission-missing when a part of it cannot be read
   */
  readHost(moref: string): Promise<HostState> {
    return this.#session.run(async (session) => {
      const { objects, profileQuestion } = await this.#askingForProfile(session, (asks) =>
        retrieve(session, hostSpec({ type: 'HostSystem', value: moref }, asks)),
      );
      const host = objects.find(({ reference: { type, value } }) => type === 'HostSystem' && value === moref);
      if (host === undefined) throw new OnboardingError('host-gone', `There is no host ${moref}.`, { moref });
      const unreadable = unreadableProperty(host);
      if (unreadable !== undefined) throw unreadableError(unreadable);
      return hostState(host, { objects: byId(objects), hasRunningTask: objects.some(isRunning), profileQuestion });
    });
  }

  /**
   * All hosts, in one session. A host of which a part cannot be read comes without its network, and is logged. When
   * the session ends on the way, the read begins anew once and leaves out what it has given.
   */
  async *readHosts(): AsyncGenerator<readonly HostState[]> {
    const given = new Set<string>();
    for (let attempt = 1; ; attempt += 1) {
      const session = await this.#session.loggedIn();
      try {
        for await (const page of this.#pages(session)) {
          const fresh = page.filter(({ moref }) => !given.has(moref));
          for (const { moref } of fresh) given.add(moref);
          if (fresh.length > 0) yield fresh;
        }
        return;
      } catch (error) {
        if (!isNotAuthenticated(error) || attempt > 1) throw error;
        this.#session.end(session.generation);
      }
    }
  }

  async *#pages(session: LoggedIn): AsyncGenerator<HostState[]> {
    const view = await openView(session, ['HostSystem']);
    try {
      const { objects, profileQuestion } = await this.#askingForProfile(session, (asks) =>
        retrieve(session, surroundingsSpec(view, asks), HOSTS_A_PAGE),
      );
      const surroundings = byId(objects);
      const busy = new Set(objects.filter(isRunning).map(entityOf));
      for await (const page of retrievePages(session, allHostsSpec(view), HOSTS_A_PAGE)) {
        yield page.map((host) => this.#stateOf(host, surroundings, busy, profileQuestion));
      }
    } finally {
      await closeView(session, view);
    }
  }

  #stateOf(
    host: ReadObject,
    objects: ObjectsById,
    busy: Set<string | undefined>,
    profileQuestion: ProfileQuestion,
  ): HostState {
    const unreadable = unreadableProperty(host);
    const parent = host.values['parent'] as ManagedObjectReference | undefined;
    if (unreadable !== undefined) this.#log.warn(unreadableError(unreadable).message, { moref: host.reference.value });
    const hasRunningTask = busy.has(host.reference.value) || (parent !== undefined && busy.has(parent.value));
    return hostState(host, { objects, hasRunningTask, profileQuestion });
  }

  /** Some servers fault on `configManagerEnabled` although their version should know it: then without it. */
  async #askingForProfile(
    { content }: LoggedIn,
    read: (asksForProfile: boolean) => Promise<ReadObject[]>,
  ): Promise<{ objects: ReadObject[]; profileQuestion: ProfileQuestion }> {
    const isBefore = Number.parseInt(content.about.apiVersion, 10) < PROFILE_API;
    const profileQuestion = isBefore ? 'before profiles' : this.#isProfileUnknown ? 'refused' : 'asked';
    try {
      return { objects: await read(profileQuestion === 'asked'), profileQuestion };
    } catch (error) {
      if (profileQuestion !== 'asked' || !isFault(error, 'InvalidProperty')) throw error;
      const objects = await read(false);
      this.#isProfileUnknown = true;
      this.#log.info('This vCenter does not say whether a cluster is managed by a configuration profile');
      return { objects, profileQuestion: 'refused' };
    }
  }
}

function entityOf(task: ReadObject): string | undefined {
  return (task.values['info.entity'] as ManagedObjectReference | undefined)?.value;
}

function unreadableError({ path, fault }: { path: string; fault: Parameters<typeof faultError>[0] }): OnboardingError {
  return faultError(fault, `RetrievePropertiesEx (${path})`);
}
