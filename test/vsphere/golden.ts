/** Request texts as files: one element a line, so that a difference can be read. */
import { readFile } from 'node:fs/promises';

/** A request as it is kept. */
export function asRecorded(body: string): string {
  const lines = body.replaceAll('><', '>\n<').replaceAll(/(<([\w:]+)>)\n(?=<\/\2>)/g, '$1');
  return `${lines}\n`;
}

/** A recording of `test/recordings`. */
export function recording(name: string): Promise<string> {
  return readFile(new URL(`../recordings/${name}.xml`, import.meta.url), 'utf8');
}
