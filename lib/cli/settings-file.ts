/** The settings tree in one local file: `{"defaults": {…}, "datacenters/DC0": {…}, "hosts/esx-021": {…}}`. */
import { readFile } from 'node:fs/promises';
import { encodeScopeName } from '../contract.ts';
import { hasCode, OnboardingError, OnboardingErrors } from '../errors.ts';
import type { SettingsSource, StoredDocument } from '../reconcile/ports.ts';
import { parseSettings } from '../reconcile/settings-document.ts';

/** Reads the file afresh for every host, so that a correction counts at once. */
export class SettingsFile implements SettingsSource {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(_vcenter: string, scopes: readonly string[]): Promise<readonly StoredDocument[]> {
    const documents = await this.readAll();
    return documents.filter(({ scope }) => scopes.includes(scope));
  }

  /** @throws OnboardingError `settings-missing`, or OnboardingErrors `settings-invalid` for the file as a whole */
  async readAll(): Promise<readonly StoredDocument[]> {
    return parseTree(this.#path, await this.#text());
  }

  /** Reads every document. @throws OnboardingErrors `settings-invalid` with every problem of the file */
  async check(): Promise<readonly StoredDocument[]> {
    const documents = await this.readAll();
    const problems = documents.flatMap((document) => {
      try {
        parseSettings(document);
        return [];
      } catch (error) {
        if (!(error instanceof OnboardingErrors)) throw error;
        return error.errors;
      }
    });
    const [first, ...rest] = problems;
    if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
    return documents;
  }

  /**
   * Every document as JSON text by scope, for the single-machine mode. A file that is broken as a whole is one broken
   * document, so that its hosts are refused with what is wrong about it.
   */
  async texts(): Promise<Record<string, string>> {
    try {
      return Object.fromEntries((await this.readAll()).map(({ scope, text }) => [scope, text]));
    } catch (error) {
      if (!hasCode(error, 'settings-invalid')) throw error;
      return { defaults: await this.#text() };
    }
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      throw new OnboardingError('settings-missing', `The settings file ${this.#path} cannot be read (${code}).`, {
        file: this.#path,
      });
    }
  }
}

function parseTree(file: string, text: string): StoredDocument[] {
  const tree = parseJson(file, text);
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree))
    throw invalid(file, 'is no JSON object of scopes');
  const documents = Object.entries(tree).map(([key, value]) => ({
    scope: encodeScope(file, key),
    origin: `${file}#${key}`,
    version: 1,
    text: JSON.stringify(value),
  }));
  for (const [index, { scope, origin }] of documents.entries()) {
    const twin = documents.findIndex((document) => document.scope === scope);
    if (twin !== index)
      throw invalid(file, `has two documents for one scope: ${documents[twin]?.origin} and ${origin}`);
  }
  return documents;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, `is no JSON: ${cause instanceof SyntaxError ? cause.message : 'unreadable'}`);
  }
}

/** Names stand in the file as the client shows them; as parameters they are encoded. */
function encodeScope(file: string, key: string): string {
  if (key === 'defaults') return key;
  const cluster = /^datacenters\/(.+)\/clusters\/(.+)$/.exec(key);
  if (cluster !== null)
    return `datacenters/${encodeScopeName(cluster[1] ?? '')}/clusters/${encodeScopeName(cluster[2] ?? '')}`;
  const single = /^(datacenters|hosts)\/(.+)$/.exec(key);
  if (single !== null) return `${single[1]}/${encodeScopeName(single[2] ?? '')}`;
  throw invalid(
    file,
    `has the scope "${key}"; scopes are defaults, datacenters/<datacenter>, datacenters/<datacenter>/clusters/<cluster> and hosts/<host>`,
  );
}

function invalid(file: string, text: string): OnboardingErrors {
  return new OnboardingErrors([
    new OnboardingError('settings-invalid', `The settings file ${file} ${text}.`, { file }),
  ]);
}
