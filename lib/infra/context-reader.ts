/** Reads one object of the context member by member, and collects what is wrong with it and below it. */
import { ContextError } from './context-error.ts';

/** A reader asks for each member that it knows; at the end the others are unknown. */
export class ContextReader {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #problems: string[];
  readonly #asked = new Set<string>();
  readonly #below: ContextReader[] = [];

  private constructor(object: Readonly<Record<string, unknown>>, path: string, problems: string[]) {
    this.#object = object;
    this.#path = path;
    this.#problems = problems;
  }

  /** @throws ContextError when the value is no object */
  static of(value: unknown, path: string): ContextReader {
    if (isObject(value)) return new ContextReader(value, path, []);
    throw new ContextError([`${path === '' ? 'provisioning-stack' : path} is no object`]);
  }

  /** Says that a member is wrong. */
  problem(member: string, what: string): void {
    this.#problems.push(`${this.#pathOf(member)} ${what}`);
  }

  /** An object below; undefined when it is absent or no object. */
  member(name: string): ContextReader | undefined {
    const value = this.#value(name);
    return value === undefined ? undefined : this.#readerOf(value, this.#pathOf(name));
  }

  /** Objects in a list; what is none is left out of it. */
  members(name: string): ContextReader[] {
    const readers = this.#list(name).map((value, index) => this.#readerOf(value, `${this.#pathOf(name)}[${index}]`));
    return readers.filter((reader) => reader !== undefined);
  }

  /** @param rule what it has to be: `the id of a VPC` */
  text(name: string, pattern: RegExp, rule: string): string | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.problem(name, `is not ${rule}`);
    return undefined;
  }

  /** The same, when it may not be absent; empty when it is wrong. */
  required(name: string, pattern: RegExp, rule: string): string {
    if (this.#value(name) === undefined) this.problem(name, `is missing: ${rule}`);
    return this.text(name, pattern, rule) ?? '';
  }

  /** A list of texts; empty when it is absent or wrong. */
  texts(name: string, pattern: RegExp, rule: string): string[] {
    const values = this.#list(name);
    const texts = values.filter((value) => typeof value === 'string').filter((value) => pattern.test(value));
    if (texts.length < values.length) this.problem(name, `has to be a list of ${rule}`);
    if (new Set(texts).size < texts.length) this.problem(name, 'names one twice');
    return texts;
  }

  integer(name: string, otherwise: number, { least, most }: { readonly least: number; readonly most: number }): number {
    const value = this.#value(name) ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    this.problem(name, `is no integer from ${least} to ${most}`);
    return otherwise;
  }

  oneOf<Value extends string | number | boolean>(name: string, values: readonly Value[], otherwise: Value): Value {
    const given = this.#value(name);
    if (given === undefined) return otherwise;
    const known = values.find((value) => value === given);
    if (known === undefined) this.problem(name, `is none of ${values.join(', ')}`);
    return known ?? otherwise;
  }

  /** @returns every problem, here and below; members that nobody has asked for are among them */
  end(): readonly string[] {
    for (const name of Object.keys(this.#object)) {
      if (!this.#asked.has(name)) this.problem(name, 'is not known');
    }
    for (const reader of this.#below) reader.end();
    return this.#problems;
  }

  #value(name: string): unknown {
    this.#asked.add(name);
    return this.#object[name];
  }

  #list(name: string): readonly unknown[] {
    const value = this.#value(name) ?? [];
    if (Array.isArray(value)) return value;
    this.problem(name, 'is no list');
    return [];
  }

  #readerOf(value: unknown, path: string): ContextReader | undefined {
    if (!isObject(value)) {
      this.#problems.push(`${path} is no object`);
      return undefined;
    }
    const reader = new ContextReader(value, path, this.#problems);
    this.#below.push(reader);
    return reader;
  }

  #pathOf(member: string): string {
    return this.#path === '' ? member : `${this.#path}.${member}`;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
