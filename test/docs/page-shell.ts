/** Runs the fences of a page in one bash, as a reader would who copies them one after the other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collect } from '../end-to-end/cli-process.ts';
import type { CommandFence } from './fences.ts';
import { NOT_HERE, UNTIL_STOPPED } from './not-here.ts';

/** What became of a fence. */
export interface FenceResult extends CommandFence {
  readonly stdout: string;
  readonly stderr: string;
  /** Each command that did not end with 0, with its exit code before it: `2 npx provisioning-stack plan …`. */
  readonly failures: readonly string[];
}

/** Where a page is run. */
export interface PageSurroundings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What is typed when a command asks. */
  readonly input: string;
}

/** Between the outputs of two fences. */
const MARK = '\u001e';

/** Waits until a command in the background has printed something, or has ended. */
const PRELUDE = `
trap 'echo "$? $BASH_COMMAND" >> failures' ERR
pids=()
until_ready() {
  while kill -0 "$1" 2>/dev/null && ! grep -qsE 'Watching|"url"' "$2" "$3"; do sleep 0.1; done
  kill -0 "$1" 2>/dev/null || echo "ended $4" >> failures
}
stop_all() {
  for pid in "\${pids[@]}"; do kill -INT -- "-$pid" 2>/dev/null; done
  [[ \${#pids[@]} == 0 ]] || wait "\${pids[@]}"
}
`;

/** Runs them all. */
export async function runFences(
  fences: readonly CommandFence[],
  { folder, environment, input }: PageSurroundings,
): Promise<FenceResult[]> {
  const runnable = fences.map((fence) => ({ ...fence, script: scriptOf(fence) })).filter(({ script }) => script !== '');
  const mark = `printf '${MARK}'; printf '${MARK}' >&2; printf '${MARK}' >> failures`;
  const file = join(folder, 'page.sh');
  await writeFile(
    file,
    [PRELUDE, ...runnable.map(({ script }) => `${mark}\n${script}`), 'stop_all || true'].join('\n'),
  );
  const child = spawn('bash', [file], {
    cwd: folder,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const output = collect(child);
  const closed = once(child, 'close');
  child.stdin.end(input);
  await once(child, 'exit');
  // what a page starts with "&" is stopped by nobody else
  if (child.pid !== undefined) stopGroup(child.pid);
  await closed;
  const [stdouts, stderrs, failures] = [
    output().stdout,
    output().stderr,
    await readFile(join(folder, 'failures'), 'utf8'),
  ].map((text) => text.split(MARK).slice(1));
  return runnable.map(({ script: _, ...fence }, index) => ({
    ...fence,
    stdout: stdouts?.[index] ?? '',
    stderr: stderrs?.[index] ?? '',
    failures: (failures?.[index] ?? '').split('\n').filter((line) => line !== ''),
  }));
}

function stopGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // nothing is left of it
  }
}

/** The fence without what is not for here; '' when nothing is left. */
function scriptOf({ text, line: first }: CommandFence): string {
  const lines = text.split('\n').map((line) => {
    const commands = line.split(' && ').filter((command) => !(command.replace(/\s+#.*$/, '').trim() in NOT_HERE));
    return commands.join(' && ');
  });
  return lines
    .map((line, index) =>
      UNTIL_STOPPED.some((pattern) => pattern.test(line)) ? inBackground(line, first + index) : line,
    )
    .join('\n')
    .trim();
}

/** With a group of its own, so that a signal reaches what npm started. */
function inBackground(line: string, position: number): string {
  if (/&\s*$/.test(line)) return line;
  const [out, errors] = [`background-${position}.out`, `background-${position}.err`];
  const quoted = line.replaceAll("'", String.raw`'\''`);
  return `set -m; ${line} > ${out} 2> ${errors} & pids+=($!); set +m; until_ready $! ${out} ${errors} '${quoted}'`;
}
