/**
 * The main job on this machine: a simulated vCenter, the product in its single-machine mode, and an administrator who
 * adds hosts. Exit code 0 when every host but the one that is wrong on purpose is proven to be configured.
 */

import { setTimeout } from 'node:timers/promises';
import { startLocal } from '../local/local.ts';
import type { LocalOutcome } from '../local/local-options.ts';
import { type Administrator, connectAdministrator } from '../simulator/administrator.ts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator/simulator-process.ts';
import { DNS_SERVER, demoHosts, GATEWAY, readOptions, settingsOf } from './demo-hosts.ts';
import { countsText, lineOf, median, seconds, timesOf } from './demo-times.ts';

/** As long as a person takes for the next host; also spreads the hosts over the two seconds of a poll. */
const PAUSE_MILLISECONDS = 700;
const PATIENCE_MILLISECONDS = 60_000;
const WRITES = ['AddVirtualNic', 'UpdateVirtualNic', 'RemoveVirtualNic', 'UpdateNetworkConfig'];
interface Proof {
  readonly host: string;
  readonly device: string;
  readonly address: string;
  readonly gateway: string;
  readonly dns: string;
  readonly isRight: boolean;
}

/** Outcomes as they come, and those who wait for one. */
class Outcomes {
  readonly #all: LocalOutcome[] = [];
  #wake = () => {};

  add(outcome: LocalOutcome): void {
    this.#all.push(outcome);
    this.#wake();
  }

  /** The next outcome of the host, from position `from` on, that is an end; undefined when patience is over. */
  async end(
    name: string,
    from: number,
    deadline = Date.now() + PATIENCE_MILLISECONDS,
  ): Promise<LocalOutcome | undefined> {
    for (;;) {
      const found = this.#all.slice(from).find(({ host, status }) => host.name === name && status !== 'deferred');
      if (found !== undefined || Date.now() > deadline) return found;
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
        setTimeout(100),
      ]);
    }
  }

  /** Whether the host has had this end before: its other events find it as it is. */
  isKnown({ host, status }: LocalOutcome): boolean {
    return status === 'unchanged' || this.#all.some((each) => each.host.name === host.name && each.status === status);
  }

  get count(): number {
    return this.#all.length;
  }
}

const { hostCount, isJson } = readOptions();
const say = (text: string) => (isJson ? process.stderr : process.stdout).write(`${text}\n`);
const hosts = demoHosts(hostCount);
process.exitCode = await demonstrate();

async function demonstrate(): Promise<number> {
  const simulator = await startSimulatorProcess();
  say(
    `vCenter (simulated) at ${simulator.ready.url} with ${simulator.ready.hosts.length} hosts, which were there before and stay as they are.`,
  );
  const outcomes = new Outcomes();
  const local = await startLocal({
    vcenter: 'demo',
    connection: {
      endpoint: simulator.ready.url,
      username: simulator.ready.username,
      password: simulator.ready.password,
      ca: simulator.ca,
    },
    settings: async () => settingsOf(hosts, simulator.ready.dvportgroup),
    on: {
      outcome: (outcome) => {
        const isNew = hosts.some(({ name }) => name === outcome.host.name) && !outcomes.isKnown(outcome);
        outcomes.add(outcome);
        if (isNew) say(lineOf(outcome));
      },
      alert: (subject) => say(`  alert to people: ${subject}`),
      sweep: ({ hosts: count, counts, isFirst }) => {
        if (isFirst) say(`Swept ${count} hosts: ${countsText(counts)}.`);
      },
      trouble: (error) => say(`trouble: ${error instanceof Error ? error.message : String(error)}`),
    },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  try {
    return await showJob(simulator, outcomes);
  } finally {
    await local.close();
    await simulator.stop();
  }
}

async function showJob(simulator: SimulatorProcess, outcomes: Outcomes): Promise<number> {
  const administrator = await connectAdministrator(simulator.ready);
  const morefs = new Map<string, string>();
  say(`\nAn administrator adds ${hosts.length} hosts:`);
  for (const { name } of hosts) {
    morefs.set(name, (await administrator.addHost({ hostName: name })).moref);
    await setTimeout(PAUSE_MILLISECONDS);
  }
  const ends = await Promise.all(hosts.map(({ name }) => outcomes.end(name, 0)));
  const proofs = await readBack(simulator, morefs);
  const second = await secondPass(simulator, administrator, morefs, outcomes);
  await administrator.logout();
  const result = summarize(ends, proofs, second);
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`);
  return result.isProven ? 0 : 1;
}

/** What vCenter says in another session, through a client that is not ours. */
async function readBack(simulator: SimulatorProcess, morefs: ReadonlyMap<string, string>): Promise<Proof[]> {
  const reader = await connectAdministrator(simulator.ready);
  say('\nRead back from vCenter in a separate session:');
  const proofs: Proof[] = [];
  for (const host of hosts) {
    const { adapters, stacks } = await reader.readHost(morefs.get(host.name) ?? '');
    const adapter = adapters.find(({ stack }) => stack === 'vSphereProvisioning');
    const stack = stacks.find(({ key }) => key === 'vSphereProvisioning');
    const proof = {
      host: host.name,
      device: adapter?.device ?? '-',
      address: adapter?.address ?? '-',
      gateway: stack?.gateway ?? '-',
      dns: stack?.dns.servers.join(', ') || '-',
    };
    const isRight = proof.address === host.address && proof.gateway === GATEWAY && proof.dns === DNS_SERVER;
    proofs.push({ ...proof, isRight: host.gateway === GATEWAY ? isRight : adapter === undefined });
    say(
      `  ${proof.host.padEnd(24)} ${proof.device.padEnd(5)} ${proof.address.padEnd(13)} gateway ${proof.gateway.padEnd(10)} dns ${proof.dns}`,
    );
  }
  await reader.logout();
  return proofs;
}

/** Every configured host is disconnected and connected: its event comes again, and nothing is written. */
async function secondPass(
  simulator: SimulatorProcess,
  administrator: Administrator,
  morefs: ReadonlyMap<string, string>,
  outcomes: Outcomes,
): Promise<{ writes: number; unchanged: number }> {
  const from = outcomes.count;
  await simulator.resetCalls();
  say('\nA second pass: each host is disconnected and connected again.');
  const configured = hosts.filter(({ gateway }) => gateway === GATEWAY);
  for (const { name } of configured) {
    const moref = morefs.get(name) ?? '';
    await administrator.disconnectHost(moref);
    await administrator.reconnectHost(moref);
  }
  const ends = await Promise.all(configured.map(({ name }) => outcomes.end(name, from)));
  const calls = await simulator.calls();
  const writes = WRITES.reduce((sum, operation) => sum + (calls[operation] ?? 0), 0);
  const unchanged = ends.filter((outcome) => outcome?.status === 'unchanged').length;
  say(`  ${unchanged} of ${configured.length} hosts unchanged, ${writes} writes.`);
  return { writes, unchanged };
}

function summarize(
  ends: readonly (LocalOutcome | undefined)[],
  proofs: readonly Proof[],
  second: { writes: number; unchanged: number },
) {
  const rows = ends.map((outcome, index) => ({
    host: hosts[index]?.name ?? '',
    status: outcome?.status ?? 'no outcome',
    ...timesOf(outcome),
    problems: outcome?.problems ?? [],
    proof: proofs[index],
  }));
  const converged = rows.filter(({ status }) => status === 'converged');
  const refused = rows.filter(({ status }) => status === 'refused');
  const medians = {
    eventToVerifiedMilliseconds: median(converged.map((row) => row.eventToVerifiedMilliseconds ?? 0)),
    engineMilliseconds: median(converged.map((row) => row.engineMilliseconds ?? 0)),
  };
  const isProven =
    converged.length === hosts.length - 1 &&
    refused.length === 1 &&
    proofs.every(({ isRight }) => isRight) &&
    second.writes === 0 &&
    second.unchanged === converged.length;
  say(
    `\n${converged.length} of ${hosts.length} hosts configured and proven, ${refused.length} refused as it should be. Median from event to ` +
      `verified adapter ${seconds(medians.eventToVerifiedMilliseconds)}, of which our part ${seconds(medians.engineMilliseconds)}.`,
  );
  if (!isProven) say('This is not what it should be.');
  return { isProven, hosts: rows, medians, secondPass: second };
}
