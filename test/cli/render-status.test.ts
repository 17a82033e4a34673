import { describe, expect, test } from '@jest/globals';
import { renderStatus } from '../../lib/cli/render-status.ts';
import { statusOf } from '../../lib/cli/status.ts';
import { statusPage } from '../../lib/cli/status-page.ts';
import { host, intent } from '../builders.ts';
import { FAILED, LOCATION, NOW, row, snapshot, statusResult } from './fleet-builders.ts';

const PLAIN = { width: undefined, hasColors: false };
const BRAKE = { haltedAt: '2026-11-26T07:30:00.000Z', hosts: ['esx-a', 'esx-b', 'esx-c'] };
const request = { names: [], options: {}, location: LOCATION };
const fleet = statusOf(
  snapshot({
    rows: [row(21), row(22, FAILED)],
    inventory: [
      host({ moref: 'host-23', name: 'esx-023.corp.example' }),
      host({ moref: 'host-21', name: 'esx-021.corp.example' }),
    ],
    lastSweep: '2026-11-26T07:55:00.000Z',
  }),
  NOW,
  request,
);

describe('the fleet as text', () => {
  test('is a line a host under a header, and the sum with the worst first', () => {
    const lines = renderStatus(fleet, PLAIN).split('\n');
    expect(lines.map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
      'HOST | CLUSTER | STATUS | ADDRESS | GATEWAY | SINCE | SETTINGS | CAUSE',
      'esx-021.corp.example | C0 | converged | - | - | 2026-11-26 07:00Z | clusters/C0@7',
      'esx-022.corp.example | C0 | failed (not in vCenter) | 10.20.0.21/24 | 10.20.0.1 | 2026-11-26 07:00Z | clusters/C0@7 | gateway-silent: The gateway 10.20.0.1 does not answer. Check the gateway.',
      'esx-023.corp.example | C0 | unrecorded | - | - | - | -',
      '',
      'vc01: 3 hosts: 1 failed, 1 unrecorded, 1 converged.',
      'Last sweep: 2026-11-26 07:55Z, 5 min ago.',
      'Listening to events: not known.',
    ]);
  });

  test('begins with the brake when that is on', () => {
    const [first, second] = renderStatus(statusResult({ brakes: [BRAKE] }), PLAIN).split('\n');
    expect(first).toBe(
      'HALTED since 2026-11-26 07:30Z: nothing is written by itself in vc01 after esx-a, esx-b, esx-c ended badly in a row.',
    );
    expect(second).toContain('provisioning-stack resume --vcenter vc01');
  });

  test.each([80, 118])('is no wider than a terminal of %d columns, and names and addresses stay whole', (width) => {
    const lines = renderStatus(fleet, { width, hasColors: false }).split('\n').slice(0, 4);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect([lines[2], lines[0]?.includes('GATEWAY')]).toEqual([
      expect.stringMatching(/esx-022\.corp\.example .*10\.20\.0\.21\/24/),
      width > 110,
    ]);
  });

  test('does not say that vCenter was not asked when it did not answer, nor does the page', () => {
    const problems = [{ code: 'login-refused' as const, message: 'The login was refused.' }];
    const result = statusOf(snapshot({ problems }), NOW, request);
    expect(renderStatus(result, PLAIN)).toContain('vCenter could not be read [login-refused]: hosts that the journal');
    expect(statusPage(result)).toContain('vCenter could not be read [login-refused].');
  });

  test.each([
    ['a sweep', {}, 'as a sweep found it'],
    ['an operator', { leftAs: 'untouched' as const }, 'by hand'],
  ])('tells of an end without a message that it was by %s', (_, over, words) => {
    const story = statusOf(snapshot({ rows: [row(22, { ...FAILED, ...over })] }), NOW, {
      ...request,
      names: ['host-22'],
    });
    expect(renderStatus(story, PLAIN)).toContain(`07:00:02.000Z, ${words}`);
  });

  test('tells a story with what is open and what to type', () => {
    const rows = [row(22, { ...FAILED, leftAs: 'half-configured' }, { intent: intent() })];
    const leases = [{ moref: 'host-22', owner: 'run-7', until: '2026-11-26T07:00:00.000Z' }];
    const story = statusOf(snapshot({ rows, leases }), NOW, { ...request, names: ['host-22'] });
    const text = renderStatus(story, PLAIN);
    for (const part of [
      'esx-022.corp.example (host-22): interrupted',
      'where      DC0 / C0',
      'has        vmk1 10.20.0.21/24, gateway 10.20.0.1',
      'settings   /provisioning-stack/vc01/defaults version 3, /provisioning-stack/vc01/datacenters/DC0/clusters/C0 version 7',
      'problem    The gateway 10.20.0.1 does not answer. Check the gateway. [gateway-silent]',
      'left       half-configured',
      'a run began to write',
      'lease      of run-7 ran out 2026-11-26T07:00:00.000Z: that run was killed',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('the page', () => {
  const evil = `<img src=x onerror="alert(1)">'&`;
  const page = statusPage(
    statusOf(
      snapshot({
        rows: [
          row(21, { ...FAILED, cluster: evil, problems: [{ code: 'fault-refused', message: `</script>${evil}` }] }),
        ],
        trials: [{ settings: 'one', failed: [evil], haltedAt: BRAKE.haltedAt }],
      }),
      NOW,
      request,
    ),
  );

  test('loads nothing from elsewhere, and forbids it', () => {
    expect(page).not.toMatch(/<[^>]*\s(?:src|href)=|url\(|@import|https?:/i);
    expect(page).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/);
  });

  test('shows what names hold as text', () => {
    expect(page).not.toContain('<img');
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(page).toContain('&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;');
  });

  test('says when and from what it was made, and that the brake is on', () => {
    expect(page).toContain('Made <time datetime="2026-11-26T08:00:00.000Z">2026-11-26 08:00Z</time>');
    expect(page).toContain('from the journal table Journal; vCenter was not asked');
    expect(page).toContain('<p class="halted" role="alert">HALTED since 2026-11-26 07:30Z');
  });

  test('holds a script that parses, and the hashes of what is in it', async () => {
    const { createHash } = await import('node:crypto');
    for (const [element, directive] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ]) {
      const text = new RegExp(`<${element}>([\\s\\S]*)</${element}>`).exec(page)?.[1] ?? '';
      const hash = createHash('sha256').update(text).digest('base64');
      expect(page).toContain(`${directive} 'sha256-${hash}'`);
    }
    const script = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';
    expect(() => new Function(script)).not.toThrow();
  });
});
