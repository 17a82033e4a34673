/** One form in which a fact about vSphere may turn out, and the host's end in it: configured, or untouched with a reason. */
import { expect } from '@jest/globals';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import { type Engine, LIVE, startEngine } from './engine.ts';
import type { StackReading } from './read-back.ts';

/** The one host of each case; its management address is 10.1.1.11. */
export const HOST = 'esx-001.example.test';
export const GATEWAY = '10.20.0.1';
export const BASE: SettingsDocument = {
  portgroup: 'pg-provisioning',
  gateway: GATEWAY,
  address: { mode: 'static', address: '10.20.0.17/24' },
};

/** A form, and what becomes of the host. */
export interface Case {
  readonly answers: object;
  /** The rest of the scenario. */
  readonly scenario?: object;
  /** Of the host in the inventory. */
  readonly host?: object;
  /** Over {@link BASE}; a member that is undefined is absent. */
  readonly settings?: { readonly [Member in keyof SettingsDocument]: SettingsDocument[Member] | undefined };
  /** A person who accepts disruptive steps; else by itself. */
  readonly by?: 'operator';
  /** Status and codes. */
  readonly ends: string;
  /** Absent: the host is as it was. */
  readonly reads?: Partial<StackReading>;
  /** What people are told: in the first problem, or in a note where there is none. */
  readonly says?: RegExp;
}

/** The forms of some rows, as `test.each` takes them. */
export function titled(rows: Readonly<Record<string, readonly Case[]>>) {
  return Object.entries(rows).flatMap(([row, cases]) =>
    cases.map((each) => {
      const { answers, settings, host, by = 'itself' } = each;
      return [row, JSON.stringify({ answers, settings, host }), by, each] as const;
    }),
  );
}

/** A vCenter that answers so, and its one host. */
export function startCase({ answers, scenario = {}, host = {} }: Case): Promise<Engine> {
  const { inventory = {}, ...rest }: { inventory?: object } = scenario;
  const hosts = { hostCount: 1, standaloneHostCount: 0, hosts: [{ name: HOST, ...host }] };
  return startEngine({ scenario: { ...rest, answers, inventory: { ...hosts, ...inventory } } });
}

/** Runs until the host is at an end, and looks whether that is the one of the case; a converged one gets no write again. */
export async function playCase(engine: Engine, { settings: over, by, ends, reads, says }: Case): Promise<void> {
  const settings: SettingsDocument = JSON.parse(JSON.stringify({ ...BASE, ...over }));
  const asking = by === 'operator' ? LIVE : {};
  const before = await engine.readBack.network(HOST);
  const { summary, outcome } = await engine.runToTheEnd(HOST, settings, asking);
  const [first] = outcome.problems;
  expect([summary, first?.message]).toEqual([ends, ends.includes(' ') ? expect.any(String) : undefined]);
  if (says !== undefined) expect(first?.message ?? outcome.notes?.join(' ')).toMatch(says);
  if (reads === undefined) expect(await engine.readBack.network(HOST)).toBe(before);
  else expect(await engine.readBack.stack(HOST)).toMatchObject(reads);
  if (summary !== 'converged') return;
  expect(await engine.run(HOST, settings, asking)).toMatchObject({ summary: 'unchanged', writes: {} });
}
