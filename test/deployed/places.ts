import { join } from 'node:path';
import type { Outsider } from '../outsiders/places.ts';

const project = join(import.meta.dirname, '..', '..');

/** Python with MiniStack, an emulated AWS that deploys templates and runs functions. */
export const ministack: Outsider = {
  name: 'MiniStack',
  pins: [join(import.meta.dirname, 'requirements.txt')],
  folder: join(project, '.outsiders', 'ministack'),
};

/** The Python that has it. */
export const ministackPython = join(ministack.folder, 'bin', 'python');

/** What it printed last, the logs of functions included. */
export const ministackLog = join(project, '.outsiders', 'ministack.log');

/** Where `node_modules` and `bin` are. */
export const PROJECT = project;
