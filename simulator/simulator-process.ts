/** A simulator in a process of its own, for programs that want one beside them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Ready } from './server.ts';

/** A running simulator. */
export interface SimulatorProcess {
  /** Its ready line. */
  readonly ready: Ready;
  /** PEM text of the certificate to trust. */
  readonly ca: string;
  /** How often each method was called since the start, or since {@link resetCalls}. */
  calls(): Promise<Readonly<Record<string, number>>>;
  resetCalls(): Promise<void>;
  stop(): Promise<void>;
}

/** @param options as on the command line @throws what the process says when it does not come up */
export async function startSimulatorProcess(options: readonly string[] = []): Promise<SimulatorProcess> {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => {
      throw new TypeError(`The simulator ended with exit code ${code} before it was ready.`);
    }),
  ]);
  const ready = JSON.parse(String(line)) as Ready;
  const ca = await readFile(ready.certificate, 'utf8');
  const agent = new Agent({ ca });
  const ask = (method: string, path: string) => exchange(method, new URL(path, ready.url), agent);
  return {
    ready,
    ca,
    calls: async () => (JSON.parse(await ask('GET', '/stats')) as { calls: Record<string, number> }).calls,
    resetCalls: async () => void (await ask('POST', '/stats/reset')),
    stop: async () => {
      agent.destroy();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function exchange(method: string, url: URL, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { method, agent }, (response) => text(response).then(resolve, reject))
      .on('error', reject)
      .end();
  });
}
