import type { EventRecord } from './event-log.ts';
import { invalidArgument, notSupported } from './faults.ts';
import { isDataType } from './schema/schema.ts';
import { type DataObject, dateIn, flagIn, numberIn, objectIn, referenceIn, textIn, textsIn } from './values.ts';

/**
 * Whether an event fits an EventFilterSpec. `eventTypeId` names classes exactly (bare, or as `vim.event.X`) or the
 * ids of EventEx; the deprecated `type` includes subclasses. `beginTime` and `endTime` are inclusive.
 */
export function eventMatcher(filter: DataObject): (record: EventRecord) => boolean {
  for (const member of ['alarm', 'scheduledTask', 'tag', 'auditable', 'auditId']) {
    if (filter[member] !== undefined) throw notSupported(`filter.${member} is not modelled by this simulator`);
  }
  const ids = new Set(textsIn(filter, 'eventTypeId').map((id) => id.replace(/^vim\.event\./, '')));
  const types = textsIn(filter, 'type');
  const categories = textsIn(filter, 'category');
  const chain = numberIn(filter, 'eventChainId');
  const tests: ((record: EventRecord) => boolean)[] = [];
  if (ids.size > 0)
    tests.push(({ event }) => ids.has(event.$type ?? '') || ids.has(textIn(event, 'eventTypeId') ?? ''));
  if (types.length > 0) tests.push(({ event }) => types.some((type) => isDataType(event.$type ?? '', type)));
  if (categories.length > 0) tests.push(({ event }) => categories.includes(categoryOf(event)));
  if (chain !== undefined) tests.push(({ event }) => event['chainId'] === chain);
  tests.push(...timeTests(objectIn(filter, 'time')), ...userTests(objectIn(filter, 'userName')));
  tests.push(...entityTests(objectIn(filter, 'entity')));
  return (record) => tests.every((test) => test(record));
}

/** How many events a filter asks for, or undefined. Throws InvalidArgument below 1. */
export function eventLimit(filter: DataObject): number | undefined {
  const limit = numberIn(filter, 'maxCount');
  if (limit !== undefined && limit < 1) throw invalidArgument('filter.maxCount');
  return limit;
}

/** The category of an event: EventEx says it itself, failures are errors, the rest is info. */
export function categoryOf(event: DataObject): string {
  const severity = textIn(event, 'severity');
  if (severity !== undefined) return severity;
  return /Failed|Bad|Lost/.test(event.$type ?? '') ? 'error' : 'info';
}

function timeTests(time: DataObject | undefined): ((record: EventRecord) => boolean)[] {
  const [begin, end] = [dateIn(time, 'beginTime'), dateIn(time, 'endTime')];
  const at = ({ event }: EventRecord): number => dateIn(event, 'createdTime')?.valueOf() ?? 0;
  const tests: ((record: EventRecord) => boolean)[] = [];
  if (begin !== undefined) tests.push((record) => at(record) >= begin.valueOf());
  if (end !== undefined) tests.push((record) => at(record) <= end.valueOf());
  return tests;
}

function userTests(user: DataObject | undefined): ((record: EventRecord) => boolean)[] {
  if (user === undefined) return [];
  const names = textsIn(user, 'userList');
  const system = flagIn(user, 'systemUser');
  return [({ event }) => (textIn(event, 'userName') === '' ? system : names.includes(textIn(event, 'userName') ?? ''))];
}

function entityTests(entity: DataObject | undefined): ((record: EventRecord) => boolean)[] {
  const id = referenceIn(entity, 'entity')?.id;
  if (entity === undefined || id === undefined) return [];
  const recursion = textIn(entity, 'recursion');
  if (recursion === 'self') return [(record) => record.entity === id];
  if (recursion === 'children') return [(record) => record.parent === id];
  return [(record) => record.ancestors.has(id)];
}
