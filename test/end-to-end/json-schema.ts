/** Holds what the command line prints as JSON against the schemas that are published for it. */
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** @param name of the schema in docs/schemas @returns what does not fit, one line each */
export async function schemaProblems(name: string, json: string): Promise<string[]> {
  const file = new URL(`../../docs/schemas/${name}.json`, import.meta.url);
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(file, 'utf8')));
  validate(JSON.parse(json));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
