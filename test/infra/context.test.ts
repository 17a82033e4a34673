import { describe, expect, test } from '@jest/globals';
import { readContext } from '../../lib/infra/context.ts';
import { loadContext } from '../../lib/infra/context-source.ts';

const EXAMPLE = 'docs/deployment-context.example.json';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:vc01-AbCdEf';
const vcenter = (over: object = {}) => ({ name: 'vc01', endpoint: 'https://vc/sdk', secretArn: SECRET, ...over });

/** What is said about a context; empty when it is right. */
function wordsOf(context: unknown): string {
  try {
    readContext(context);
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('the context', () => {
  test('of the documentation is valid, as a file, as a text and as an object', () => {
    const context = readContext(loadContext(EXAMPLE));
    expect(context.vcenters.map(({ name }) => name)).toEqual(['vc01', 'vc02']);
    const text = JSON.stringify({ vcenters: [vcenter()] });
    expect(readContext(loadContext(text))).toEqual(readContext(loadContext(JSON.parse(text))));
  });

  test('may be absent: then nothing is watched yet', () => {
    expect(readContext(undefined)).toEqual({
      vcenters: [],
      alertAddresses: [],
      senders: [],
      sweepMinutes: 15,
      listenSeconds: 50,
      logRetentionDays: 90,
      removalPolicy: 'retain',
      operationsUrl: 'docs/operations.md',
    });
  });

  test('has defaults for a vCenter', () => {
    expect(readContext({ vcenters: [vcenter()] }).vcenters).toEqual([
      { ...vcenter(), names: [], concurrency: 4, driftHosts: 1 },
    ]);
  });

  test('is refused with every problem at once, each with its path', () => {
    const words = wordsOf({
      vcenters: [{ name: 'vc 01', endpoint: 'http://vc', secretArn: 'hunter2', concurrency: 1, colour: 'red' }, 7],
      network: { vpcId: 'vpc-1', subnetIds: ['here'], endpoints: true },
      alertAddresses: ['nobody'],
      sweepMinutes: 2,
      logRetentionDays: 91,
      removalPolicy: 'keep',
      sweepMinuts: 15,
    });
    const problems = [
      ...['vcenters[0].name is not', 'vcenters[0].endpoint is not', 'vcenters[0].secretArn is not'],
      ...['vcenters[0].concurrency is no integer from 2 to 1000', 'vcenters[0].colour is not known'],
      ...['vcenters[1] is no object', 'network.subnetIds has to be', 'network.subnetIds names no subnet'],
      ...['network.routeTableIds names none', 'alertAddresses has to be a list of mail addresses'],
      ...['sweepMinutes is no integer from 5 to 1440', 'logRetentionDays is none of', 'removalPolicy is none of'],
      'sweepMinuts is not known',
    ];
    for (const problem of problems) expect(words).toContain(problem);
    expect(words.split(';')).toHaveLength(problems.length);
  });

  test('never repeats what it was given: a password in the wrong place stays there', () => {
    const words = wordsOf({ vcenters: [vcenter({ endpoint: 'https://me:hunter2@vc/sdk', secretArn: 'hunter2' })] });
    expect(words).toContain('without user name or password');
    expect(words).not.toContain('hunter2');
  });

  test.each([
    [[vcenter(), vcenter()]],
    [[vcenter(), vcenter({ name: 'VC01' })]],
    [[vcenter(), vcenter({ name: 'vc02', names: ['vc01'] })]],
  ])('refuses a name that could mean two vCenters: %j', (vcenters) => {
    expect(wordsOf({ vcenters })).toMatch(/vcenters names \w+ more than once/);
  });

  test.each([
    ['https://vc.corp.example:8443/sdk', []],
    ['https://vc2.corp.example/sdk', ['VC.corp.example']],
  ])('refuses a host that could mean two vCenters: %s %j', (endpoint, names) => {
    const vcenters = [vcenter({ endpoint: 'https://vc.corp.example/sdk' }), vcenter({ name: 'vc02', endpoint, names })];
    expect(wordsOf({ vcenters })).toContain('vcenters has vc.corp.example at more than one vCenter');
  });

  test('refuses more vCenters than a stack takes', () => {
    const vcenters = Array.from({ length: 16 }, (_, index) =>
      vcenter({ name: `vc${index}`, endpoint: `https://vc${index}.corp.example/sdk` }),
    );
    expect(wordsOf({ vcenters })).toContain('deploy a second one');
    expect(wordsOf({ vcenters: vcenters.slice(1) })).toBe('');
  });

  test.each([
    ['vcenters', { vcenters: {} }],
    ['provisioning-stack', []],
    ['network', { network: 'vpc-1' }],
  ])('says of %s that it is of another kind', (member, context) => {
    expect(wordsOf(context)).toMatch(new RegExp(`${member} is no (list|object)`));
  });
});

describe('the CA of a vCenter', () => {
  test('may be a file', () => {
    const words = wordsOf({ vcenters: [vcenter({ caFile: 'no/such.pem' })] });
    expect(words).toContain('vcenters[0].caFile names a file that cannot be read: no/such.pem');
    expect(wordsOf({ vcenters: [vcenter({ caFile: EXAMPLE })] })).toContain('caFile has no certificate');
  });

  test('fits into its parameter', () => {
    const pem = (length: number) => `-----BEGIN CERTIFICATE-----${'A'.repeat(length)}`;
    expect(wordsOf({ vcenters: [vcenter({ ca: pem(6_900) })] })).toBe('');
    expect(wordsOf({ vcenters: [vcenter({ ca: pem(7_000) })] })).toContain('ca is longer than 7000 bytes');
  });
});

test.each([
  ['no/such.json', 'no/such.json cannot be read'],
  ['{', '--context provisioning-stack is no JSON'],
  ['README.md', 'README.md is no JSON'],
])('a context from %j is refused by name', (value, words) => {
  expect(() => loadContext(value)).toThrow(words);
});
