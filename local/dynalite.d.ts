/** The parts of dynalite 4 that we use; it brings no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /**
   * `path`: directory of the LevelDB store, absent in memory; `createTableMs`: how long a new table stays in
   * CREATING.
   */
  function dynalite(options?: { readonly path?: string; readonly createTableMs?: number }): Server;
  export = dynalite;
}

declare module 'dynalite/db/index.js' {
  interface Store {
    readonly db: {
      open(): Promise<void>;
      close(): Promise<void>;
      get(key: string): Promise<Record<string, unknown>>;
      put(key: string, value: Record<string, unknown>): Promise<void>;
    };
  }

  const database: { create(options: { readonly path: string }): Store };
  export = database;
}
