/** Every example of docs/settings.md, applied as it stands there: the host converges, and a second run finds nothing. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import { type Asking, type Engine, LIVE, startEngine } from './engine.ts';

const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
const [, members = ''] = /## Members\n(.*?)\n## /s.exec(page) ?? [];
const sections = members.split(/^### /m).slice(1);
const examples = sections.flatMap((section) => {
  const name = section.slice(0, section.indexOf('\n'));
  const blocks = [...section.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => text);
  return blocks.map((text, index): [string, SettingsDocument] => [`${name} ${index + 1}`, JSON.parse(text)]);
});

const BASE: SettingsDocument = {
  portgroup: 'pg-provisioning',
  gateway: '10.20.0.1',
  address: { mode: 'static', address: '10.20.0.17/24' },
};
/** A site belongs to a whole vCenter; the documents of this test are those of hosts. */
const NOT_OF_A_HOST = ['site 1'];

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ hosts: examples.length, scenario: { dhcp: { address: '10.20.0.99' } } });
});
afterAll(() => engine.close());

test('the page has a section with an example for every member of the document', () => {
  const names = sections.map((section) => section.slice(0, section.indexOf('\n')));
  expect(names.toSorted()).toEqual(
    [
      ...['address', 'dns', 'esxcli', 'gateway', 'ipv6', 'ipv6Gateway', 'mode', 'mtu', 'nsxSegments', 'onUnsupported'],
      ...['portgroup', 'routes', 'settleSeconds', 'site', 'tcp', 'verify', 'vmotion'],
    ].toSorted(),
  );
  expect(examples.length).toBeGreaterThanOrEqual(names.length);
});

describe('the example', () => {
  test.each(examples.filter(([name]) => !NOT_OF_A_HOST.includes(name)))(
    '%s is applied as it stands',
    async (name, example) => {
      const host = `esx-${String(examples.findIndex(([each]) => each === name) + 1).padStart(3, '0')}.example.test`;
      const asking: Asking = example.vmotion === undefined ? LIVE : { operator: { live: true, stack: 'vmotion' } };
      const settings = { ...BASE, ...example };
      expect((await engine.run(host, settings, asking)).summary).toBe('converged');
      expect((await engine.run(host, settings, asking)).summary).toBe('unchanged');
    },
  );
});
