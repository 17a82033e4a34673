/** The simulator as its start contract describes it: a program of its own, one JSON line when it is ready. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LocalConnection } from '../../local/local-options.ts';

export interface SimulatedVcenter {
  readonly connection: LocalConnection;
  readonly dvportgroup: string;
  readonly hosts: readonly string[];
  /** How often each method was called. */
  calls(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

export async function startSimulatedVcenter(): Promise<SimulatedVcenter> {
  const program = fileURLToPath(new URL('../../simulator/main.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url: endpoint, username, password, certificate, dvportgroup, hosts } = JSON.parse(line);
  const ca = await readFile(certificate, 'utf8');
  return {
    connection: { endpoint, username, password, ca },
    dvportgroup,
    hosts,
    calls: async () => (await getJson<{ calls: Record<string, number> }>(new URL('/stats', endpoint), ca)).calls,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

function getJson<T>(url: URL, ca: string): Promise<T> {
  return new Promise((resolve, reject) => {
    get(url, { agent: new Agent({ ca }) }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) {
        text += chunk;
      }
      resolve(JSON.parse(text));
    }).on('error', reject);
  });
}
