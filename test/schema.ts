/** JSON results against their schemas in docs/schemas. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** @param verb `settings check` @param result what stdout got, parsed @returns what is wrong with it, one line each */
export function schemaProblems(verb: string, result: unknown): string[] {
  const file = new URL(`../docs/schemas/${verb.replaceAll(' ', '-')}.json`, import.meta.url);
  const schema: { readonly $schema: string } = JSON.parse(readFileSync(file, 'utf8'));
  const Reader = schema.$schema.includes('2020-12') ? Ajv2020 : Ajv;
  const ajv = new Reader({ allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  validate(result);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
