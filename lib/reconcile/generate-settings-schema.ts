/** `npm run generate`: writes docs/schemas/settings.json anew from the schema of the settings. */
import { writeFileSync } from 'node:fs';
import { settingsSchemaText } from './settings-json-schema.ts';

writeFileSync(new URL('../../docs/schemas/settings.json', import.meta.url), settingsSchemaText());
