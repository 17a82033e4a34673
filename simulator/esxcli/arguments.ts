import { invalidArgument } from '../faults.ts';
import { type DataObject, objectsIn, textIn } from '../values.ts';
import { parseXml, XmlError } from '../wire/xml-read.ts';
import type { Arguments, Command, Parameter } from './command.ts';

const wrong = (index: number) => invalidArgument(`argument[${index}]`);

/**
 * The arguments of ExecuteSoap for a command. They have to come in the order of its parameter list.
 * Throws InvalidArgument `argument[N]` for one that is unknown, comes too late or twice, is no XML of its own name or
 * has a value of another kind; N of a required one that is missing is where it should stand.
 */
export function readArguments({ parameters }: Pick<Command, 'parameters'>, call: DataObject): Arguments {
  const given = new Map<string, readonly string[]>();
  let position = -1;
  for (const [index, argument] of objectsIn(call, 'argument').entries()) {
    const name = textIn(argument, 'name') ?? '';
    const found = parameters.findIndex((parameter) => parameter.name === name);
    const parameter = parameters[found];
    if (parameter === undefined || found <= position) throw wrong(index);
    position = found;
    given.set(name, valuesOf(parameter, textIn(argument, 'val') ?? '', index));
  }
  const missing = parameters.find(({ name, required }) => required && !given.has(name));
  if (missing !== undefined) {
    const before = parameters.slice(0, parameters.indexOf(missing)).filter(({ name }) => given.has(name));
    throw wrong(before.length);
  }
  return given;
}

/** `<server>10.0.0.53</server>`: an element of the argument's name for each value. */
function valuesOf({ name, kind }: Parameter, text: string, index: number): readonly string[] {
  const namespaces =
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
  try {
    const { children } = parseXml(`<val ${namespaces}>${text.replace(/^\s*<\?xml[^>]*\?>/, '')}</val>`);
    const values = children.map((child) => child.text.trim());
    const fits = { flag: /^(true|false)$/, integer: /^\d+$/, text: /./ }[kind];
    const good = children.every((child) => child.name === name) && values.every((value) => fits.test(value));
    if (values.length === 0 || !good || (kind !== 'text' && values.length > 1)) throw wrong(index);
    return values;
  } catch (error) {
    if (error instanceof XmlError) throw wrong(index);
    throw error;
  }
}
