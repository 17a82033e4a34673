/** The figures of docs/costs.md, from the unit prices that it states and from the template. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { METRICS, SWEPT_VERDICTS } from '../../lib/contract.ts';
import { example, synthesise } from './synthesised.ts';

const page = readFileSync(new URL('../../docs/costs.md', import.meta.url), 'utf8');

/** What a host may end as; each is a metric of its own. */
const OUTCOMES = 9;

interface Row {
  readonly what: string;
  readonly each: number;
  readonly shared: number;
  readonly price: number;
  readonly costs: readonly [one: number, ten: number];
}

const numberOf = (text = '') => (text.trim() === '–' ? 0 : Number(text.replaceAll(/[,$*\s]/g, '')));

const rows: Row[] = page
  .split('\n')
  .filter((line) => /\| \$/.test(line))
  .map((line) => {
    const [, what = '', , each, shared, price, one, ten] = line.split('|');
    return {
      what: what.trim(),
      ...{ each: numberOf(each), shared: numberOf(shared), price: numberOf(price) },
      costs: [numberOf(one), numberOf(ten)],
    };
  });

const rowOf = (what: string) => rows.find((row) => row.what.includes(what));

describe('docs/costs.md', () => {
  test.each(rows)('$what costs what its numbers say', ({ each, shared, price, costs }) => {
    const cents = (vcenters: number) => Math.round((each * vcenters + shared) * price * 100 + 1e-6) / 100;
    expect(costs).toEqual([cents(1), cents(10)]);
  });

  test('adds its rows up, and says the sum first', () => {
    const [, , , , , , one, ten] =
      page
        .split('\n')
        .find((line) => line.includes('together'))
        ?.split('|') ?? [];
    const counted = rows.filter(({ what }) => !/endpoints|NAT/.test(what));
    const sum = (at: 0 | 1) => Math.round(counted.reduce((all, { costs }) => all + costs[at] * 100, 0)) / 100;
    expect([numberOf(one), numberOf(ten)]).toEqual([sum(0), sum(1)]);
    expect(page).toContain(
      `$${Math.round(sum(0) / 10) * 10} a month for one vCenter, $${Math.round(sum(1) / 10) * 10}`,
    );
  });

  test('counts alarms, endpoints and metrics as they are deployed', () => {
    const { template } = synthesise();
    const vcenters = [example['vcenters']].flat().length;
    const count = (type: string) => Object.keys(template.findResources(type)).length;
    const alarms = rowOf('CloudWatch alarms');
    expect((alarms?.each ?? 0) * vcenters + (alarms?.shared ?? 0)).toBe(count('AWS::CloudWatch::Alarm'));
    expect(rowOf('dashboard')?.shared).toBe(count('AWS::CloudWatch::Dashboard'));
    expect(rowOf('endpoints')?.shared).toBe((count('AWS::EC2::VPCEndpoint') - 1) * 2 * 730);
    expect(rowOf('CloudWatch metrics')?.each).toBe(Object.keys(METRICS).length + SWEPT_VERDICTS.length + OUTCOMES);
  });
});
