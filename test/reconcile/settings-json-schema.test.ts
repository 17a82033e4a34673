import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { parseSettings } from '../../lib/reconcile/settings-document.ts';
import { settingsSchemaText } from '../../lib/reconcile/settings-json-schema.ts';
import { settingsSchema } from '../../lib/reconcile/settings-members.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(settingsSchemaText()));

function problemsIn(tree: unknown): string[] {
  validate(tree);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('docs/schemas/settings.json is what settings are read by; "npm run generate" writes it', () => {
  expect(read('docs/schemas/settings.json')).toBe(settingsSchemaText());
});

test('every member has a sentence, which editors show', () => {
  const { properties } = JSON.parse(settingsSchemaText()).definitions.document;
  const members: [string, { description?: string }][] = Object.entries({
    ...properties,
    ...properties.vmotion.properties,
  });
  expect(Object.keys(properties)).toEqual(Object.keys(settingsSchema.shape));
  expect(members.filter(([, { description = '' }]) => !/^[A-Z1].*\.$/.test(description))).toEqual([]);
});

test('the example names it, and fits', () => {
  const example = JSON.parse(read('docs/settings.example.json'));
  expect(example.$schema).toBe('./schemas/settings.json');
  expect(problemsIn(example)).toEqual([]);
});

test('every example of docs/settings.md fits', () => {
  const examples = [...read('docs/settings.md').matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) =>
    JSON.parse(text),
  );
  expect(examples.length).toBeGreaterThan(15);
  for (const example of examples) {
    const tree = Object.keys(example).some((key) => key === 'defaults' || key.includes('/'))
      ? example
      : { 'hosts/a': example };
    expect(problemsIn(tree)).toEqual([]);
  }
});

describe('the schema and the check', () => {
  test.each([
    [{ gatway: '10.20.0.1' }],
    [{ mtu: '9000' }],
    [{ mtu: 1000 }],
    [{ mode: 'on' }],
    [{ gateway: 'router' }],
    [{ address: { mode: 'dhcp', subnet: '10.20.0.0/24' } }],
    [{ dns: { server: [] } }],
    [{ vmotion: { site: 'fra' } }],
    [{ site: 'a b' }],
    [{ portgroup: null }],
  ])('both refuse %j', (document) => {
    expect(problemsIn({ defaults: document })).not.toEqual([]);
    expect(() => parse(document)).toThrow();
  });

  test('no scope is taken that there is none of', () => {
    expect(problemsIn({ default: {} })).not.toEqual([]);
    expect(problemsIn({ 'clusters/C0': {} })).not.toEqual([]);
  });

  test('what the check takes, the schema takes', () => {
    const router = fc.ipV4().filter((text) => takes({ gateway: text }));
    const six = fc.ipV6().filter((text) => takes({ ipv6Gateway: text }));
    const document = fc.record(
      {
        mode: fc.constantFrom('off', 'report', 'onboard', 'enforce'),
        portgroup: fc.string({ minLength: 1, maxLength: 80 }),
        gateway: fc.option(router),
        ipv6Gateway: fc.option(six),
        dns: fc.option(
          fc.record({ servers: fc.array(fc.oneof(router, six)), domain: fc.domain() }, { requiredKeys: [] }),
        ),
        mtu: fc.integer({ min: 1280, max: 9000 }),
        tcp: fc.record({ maxConnections: fc.integer({ min: 1, max: 1e6 }) }, { requiredKeys: [] }),
        settleSeconds: fc.nat(3600),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(document, document, (own, vmotion) => {
        fc.pre(takes({ ...own, vmotion }));
        expect(problemsIn({ defaults: { ...own, vmotion } })).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

function parse(document: object) {
  return parseSettings({ scope: 'defaults', origin: 'generated', version: 1, text: JSON.stringify(document) });
}

function takes(document: object): boolean {
  return settingsSchema.safeParse(document).success;
}
