import { isIP } from 'node:net';

/** Checks one value; pushes what is wrong onto `problems`, each with its path. */
export type Shape = (value: unknown, path: string, problems: string[]) => void;

/** A value that fits; `what` says in the problem what it must be. */
export const check =
  (what: string, fits: (value: unknown) => boolean): Shape =>
  (value, path, problems) => {
    if (!fits(value)) problems.push(`${path}: must be ${what}, is ${describe(value)}`);
  };

const describe = (value: unknown): string => (JSON.stringify(value) ?? 'absent').slice(0, 60);

export const text: Shape = check('a text', (value) => typeof value === 'string');
export const name: Shape = check('a text that is not empty', (value) => typeof value === 'string' && value !== '');
export const flag: Shape = check('true or false', (value) => typeof value === 'boolean');
export const integer: Shape = check('an integer', Number.isSafeInteger);
export const count: Shape = check(
  'an integer of 0 or more',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const positive: Shape = check(
  'an integer of 1 or more',
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
);

/** One of these texts. */
export const oneOf = (...values: readonly string[]): Shape =>
  check(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value));

/** A text of that form. */
export const matching = (pattern: RegExp, what: string): Shape =>
  check(what, (value) => typeof value === 'string' && pattern.test(value));

/** One of several shapes. When none fits, the one speaks whose kind of value it is, else the first. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, path, problems) => {
    const attempts = shapes.map((shape) => {
      const found: string[] = [];
      shape(value, path, found);
      return found;
    });
    if (attempts.some((found) => found.length === 0)) return;
    const near = attempts.find((found) => !found.some((problem) => problem.startsWith(`${path}: `)));
    problems.push(...(near ?? attempts[0] ?? []));
  };

/** Exactly this value. */
export const exactly = (expected: unknown): Shape => check(describe(expected), (value) => value === expected);

/** An address of the family, or of either. */
export const address = (...families: readonly number[]): Shape =>
  check(`an ${families.map((family) => `IPv${family}`).join(' or ')} address`, (value) =>
    families.includes(typeof value === 'string' ? isIP(value) : 0),
  );

/** A list of one shape. */
export const listOf =
  (item: Shape): Shape =>
  (value, path, problems) => {
    if (!Array.isArray(value)) problems.push(`${path}: must be a list, is ${describe(value)}`);
    else for (const [index, entry] of value.entries()) item(entry, `${path}[${index}]`, problems);
  };

/** A list of things that have a name of their own each. */
export const namedList =
  (item: Shape): Shape =>
  (value, path, problems) => {
    listOf(item)(value, path, problems);
    const names = Array.isArray(value) ? value.map((entry) => (isRecord(entry) ? entry['name'] : undefined)) : [];
    for (const [index, own] of names.entries()) {
      if (own !== undefined && names.indexOf(own) < index) problems.push(`${path}[${index}].name: comes twice`);
    }
  };

/** An object whose members are all known; those named in `required` must be there. */
export const object =
  (members: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape =>
  (value, path, problems) => {
    if (!isRecord(value)) return void problems.push(`${path || 'scenario'}: must be an object, is ${describe(value)}`);
    const below = (member: string): string => (path === '' ? member : `${path}.${member}`);
    for (const [member, content] of Object.entries(value)) {
      const shape = Object.hasOwn(members, member) ? members[member] : undefined;
      if (shape === undefined)
        problems.push(`${below(member)}: unknown member; known are ${Object.keys(members).join(', ')}`);
      else shape(content, below(member), problems);
    }
    for (const member of required) if (!Object.hasOwn(value, member)) problems.push(`${below(member)}: is missing`);
  };

/** True for a plain object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
