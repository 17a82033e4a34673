/** The settings of a whole vCenter, read once: for many hosts one look, and the same look for all of them. */
import type { SettingsSource, StoredDocument } from '../reconcile/ports.ts';

/** Reads the tree of the source at the first question, and answers from it. */
export class SettingsOnce implements SettingsSource {
  readonly #source: SettingsSource;
  #tree: Promise<readonly StoredDocument[]> | undefined;

  constructor(source: SettingsSource) {
    this.#source = source;
  }

  async read(vcenter: string, scopes: readonly string[]): Promise<readonly StoredDocument[]> {
    return (await this.readAll(vcenter)).filter(({ scope }) => scopes.includes(scope));
  }

  /** @param vcenter always the same one */
  readAll(vcenter: string): Promise<readonly StoredDocument[]> {
    this.#tree ??= this.#source.readAll(vcenter);
    return this.#tree;
  }
}
