/** The settings document: its type, and what is wrong with a given text, every problem at once. */
import type * as z from 'zod/mini';
import { OnboardingError, OnboardingErrors } from '../errors.ts';
import { nearestMember } from './did-you-mean.ts';
import type { StoredDocument } from './ports.ts';
import { inWords } from './problems-in-words.ts';
import { settingsSchema } from './settings-members.ts';

/** A settings document as an operator may write it. An absent member is not managed; `null` means none. */
export type SettingsDocument = z.infer<typeof settingsSchema>;
/** The name of a top-level member, the unit of inheritance. */
export type SettingsMember = keyof SettingsDocument;
/** Where the address of an adapter comes from. */
export type AddressSettings = NonNullable<SettingsDocument['address']>;
/** `off | report | onboard | enforce`. */
export type Mode = NonNullable<SettingsDocument['mode']>;

/**
 * Reads one stored document.
 * @throws OnboardingErrors `settings-invalid`, one error for each problem, with origin and path
 */
export function parseSettings(stored: StoredDocument): SettingsDocument {
  const parsed = settingsSchema.safeParse(parseJson(stored), inWords);
  const problems = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(stored, issue));
  if (parsed.success) problems.push(...misplaced(stored, parsed.data));
  const [first, ...rest] = problems;
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
  return parsed.data ?? {};
}

/** What of a document with problems is right: the top-level members that none of them is about. */
export function soundMembers(stored: StoredDocument): SettingsDocument {
  try {
    return parseSettings(stored);
  } catch (error) {
    if (!(error instanceof OnboardingErrors)) throw error;
    const wrong = error.errors.map(({ context: { path, member } }) => String(path || member || '').split('.')[0]);
    const document: unknown = wrong.includes('') ? {} : parseJson(stored);
    const entries = Object.entries(document ?? {}).filter(([member]) => !wrong.includes(member));
    const parsed = settingsSchema.safeParse(Object.fromEntries(entries));
    return parsed.data ?? {};
  }
}

/** Members that only one kind of scope may have. */
function misplaced(stored: StoredDocument, { address, ipv6, vmotion, site }: SettingsDocument): OnboardingError[] {
  const problems: OnboardingError[] = [];
  const modes = { address, ipv6, 'vmotion.address': vmotion?.address, 'vmotion.ipv6': vmotion?.ipv6 };
  for (const [path, value] of Object.entries(modes)) {
    if (value?.mode !== 'static' || stored.scope.startsWith('hosts/')) continue;
    const text = '"static" is one address, so it belongs into the scope of one host';
    problems.push(invalid(stored, `${path}.mode`, text));
  }
  if (site !== undefined && stored.scope !== 'defaults') {
    const text = 'names the address space of the whole vCenter, so it belongs into the scope "defaults"';
    problems.push(invalid(stored, 'site', text));
  }
  return problems;
}

function parseJson(stored: StoredDocument): unknown {
  try {
    return JSON.parse(stored.text);
  } catch (cause) {
    const detail = cause instanceof SyntaxError ? cause.message : 'unreadable';
    throw new OnboardingErrors([invalid(stored, '', `is no JSON: ${detail}`)]);
  }
}

/** @param path of the member, `dns.servers.1`; '' is the document @param member an unknown one at that path */
function invalid(stored: StoredDocument, path: string, text: string, member?: string): OnboardingError {
  const message = `Settings ${stored.origin}${path === '' ? '' : ` at ${path}`}: ${text}${text.endsWith('?') ? '' : '.'}`;
  const { origin: parameter, scope } = stored;
  return new OnboardingError('settings-invalid', message, {
    parameter,
    scope,
    path,
    ...(member === undefined ? {} : { member }),
  });
}

function problemsOf(stored: StoredDocument, issue: z.core.$ZodIssue): OnboardingError[] {
  const path = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return [invalid(stored, path, issue.message.replace(/\.$/, ''))];
  return issue.keys.map((key) => {
    const meant = nearestMember(settingsSchema, issue.path, key);
    const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
    return invalid(stored, path, `unknown member "${key}"${hint}`, key);
  });
}
