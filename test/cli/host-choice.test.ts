import { describe, expect, test } from '@jest/globals';
import { chooseHosts, findHosts, hostsOf } from '../../lib/cli/host-choice.ts';
import { OnboardingError } from '../../lib/errors.ts';
import type { Ancestor } from '../../lib/reconcile/state.ts';
import { host } from '../builders.ts';
import { FakeClock } from '../fake-clock.ts';
import { InMemoryVcenter } from '../in-memory-vcenter.ts';

const ROOT: Ancestor = { type: 'Folder', moref: 'group-d1', name: 'Datacenters' };
const folder = (name: string): Ancestor => ({ type: 'Folder', moref: `group-${name}`, name });
const datacenter = (name: string): Ancestor => ({ type: 'Datacenter', moref: `datacenter-${name}`, name });
const cluster = (name: string, moref: string): Ancestor => ({ type: 'ClusterComputeResource', moref, name });

const at = (moref: string, ...ancestors: Ancestor[]) => ({ ...host(), moref, name: `esx-${moref}`, ancestors });
const vcenter = () =>
  new InMemoryVcenter(new FakeClock(), [
    at('host-1', cluster('C0', 'domain-c1'), folder('host'), datacenter('DC0'), ROOT),
    at('host-2', cluster('C0', 'domain-c2'), folder('host'), datacenter('DC1'), folder('west'), ROOT),
    at('host-3', cluster('C0', 'domain-c2'), folder('host'), datacenter('DC1'), folder('west'), ROOT),
    at('host-4', cluster('a%2fb', 'domain-c3'), folder('host'), datacenter('DC1'), folder('west'), ROOT),
    at('host-5', { type: 'ComputeResource', moref: 'domain-s5', name: 'esx' }, folder('host'), datacenter('DC0'), ROOT),
    at('host-6'),
    at('host-7', cluster('west', 'domain-c4'), folder('host'), datacenter('west'), ROOT),
  ]);

async function morefsOf(choice: Parameters<typeof hostsOf>[0]): Promise<string[]> {
  const morefs: string[] = [];
  for await (const page of hostsOf(choice, vcenter())) morefs.push(...page.map(({ moref }) => moref));
  return morefs;
}

describe('a place', () => {
  test.each([
    [{ all: true }, ['host-1', 'host-2', 'host-3', 'host-4', 'host-5', 'host-6', 'host-7']],
    [{ datacenter: ['DC0'] }, ['host-1', 'host-5']],
    [{ datacenter: ['DC1'], cluster: ['C0'] }, ['host-2', 'host-3']],
    [{ datacenter: ['/west/DC1'] }, ['host-2', 'host-3', 'host-4']],
    [{ cluster: ['/DC0/host/C0'] }, ['host-1']],
    [{ cluster: ['/west/DC1/host/C0/', 'a/b'] }, ['host-2', 'host-3', 'host-4']],
    [{ cluster: ['a%2fb'] }, ['host-4']],
    [{ datacenter: ['west'], cluster: ['west'] }, ['host-7']],
  ])('%j is %j', async (choice, morefs) => {
    expect(await morefsOf(choice)).toEqual(morefs);
  });

  test('whose name fits two is refused with the paths that tell them apart', async () => {
    await expect(morefsOf({ cluster: ['C0'] })).rejects.toMatchObject({
      code: 'usage',
      message: 'Several clusters are called C0 in vc01: /DC0/host/C0, /west/DC1/host/C0; name one by its path.',
    });
  });

  test('that is none is refused together with the others that are none', async () => {
    const refused = morefsOf({ cluster: ['C7', 'a/b'], datacenter: ['DC7', 'DC1'] });
    await expect(refused).rejects.toMatchObject({
      errors: [
        { message: 'No datacenter DC7 with hosts is seen in vc01.' },
        { message: 'No cluster C7 with hosts is seen in vc01.' },
      ],
    });
  });

  test('without any host that the account sees is refused', async () => {
    const empty = new InMemoryVcenter(new FakeClock(), []);
    await expect(chooseHosts([], { all: true }, empty)).rejects.toMatchObject({ message: 'No host is seen in vc01.' });
  });
});

describe('names', () => {
  test('are looked up once each, and those that are none are told in their order', async () => {
    const here = vcenter();
    const { hosts, missing } = await findHosts(['esx-host-2', 'x', 'esx-host-1', 'x', 'esx-host-2', 'y'], here);
    expect([hosts.map(({ moref }) => moref), missing.map(({ message }) => message)]).toEqual([
      ['host-2', 'host-1'],
      ['There is no host x.', 'There is no host y.'],
    ]);
    expect(here.calls.counts['findHost']).toBe(4);
  });

  test('end with the error of a vCenter that is away', async () => {
    const here = vcenter();
    here.calls.fail('findHost', new OnboardingError('vcenter-unreachable', 'Away.'));
    await expect(findHosts(['esx-host-1'], here)).rejects.toMatchObject({ code: 'vcenter-unreachable' });
  });
});
