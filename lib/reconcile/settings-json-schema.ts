/** docs/schemas/settings.json: the JSON Schema of a settings file, made from the schema that the settings are read by. */
import * as z from 'zod/mini';
import { settingsSchema } from './settings-members.ts';

const DOCUMENT = { $ref: '#/definitions/document' };

/**
 * The text of the file. Draft 7, which editors know. What a pattern cannot say (a gateway inside its subnet) is left to
 * `settings check`; whatever that takes, this takes.
 */
export function settingsSchemaText(): string {
  const { $schema, ...document } = z.toJSONSchema(settingsSchema, {
    target: 'draft-7',
    io: 'input',
    // zod's pattern knows no embedded IPv4 address, which zod itself takes
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'ipv6') delete jsonSchema.pattern;
    },
  });
  const file = {
    $schema,
    title: 'Settings of provisioning-stack',
    description: 'The settings of one vCenter, a document for each scope; the nearer scope wins, member by member.',
    type: 'object',
    properties: {
      $schema: { type: 'string', description: 'Names this schema for editors; not a setting.' },
      defaults: described('Every host of the vCenter.'),
    },
    patternProperties: {
      '^datacenters/.+$': described(
        'The hosts of datacenters/<datacenter>, or datacenters/<datacenter>/clusters/<cluster>.',
      ),
      '^hosts/.+$': described('One host, by the name that vCenter shows.'),
    },
    additionalProperties: false,
    definitions: { document: { ...document, description: 'The document of one scope: what a parameter holds.' } },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Draft 7 ignores what stands beside a reference. */
function described(description: string) {
  return { description, allOf: [DOCUMENT] };
}
