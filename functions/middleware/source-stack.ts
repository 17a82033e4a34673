/** Stack traces of the bundle as traces of the sources. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

const PLACE = /(\/[^\s():]+):(\d+):(\d+)/g;

/**
 * Node's own `--enable-source-maps` reads the whole map at every cold start, a fifth of it; this reads it when there is
 * an error to tell.
 * @param stack as V8 writes it
 * @returns the same, with the places of files that have a map beside them as places of their sources
 */
export function sourceStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replaceAll(PLACE, (place, file: string, line: string, column: string) => {
    if (!maps.has(file)) maps.set(file, mapBeside(file));
    const origin = maps.get(file)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return place;
    return `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

function mapBeside(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    // none there: sources that run as they are
    return undefined;
  }
}
