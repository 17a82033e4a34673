import { describe, expect, test } from '@jest/globals';
import { hostsFinding } from '../../lib/cli/doctor.ts';
import { eventsFinding } from '../../lib/cli/doctor-account.ts';
import { Chain, ok, warning } from '../../lib/cli/doctor-chain.ts';
import {
  deadLetterFinding,
  forwarderFinding,
  functionsFinding,
  overdueFinding,
  sweepFinding,
  topicFinding,
} from '../../lib/cli/doctor-deployment.ts';
import { checkPaths } from '../../lib/cli/doctor-paths.ts';
import { certificateFinding, skewFinding, versionFinding } from '../../lib/cli/doctor-way.ts';
import { renderDoctor } from '../../lib/cli/render-doctor.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { host } from '../builders.ts';
import { type NfcSeed, seeded } from '../reconcile/nfc-hosts.ts';

const NOW = '2026-11-26T08:00:00.000Z';
const VC01 = { vcenter: 'vc01' };
const CERTIFICATE = {
  thumbprint: 'AA:BB',
  subject: 'CN=vc01',
  issuer: 'CN=CA',
  names: 'DNS:vc01.corp.example',
  validTo: new Date('2026-12-26T08:00:00Z'),
  chain: ['CN=CA', 'CN=Root'],
};

describe('the chain', () => {
  test('skips what hangs on a broken or skipped link, and goes on with the rest', async () => {
    const chain = new Chain();
    const looked: string[] = [];
    const look = (link: string) => async () => {
      looked.push(link);
      return link === 'b' ? warning('slow', 'Wait.') : ok('fine');
    };
    await chain.check('a', [], async () => {
      throw new OnboardingError('vcenter-unreachable', 'Nobody is there.');
    });
    await chain.check('b', [], look('b'));
    await chain.check('on a', ['a'], look('on a'));
    await chain.check('on that', ['b', 'on a'], look('on that'));
    await chain.check('on b', ['b'], look('on b'));
    expect(looked).toEqual(['b', 'on b']);
    expect(chain.links.map(({ link, status, detail }) => [link, status, detail])).toEqual([
      ['a', 'broken', 'Nobody is there.'],
      ['b', 'warning', 'slow'],
      ['on a', 'skipped', 'it needs: a'],
      ['on that', 'skipped', 'it needs: on a'],
      ['on b', 'ok', 'fine'],
    ]);
  });

  test('passes a bug on', async () => {
    const bug = new TypeError('x is not a function');
    const looking = new Chain().check('a', [], async () => {
      throw bug;
    });
    await expect(looking).rejects.toBe(bug);
  });
});

describe('what is found of', () => {
  test.each([
    ['2026-11-26T08:00:00Z', 'ok'],
    ['2026-11-26T08:00:01Z', 'warning'],
    ['2027-01-01T00:00:00Z', 'warning'],
  ])('a certificate on %s, thirty days before its end, is %s', (now, status) => {
    expect(certificateFinding(CERTIFICATE, new Date(now))).toMatchObject({ status });
  });

  test('a certificate that is not trusted names it, so that it can be pinned', () => {
    const untrusted = 'its certificate is self-signed';
    expect(certificateFinding({ ...CERTIFICATE, untrusted }, new Date(NOW))).toMatchObject({
      status: 'broken',
      code: 'vcenter-untrusted',
      detail: expect.stringMatching(/self-signed.*SHA-256 AA:BB/),
    });
  });

  test.each([
    ['HostAgent', '8.0.3.0', 'broken', 'no vCenter but HostAgent'],
    ['VirtualCenter', '5.5', 'broken', 'does not know the provisioning stack'],
    ['VirtualCenter', '6.0', 'warning', 'gateways of single adapters are not seen; NSX'],
    ['VirtualCenter', '6.7.3', 'warning', 'NSX segments'],
    ['VirtualCenter', '7.0.3.0', 'ok', 'configuration profiles are not known'],
    ['VirtualCenter', '8.0.0.0', 'ok', '8.0.0.0'],
    ['VirtualCenter', '9.1.0.0', 'ok', '9.1.0.0'],
  ])('%s %s is %s', (apiType, apiVersion, status, words) => {
    expect(versionFinding(apiType, apiVersion)).toMatchObject({ status, detail: expect.stringContaining(words) });
  });

  test.each([
    [0, 'ok', 'that of this machine'],
    [-60_000, 'ok', '60 s behind'],
    [61_000, 'warning', '61 s ahead of'],
  ])('a clock that is off by %d ms is %s', (milliseconds, status, words) => {
    expect(skewFinding(milliseconds)).toMatchObject({ status, detail: expect.stringContaining(words) });
  });

  test('events says that pages came short', () => {
    const pages = { pageSize: 10, isCut: false, newest: '2026-11-26T07:00:00Z' };
    expect([eventsFinding({ ...pages, sizes: [10, 2] }), eventsFinding({ ...pages, sizes: [3, 0, 2] })]).toMatchObject([
      { status: 'ok', detail: expect.stringMatching(/^12 of/) },
      { status: 'warning', fix: expect.stringContaining('with propagation') },
    ]);
  });

  test('forwarder, sweep and deferrals is by their age', () => {
    const found = [
      forwarderFinding(undefined, NOW),
      forwarderFinding({ takenAt: '2026-11-26T07:55:00.000Z' }, NOW),
      forwarderFinding({ takenAt: '2026-11-26T07:54:59.000Z' }, NOW),
      sweepFinding(undefined, NOW),
      sweepFinding('2026-11-26T06:00:00.000Z', NOW),
      sweepFinding('2026-11-26T05:59:59.000Z', NOW),
      sweepFinding('2026-11-26T05:59:59.000Z', NOW, 16),
      overdueFinding(0),
      overdueFinding(2),
    ];
    expect(found.map(({ status }) => status)).toEqual([
      ...['warning', 'ok', 'broken', 'warning', 'ok', 'warning', 'ok', 'ok', 'warning'],
    ]);
  });

  test('the dead-letter queue is a warning as soon as one is in it, also in flight', () => {
    expect([
      deadLetterFinding({ waiting: 0, inFlight: 0 }, VC01).status,
      deadLetterFinding({ waiting: 0, inFlight: 1 }, VC01).status,
      deadLetterFinding({ waiting: 3, inFlight: 0 }, VC01).detail,
    ]).toEqual(['ok', 'warning', '3 that could not be worked on']);
  });

  test('a topic names who has not confirmed, and says when nobody is there', () => {
    const mail = { protocol: 'email', endpoint: 'ops@corp.example', isConfirmed: false };
    expect([topicFinding([]), topicFinding([mail]), topicFinding([{ ...mail, isConfirmed: true }])]).toMatchObject([
      { status: 'warning', detail: 'nobody is subscribed' },
      { status: 'warning', detail: '0 confirmed; not confirmed: email ops@corp.example' },
      { status: 'ok' },
    ]);
  });

  test('functions is by what Lambda says; one that slept is right', () => {
    const state = { name: 'sweep-hosts', state: 'Inactive', lastUpdateStatus: 'Successful' };
    expect([
      functionsFinding([state]).status,
      functionsFinding([{ ...state, state: 'Pending' }]).status,
      functionsFinding([{ ...state, state: 'Failed', reason: 'EniLimitExceeded' }]).detail,
    ]).toEqual(['ok', 'warning', 'failed: sweep-hosts (EniLimitExceeded)']);
  });
});

describe('NFC paths', () => {
  async function pathsOf(...seeds: NfcSeed[]) {
    const chain = new Chain();
    await chain.check('hosts', [], async () => ok(''));
    const paths = await checkPaths(
      chain,
      seeds.map((seed, index) => seeded(11 + index, seed)),
    );
    const link = chain.links.at(-1);
    return {
      link,
      paths,
      text: renderDoctor({ links: chain.links, ...(paths === undefined ? {} : { paths }) }, false),
    };
  }
  const done = (number: number) => ({ stack: `10.20.0.${number}`, gateway: '10.20.0.1' });

  test.each<[NfcSeed[], string]>([
    [[done(11), done(12)], 'ok'],
    [[{}, {}], 'warning'],
    [[done(11), {}], 'warning'],
    [[{ stack: '10.20.0.11' }, {}], 'broken'],
  ])('between %j are %s', async (seeds, status) => {
    expect((await pathsOf(...seeds)).link).toMatchObject({ link: 'NFC paths', status });
  });

  test.each<[string, NfcSeed[]]>([
    ['a default stack, which no run writes', [done(11), { rack: 2, noManagementGateway: true }]],
    ['an adapter without an address', [done(11), { stack: '' }]],
  ])('that are none for want of %s are cured by a provisioning stack with address and way', async (_, seeds) => {
    expect((await pathsOf(...seeds)).link).toMatchObject({
      status: 'broken',
      fix: 'Plan and apply the host named there: on its provisioning stack it needs an address, and a gateway or a route to the others.',
    });
  });

  test('are told by groups', async () => {
    const { text } = await pathsOf(done(11), done(12), {}, { stack: '10.20.0.14' });
    expect(text.split('\n').slice(5, -2)).toEqual([
      '  A  esx-11, esx-12: vmk1, provisioning stack',
      '  B  esx-13: vmk0 10.1.1.13/24, management',
      '  C  esx-14: vmk1 10.20.0.14/24, provisioning stack',
      '  within A: provisioning',
      '  A and B: mixed, by a router: possible, and not proven',
      '  A and C: provisioning',
      '  B and C: none',
      '     The provisioning stack of esx-14 has no gateway and no route to 10.1.1.13.',
    ]);
  });

  test('of many racks are a line a verdict', async () => {
    const racks = Array.from({ length: 14 }, (_, index) => ({
      stack: `10.20.${index >> 1}.${9 + (index % 2)}`,
      gateway: `10.20.${index >> 1}.1`,
    }));
    const { text } = await pathsOf(...racks);
    expect(text.split('\n').slice(-5, -2)).toEqual([
      '  G  esx-23, esx-24: vmk1, provisioning stack',
      '  within A; within B; within C; within D; and 3 more: provisioning',
      '  A and B; A and C; A and D; A and E; and 17 more: provisioning, by a router: possible, and not proven',
    ]);
  });

  test('of one host are none', async () => {
    expect((await pathsOf({})).paths).toBeUndefined();
  });
});

test('of hosts that are not connected five are named, and the rest is counted', () => {
  const hosts = Array.from({ length: 8 }, (_, index) =>
    host({ name: `esx-${index}`, connectionState: 'disconnected' }),
  );
  expect(hostsFinding(hosts).detail).toBe('8 hosts, not connected: esx-0, esx-1, esx-2, esx-3, esx-4 and 3 more');
});
