/** Two settings trees compared, scope by scope and member by member; the order of members and white space do not count. */
import { isDeepStrictEqual } from 'node:util';
import type { StoredDocument } from './ports.ts';
import { compareScopes } from './scope-names.ts';

/** One top-level member that differs. A side where it is absent has none of the two. */
export interface MemberDifference {
  readonly member: string;
  /** In Parameter Store. */
  readonly from?: unknown;
  /** In the file. */
  readonly to?: unknown;
}

/** One scope of either tree. */
export interface ScopeDifference {
  /** Encoded. */
  readonly scope: string;
  /** `added`: only in the file. `removed`: only in Parameter Store. */
  readonly status: 'added' | 'changed' | 'removed' | 'equal';
  readonly members: readonly MemberDifference[];
  readonly file?: StoredDocument;
  readonly stored?: StoredDocument;
}

/** @param stored what Parameter Store has @param file what is to be there */
export function differenceBetween(
  stored: readonly StoredDocument[],
  file: readonly StoredDocument[],
): ScopeDifference[] {
  const scopes = new Set([...stored, ...file].map(({ scope }) => scope));
  return [...scopes].toSorted(compareScopes).map((scope) => {
    const isScope = (document: StoredDocument) => document.scope === scope;
    return compareScope(scope, stored.find(isScope), file.find(isScope));
  });
}

function compareScope(
  scope: string,
  stored: StoredDocument | undefined,
  file: StoredDocument | undefined,
): ScopeDifference {
  const members = compareMembers(membersOf(stored), membersOf(file));
  const both = stored !== undefined && file !== undefined;
  const isEqual = both && members.length === 0 && isReadable(stored) === isReadable(file);
  const status = both ? (isEqual ? 'equal' : 'changed') : file === undefined ? 'removed' : 'added';
  return {
    scope,
    status,
    members,
    ...(file === undefined ? {} : { file }),
    ...(stored === undefined ? {} : { stored }),
  };
}

function compareMembers(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): MemberDifference[] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names]
    .filter((member) => !isDeepStrictEqual(from[member], to[member]))
    .map((member) => ({
      member,
      ...(Object.hasOwn(from, member) ? { from: from[member] } : {}),
      ...(Object.hasOwn(to, member) ? { to: to[member] } : {}),
    }));
}

/** The members of a document; of one that is no JSON object none. */
function membersOf(document: StoredDocument | undefined): Readonly<Record<string, unknown>> {
  const value = document === undefined ? undefined : parsed(document);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function isReadable(document: StoredDocument): boolean {
  const value = parsed(document);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed({ text }: StoredDocument): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
