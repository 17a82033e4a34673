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
    goesOn: flag,
    afterWork: flag,
    rolledBack: flag,
    disconnects: flag,
    backAfterMs: count,
  },
  ['method'],
);

/** Members of a fault rule that only calls know which a host runs while the caller waits. */
const ofHostCalls = ['goesOn', 'afterWork', 'rolledBack', 'disconnects'];

/** What a member of a fault rule goes with; a rule that says it alone would do something else than it says. */
const company: Readonly<Record<string, (rule: Record<string, unknown>) => boolean>> = {
  command: ({ method: name }) => name === 'ExecuteSoap',
  rolledBack: ({ method: name }) => methodType(String(name))?.owner === 'HostNetworkSystem',
  afterWork: ({ fault, disconnects }) => fault !== undefined || disconnects === true,
  backAfterMs: ({ disconnects }) => disconnects === true,
};

/** A fault rule; its `detail` has members of its fault only, and its members fit its method and each other. */
export const faultRule: Shape = (value, path, problems) => {
  members(value, path, problems);
  if (!isRecord(value)) return;
  const owner = methodType(String(value['method']))?.owner ?? '';
  const byHost = ['HostNetworkSystem', 'ReflectManagedMethodExecuter'].includes(owner);
  for (const member of Object.keys(value)) {
    const fits = (byHost || !ofHostCalls.includes(member)) && (company[member]?.(value) ?? true);
    if (!fits) problems.push(`${path}.${member}: does not go with the rest of this rule`);
  }
  detailOf(value, path, problems);
};

const detailOf = (value: Record<string, unknown>, path: string, problems: string[]): void => {
  if (!isRecord(value['detail'])) return;
  const known = dataType(String(value['fault']))?.members.map((member) => member.name) ?? [];
  for (const member of Object.keys(value['detail'])) {
    if (!known.includes(member)) problems.push(`${path}.detail.${member}: the fault has no such member`);
  }
};
