/** Stack traces of the bundle, told by the sources: nobody can report "dist/program.js:2:17". */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Node could map by itself, but then it reads every map at every start. @param stack as `Error.stack` has it
 * @returns the same with files of the sources; a line that has no map stays as it is
 */
export function mappedStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replace(
    /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g,
    (position, url: string, line: string, column: string) => {
      if (!maps.has(url)) maps.set(url, readMap(url));
      const origin = maps.get(url)?.findOrigin(Number(line), Number(column));
      if (origin === undefined || !('fileName' in origin)) return position;
      return `${origin.fileName.replace(/^(\.\.\/)+/, '')}:${origin.lineNumber}:${origin.columnNumber}`;
    },
  );
}

function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
  } catch {
    // a trace without its sources is still a trace
    return undefined;
  }
}
