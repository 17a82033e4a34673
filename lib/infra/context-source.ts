/** Where the context is from: `cdk.json`, the command line, or a file of its own for each account. */
import { readFileSync } from 'node:fs';
import { ContextError } from './context-error.ts';

/** The key of our context. */
export const CONTEXT_KEY = 'provisioning-stack';

/**
 * @param value as CDK has it: an object from `cdk.json`; from `--context` a text, JSON or the path of a file with it
 * @throws ContextError when the text is no JSON, or the file cannot be read
 */
export function loadContext(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const isJson = value.trimStart().startsWith('{');
  return parse(isJson ? value : read(value), isJson ? `--context ${CONTEXT_KEY}` : value);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ContextError([`${path} cannot be read`]);
  }
}

function parse(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ContextError([`${origin} is no JSON: ${error.message}`]);
  }
}
