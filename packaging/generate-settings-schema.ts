/** Writes docs/schemas/settings.json. */
import { writeFileSync } from 'node:fs';
import { settingsSchemaText } from './settings-schema.ts';

writeFileSync(new URL('../docs/schemas/settings.json', import.meta.url), settingsSchemaText());
