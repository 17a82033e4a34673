import { isCommand } from './esxcli/registry.ts';
import { brokenReplies } from './scenario.ts';
import { check, count, either, flag, isRecord, name, object, oneOf, type Shape, text } from './scenario-shape.ts';
import { dataType, isDataType, methodType } from './schema/schema.ts';

/**
 * Members of a scenario that name something of vim25. A name that is misspelt would be played by nobody and make a test
 * green, so it is refused.
 */

const named = (what: string, fits: (value: string) => boolean): Shape =>
  check(what, (value) => typeof value === 'string' && fits(value));

/** An event class. */
export const eventType = named('an event class that is modelled', (value) => isDataType(value, 'Event'));

const method = named('* or a method that is modelled', (value) => value === '*' || methodType(value) !== undefined);
const vimFault = named(`a vim25 fault type or one of ${brokenReplies.join(', ')}`, (value) =>
  isDataType(value, 'MethodFault'),
);
const command = named('an esxcli command that is modelled', isCommand);
const detail: Shape = check('an object', isRecord);

const members = object(
  {
    method,
    host: name,
    command,
    fault: either(vimFault, oneOf(...brokenReplies)),
    message: text,
    detail,
    count,
    skip: count,
    delayMs: count,
    answerLost: flag,
  },
  ['method'],
);

/** A fault rule; its `detail` has members of its fault only. */
export const faultRule: Shape = (value, path, problems) => {
  members(value, path, problems);
  if (!isRecord(value) || !isRecord(value['detail'])) return;
  const known = dataType(String(value['fault']))?.members.map((member) => member.name) ?? [];
  for (const member of Object.keys(value['detail'])) {
    if (!known.includes(member)) problems.push(`${path}.detail.${member}: the fault has no such member`);
  }
};
