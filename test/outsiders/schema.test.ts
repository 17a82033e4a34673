/** The simulator's schema tables against the type information that pyVmomi brings. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { schemaTables } from '../../simulator/schema/schema.ts';
import { describePython, runPyvmomi } from './run-outsider.ts';

describePython('pyVmomi', () => {
  test('knows every type, property, method and enumeration of the simulator, and knows them alike', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'schema-tables-'));
    const path = join(folder, 'tables.json');
    const tables = schemaTables();
    await writeFile(path, JSON.stringify(tables));
    const { differences, compared } = (await runPyvmomi('schema.py', { tables: path })) as {
      differences: string[];
      compared: Record<string, number>;
    };
    await rm(folder, { recursive: true });

    expect(differences).toEqual([]);
    expect(compared['data']).toBeGreaterThan(300);
    expect(compared['methods']).toBeGreaterThan(50);
  });
});
