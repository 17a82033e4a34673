/**
 * Installs the outsiders into `.outsiders/`: `node test/outsiders/install.ts`.
 * Without Python or Go that outsider is left out and its tests are skipped; with CI=true this is a failure.
 */
import { dirname } from 'node:path';
import { installAll, installPython, requireTool, run } from './installation.ts';
import { govmomi, govmomiProgram, python } from './places.ts';

function installGovmomi(): void {
  const [file = ''] = govmomi.pins;
  const module = dirname(file);
  // Reads the module, so a Go that is too old for it, and cannot fetch a newer one, fails here.
  requireTool('go', ['list', '-m'], module, 'go 1.25 or newer');
  run('go', ['build', '-trimpath', '-o', govmomiProgram, '.'], module);
}

installAll([
  [python, () => installPython(python)],
  [govmomi, installGovmomi],
]);
