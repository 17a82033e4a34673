/** The settings tree in one local file: `{"defaults": {…}, "datacenters/DC0": {…}, "hosts/esx-021": {…}}`. */
import { readFile } from 'node:fs/promises';
import { hasCode, OnboardingError, OnboardingErrors } from '../errors.ts';
import type { SettingsSource, StoredDocument } from '../reconcile/ports.ts';
import { readDocuments, type SettingsProblem } from '../reconcile/settings-problem.ts';
import { parseTreeFile, type SettingsTreeFile } from './settings-tree-file.ts';

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
    const { documents, problems } = await this.parse();
    refuse(problems);
    return documents;
  }

  /** Reads every document. @throws OnboardingErrors `settings-invalid` with every problem of the file */
  async check(): Promise<readonly StoredDocument[]> {
    const { documents, problems } = await this.parse();
    refuse([...problems, ...readDocuments(documents).problems]);
    return documents;
  }

  /** What is wrong with the file as a whole is in the result. @throws OnboardingError `settings-missing` */
  async parse(): Promise<SettingsTreeFile> {
    return parseTreeFile(this.#path, await this.#text());
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

function refuse(problems: readonly SettingsProblem[]): void {
  const errors = problems.map(({ code, message, ...context }) => new OnboardingError(code, message, context));
  const [first, ...rest] = errors;
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
}
