/** Reading properties: one PropertyCollector read, all of its pages, and what could not be read. */
import { OnboardingError } from '../errors.ts';
import { type Fault, faultError, isFault } from './faults.ts';
import type { LoggedIn } from './session.ts';
import type {
  ContinueRetrievePropertiesExRequestType,
  ManagedObjectReference,
  ObjectContent,
  PropertyFilterSpec,
  RetrieveResult,
  SelectionSpec,
  TraversalSpec,
} from './vim25-types.ts';

/** One object with the properties that it has. */
export interface ReadObject {
  readonly reference: ManagedObjectReference;
  /** By path; unset ones are absent. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Why others are absent, by path; only faults, since unset properties are not reported. */
  readonly missing: Readonly<Record<string, Fault>>;
}

/** A traversal in wire order: node-soap sorts only the members of the declared type, SelectionSpec. */
export function traversal(type: string, path: string, selectSet: SelectionSpec[] = [], name?: string): TraversalSpec {
  return { _type: 'TraversalSpec', name, type, path, skip: false, selectSet };
}

/**
 * All objects of a read, page by page. The token of a page belongs to the session, so a read that meets the end of
 * its session must begin anew: use it inside `Session.run`, or watch for `isNotAuthenticated`.
 * @throws the error of NotAuthenticated also when it comes as a missing property, as it does from a server that has
 * forgotten the session (pyVmomi: RetrievePropertiesEx needs no session)
 */
export async function* retrievePages(
  { client, content }: LoggedIn,
  spec: PropertyFilterSpec,
  pageSize?: number,
): AsyncGenerator<ReadObject[]> {
  const _this = content.propertyCollector;
  const options = pageSize === undefined ? {} : { maxObjects: pageSize };
  let page: RetrieveResult | undefined = await client.call('RetrievePropertiesEx', {
    _this,
    specSet: [spec],
    options,
  });
  while (page !== undefined) {
    yield (page.objects ?? []).map(readObject);
    if (page.token === undefined || page.token === '') return;
    page = await nextPage(client, { _this, token: page.token });
  }
}

/** A token that the server no longer knows is no lasting refusal: the next read begins with a new one. */
async function nextPage(
  client: LoggedIn['client'],
  argument: ContinueRetrievePropertiesExRequestType,
): Promise<RetrieveResult> {
  try {
    return await client.call('ContinueRetrievePropertiesEx', argument);
  } catch (error) {
    const isUnknownToken = isFault(error, 'InvalidArgument') || isFault(error, 'InvalidProperty');
    if (!isUnknownToken || !(error instanceof OnboardingError)) throw error;
    throw new OnboardingError('fault-passing', error.message, error.context);
  }
}

/** All objects of a read at once. */
export async function retrieve(session: LoggedIn, spec: PropertyFilterSpec, pageSize?: number): Promise<ReadObject[]> {
  const objects: ReadObject[] = [];
  for await (const page of retrievePages(session, spec, pageSize)) objects.push(...page);
  return objects;
}

function readObject(content: ObjectContent): ReadObject {
  const values: Record<string, unknown> = {};
  // govmomi's server sends entries without a value on later pages
  for (const { name, val } of content.propSet ?? []) if (val !== undefined) values[name] = val;
  const missing: Record<string, Fault> = {};
  for (const { path, fault } of content.missingSet ?? []) {
    const members = (fault?.fault ?? {}) as Record<string, unknown>;
    const type = typeof members['_type'] === 'string' ? members['_type'] : 'MethodFault';
    missing[path] = { type, text: fault?.localizedMessage ?? '', members };
    if (type === 'NotAuthenticated') throw faultError(missing[path], 'RetrievePropertiesEx');
  }
  return { reference: referenceOf(content), values, missing };
}

function referenceOf({ obj }: ObjectContent): ManagedObjectReference {
  if (obj !== undefined) return obj;
  throw new OnboardingError('reply-unreadable', 'An object of a property read has no reference.');
}
