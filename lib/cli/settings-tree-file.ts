/** The text of a settings file as documents by scope, with everything that is wrong about the file itself. */
import type { StoredDocument } from '../reconcile/ports.ts';
import { encodeScope, SCOPE_FORMS } from '../reconcile/scope-names.ts';
import type { SettingsProblem } from '../reconcile/settings-problem.ts';
import { type JsonLines, linesOf } from './json-lines.ts';

/** A settings file that was read. */
export interface SettingsTreeFile {
  readonly documents: readonly StoredDocument[];
  /** Of the file as a whole; those of the documents are not looked for here. */
  readonly problems: readonly SettingsProblem[];
  /** The line of a problem, here or in one of the documents; undefined where the text is no JSON. */
  lineOf(problem: SettingsProblem): number | undefined;
  /** What an editor completes the file by. */
  readonly schema?: string;
}

/** The member of a settings file that names its JSON Schema for editors. */
export const SCHEMA_MEMBER = '$schema';

/** @param file its path, as people gave it */
export function parseTreeFile(file: string, text: string): SettingsTreeFile {
  let tree: unknown;
  try {
    tree = JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof SyntaxError ? cause.message : 'unreadable';
    return brokenFile(file, `is no JSON: ${detail}`, /\(line (\d+) /.exec(detail)?.[1]);
  }
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree))
    return brokenFile(file, 'is no JSON object of scopes', '1');
  return readScopes(file, Object.entries(tree), linesOf(text));
}

function readScopes(
  file: string,
  entries: readonly (readonly [string, unknown])[],
  lines: JsonLines,
): SettingsTreeFile {
  const documents: StoredDocument[] = [];
  const problems: SettingsProblem[] = lines.twice.map(({ path: [key = '', ...path] }) => {
    const name = path.at(-1) ?? key;
    const where = path.length === 0 ? '' : ` at ${[key, ...path.slice(0, -1)].join('.')}`;
    return {
      ...fileProblem(file, `has "${name}" twice${where}; only the last one counts`),
      scope: key,
      path: path.join('.'),
    };
  });
  const origin = (key: string) => `${file}#${key}`;
  let schema: string | undefined;
  for (const [key, value] of entries) {
    if (key === SCHEMA_MEMBER && typeof value === 'string') {
      schema = value;
      continue;
    }
    const scope = encodeScope(key);
    const twin = documents.find((document) => document.scope === scope);
    const text = `has the scope "${key}"; scopes are ${SCOPE_FORMS}`;
    const twins = `has two documents for one scope: ${twin?.origin} and ${origin(key)}`;
    if (scope === undefined || twin !== undefined)
      problems.push({ ...fileProblem(file, scope === undefined ? text : twins), scope: key });
    else documents.push({ scope, origin: origin(key), version: 1, text: JSON.stringify(value) });
  }
  const lineOf = ({ parameter, scope, path, member }: SettingsProblem) => {
    const key = parameter === file ? scope : parameter.slice(origin('').length);
    return lines.lineOf([key, ...(path === '' ? [] : path.split('.')), ...(member === undefined ? [] : [member])]);
  };
  return { documents, problems, lineOf, ...(schema === undefined ? {} : { schema }) };
}

function brokenFile(file: string, text: string, line: string | undefined): SettingsTreeFile {
  return {
    documents: [],
    problems: [fileProblem(file, text)],
    lineOf: () => (line === undefined ? undefined : Number(line)),
  };
}

function fileProblem(file: string, text: string): SettingsProblem {
  const message = `The settings file ${file} ${text}.`;
  return { severity: 'error', code: 'settings-invalid', message, parameter: file, scope: '', path: '' };
}
