import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const installed = join(here, '..', '..', '.outsiders');

/** Software of others: where its pins are, and where it is installed. */
export interface Outsider {
  readonly name: string;
  /** Files that say what to install; when they change, it is installed again. */
  readonly pins: readonly string[];
  readonly folder: string;
}

/** Python with pyVmomi and Ansible. */
export const python: Outsider = {
  name: 'Python',
  pins: [join(here, 'requirements.txt')],
  folder: join(installed, 'python'),
};

/** Govmomi's govc and vcsim. */
export const govmomi: Outsider = {
  name: 'Go',
  pins: ['go.mod', 'go.sum', 'main.go', 'vcsim.go'].map((file) => join(here, 'govmomi', file)),
  folder: join(installed, 'govmomi'),
};

/** A program of the Python that the runner has installed. */
export const pythonProgram = (name: string): string => join(python.folder, 'bin', name);

/** The binary that is both govc and vcsim. */
export const govmomiProgram = join(govmomi.folder, 'govmomi');

/** The file that says what is installed; it is written last. */
export const stampFile = ({ folder }: Outsider): string => join(folder, 'stamp');

/** What the stamp says when all that the pins name is installed. */
export function stampOf({ pins }: Outsider): string {
  const hash = createHash('sha256');
  for (const file of pins) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** True when the outsider is installed as its pins say. */
export function isInstalled(outsider: Outsider): boolean {
  try {
    return readFileSync(stampFile(outsider), 'utf8') === stampOf(outsider);
  } catch {
    return false;
  }
}
