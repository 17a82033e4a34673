/** What is wrong with a settings tree, told of one document and one member. */
import { type ErrorCode, type OnboardingError, OnboardingErrors } from '../errors.ts';
import type { StoredDocument } from './ports.ts';
import { parseSettings, type SettingsDocument, soundMembers } from './settings-document.ts';

/** One problem of a settings tree. */
export interface SettingsProblem {
  /** An error is refused by whatever reads the tree; a warning may be meant so. */
  readonly severity: 'error' | 'warning';
  readonly code: ErrorCode;
  /** Names parameter and path. */
  readonly message: string;
  /** The parameter, or file and key. */
  readonly parameter: string;
  /** Encoded. */
  readonly scope: string;
  /** Of the member, `dns.servers.1`; '' is the whole document. */
  readonly path: string;
  /** A member at `path` that does not exist. */
  readonly member?: string;
}

/** @param text a sentence about the member, without its full stop */
export function settingsProblem(
  severity: SettingsProblem['severity'],
  code: ErrorCode,
  { origin: parameter, scope }: Pick<StoredDocument, 'origin' | 'scope'>,
  path: string,
  text: string,
): SettingsProblem {
  const message = `Settings ${parameter}${path === '' ? '' : ` at ${path}`}: ${text}.`;
  return { severity, code, message, parameter, scope, path };
}

/** A document that could be read. */
export interface ReadDocument {
  readonly stored: StoredDocument;
  readonly settings: SettingsDocument;
}

/** Each document by itself: what could be read, and every problem of the others, with what of them is right. */
export function readDocuments(documents: readonly StoredDocument[]): {
  readonly read: readonly ReadDocument[];
  readonly sound: readonly ReadDocument[];
  readonly problems: readonly SettingsProblem[];
} {
  const read: ReadDocument[] = [];
  const sound: ReadDocument[] = [];
  const problems: SettingsProblem[] = [];
  for (const stored of documents) {
    try {
      read.push({ stored, settings: parseSettings(stored) });
    } catch (error) {
      if (!(error instanceof OnboardingErrors)) throw error;
      sound.push({ stored, settings: soundMembers(stored) });
      problems.push(...error.errors.map((each) => asProblem(each, stored)));
    }
  }
  return { read, sound, problems };
}

function asProblem({ code, message, context }: OnboardingError, stored: StoredDocument): SettingsProblem {
  const { path = '', member } = context;
  return {
    severity: 'error',
    code,
    message,
    parameter: stored.origin,
    scope: stored.scope,
    path: String(path),
    ...(member === undefined ? {} : { member: String(member) }),
  };
}

/** The settings of one stack in one document, and where its members are below it. */
export interface StackSettings {
  readonly stored: StoredDocument;
  readonly prefix: '' | 'vmotion.';
  readonly settings: Omit<SettingsDocument, 'vmotion' | 'site'>;
}

/** Both stacks of every document that has them. */
export function stacksOf(read: readonly ReadDocument[]): StackSettings[] {
  return read.flatMap(({ stored, settings }) => [
    { stored, prefix: '', settings } as const,
    ...(settings.vmotion === undefined ? [] : [{ stored, prefix: 'vmotion.', settings: settings.vmotion } as const]),
  ]);
}
