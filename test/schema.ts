/** JSON results against their schemas in docs/schemas. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

/** @param verb `settings check` @param result what stdout got @returns what is wrong with it */
export function schemaProblems(verb: string, result: unknown): string[] {
  const file = new URL(`../docs/schemas/${verb.replaceAll(' ', '-')}.json`, import.meta.url);
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
  validate(result);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
