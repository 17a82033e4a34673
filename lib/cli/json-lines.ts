/** Where things are in a JSON text: the line of each member, and members that are written twice. */

/** Names of members and indexes of elements, from the outside in. */
export type JsonPath = readonly string[];

/** Lines are counted from 1. */
export interface JsonLines {
  /** Of the member, or of the nearest one around it that there is. */
  lineOf(path: JsonPath): number;
  /** Members whose name their object has already; of two only the last counts. */
  readonly twice: readonly { readonly path: JsonPath; readonly line: number }[];
}

interface Token {
  readonly text: string;
  readonly line: number;
}

/** @param text valid JSON */
export function linesOf(text: string): JsonLines {
  const lines = new Map<string, number>();
  const twice: { path: JsonPath; line: number }[] = [];
  const tokens = tokensOf(text);
  const next = () => tokens.next().value ?? { text: '', line: 1 };

  const note = (path: JsonPath, line: number) => void lines.set(JSON.stringify(path), line);
  const value = (path: JsonPath, first: Token): void => {
    if (first.text === '{') object(path);
    if (first.text === '[') array(path);
  };
  const object = (path: JsonPath): void => {
    const names = new Set<string>();
    for (let token = next(); token.text !== '}' && token.text !== ''; token = next()) {
      if (token.text === ',') continue;
      const name = String(JSON.parse(token.text));
      const member = [...path, name];
      if (names.has(name)) twice.push({ path: member, line: token.line });
      names.add(name);
      note(member, token.line);
      next();
      value(member, next());
    }
  };
  const array = (path: JsonPath): void => {
    let index = 0;
    for (let token = next(); token.text !== ']' && token.text !== ''; token = next()) {
      if (token.text === ',') continue;
      const element = [...path, String(index)];
      note(element, token.line);
      value(element, token);
      index += 1;
    }
  };

  const first = next();
  note([], first.line);
  value([], first);
  const lineOf = (path: JsonPath): number =>
    lines.get(JSON.stringify(path)) ?? (path.length === 0 ? 1 : lineOf(path.slice(0, -1)));
  return { lineOf, twice };
}

function* tokensOf(text: string): Generator<Token, undefined> {
  let line = 1;
  for (const [token] of text.matchAll(/\n|"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g)) {
    if (token === '\n') line += 1;
    else yield { text: token, line };
  }
  return undefined;
}
