/**
 * Before and after `npm pack`: what is packed is the bundle, so its package.json names no dependencies and no scripts.
 * npm has no way to pack another package.json than the project's own; it is put back as soon as npm has packed, and by
 * the next `npm pack` if that one was killed in between.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const MANIFEST = join(PROJECT, 'package.json');
const KEPT = join(PROJECT, 'package.json.kept');

/** What the package says of itself; the rest is the project's. */
const PUBLISHED = ['name', 'version', 'description', 'license', 'private', 'type', 'engines', 'files'];

if (existsSync(KEPT)) renameSync(KEPT, MANIFEST);
if (process.argv[2] === 'publish') {
  const text = readFileSync(MANIFEST, 'utf8');
  const members = Object.entries(JSON.parse(text)).filter(([member]) => PUBLISHED.includes(member));
  const manifest = { ...Object.fromEntries(members), bin: { 'provisioning-stack': 'dist/cli.js' } };
  writeFileSync(KEPT, text);
  writeFileSync(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
}
