/** Where each effective value of a host comes from, what it hides, and what holds where nobody says anything. */
import { DEFAULT_MODE } from './assess.ts';
import type { StoredDocument } from './ports.ts';
import { type EffectiveSettings, type HostPlace, scopesOf } from './settings.ts';
import { parseSettings, type SettingsMember } from './settings-document.ts';
import { settingsSchema } from './settings-members.ts';

/** A value in one scope. */
export interface ScopedValue {
  readonly value: unknown;
  /** The parameter, or file and key. */
  readonly origin: string;
  readonly version: number;
}

/** One member of the settings of a host. */
export interface ExplainedMember {
  readonly member: SettingsMember;
  /** `none` is null, said explicitly; `default` and `not managed` are said by no scope. */
  readonly state: 'set' | 'none' | 'default' | 'not managed';
  /** Absent where it is not managed. */
  readonly value?: unknown;
  readonly origin?: string;
  readonly version?: number;
  /** The same member in farther scopes, which do not count; the nearest of them first. */
  readonly hides: readonly ScopedValue[];
}

/** One of the scopes of a host, the nearest last. */
export interface ExplainedScope {
  /** Encoded. */
  readonly scope: string;
  /** Absent: there is no such document. */
  readonly origin?: string;
  readonly version?: number;
}

/** What holds where no scope says anything: what `docs/settings.md` calls absent. */
export const DEFAULTS: Readonly<Partial<Record<SettingsMember, unknown>>> = {
  mode: DEFAULT_MODE,
  verify: { pingGateway: 'off' },
  esxcli: 'fallback',
  onUnsupported: 'fail',
  nsxSegments: 'refuse',
  settleSeconds: 120,
};

/** The scopes of a host, and which of them there are. */
export function explainScopes(place: HostPlace, documents: readonly StoredDocument[]): ExplainedScope[] {
  return scopesOf(place).map((scope) => {
    const stored = documents.find((document) => document.scope === scope);
    return { scope, ...(stored === undefined ? {} : { origin: stored.origin, version: stored.version }) };
  });
}

/**
 * Every member of the settings, in the order of the documentation.
 * @param documents those of the scopes of the host, all of them valid
 */
export function explainMembers(
  place: HostPlace,
  documents: readonly StoredDocument[],
  { values }: Pick<EffectiveSettings, 'values'>,
): ExplainedMember[] {
  const nearestFirst = scopesOf(place)
    .toReversed()
    .flatMap((scope) => documents.filter((document) => document.scope === scope))
    .map(({ origin, version, ...stored }) => ({
      origin,
      version,
      settings: parseSettings({ origin, version, ...stored }),
    }));
  return members().map((member) => {
    const [own, ...hides] = nearestFirst.flatMap(({ settings, origin, version }) =>
      settings[member] === undefined ? [] : [{ value: settings[member], origin, version }],
    );
    if (own !== undefined) return { member, state: values[member] === null ? 'none' : 'set', ...own, hides };
    const value = DEFAULTS[member];
    return value === undefined ? { member, state: 'not managed', hides } : { member, state: 'default', value, hides };
  });
}

function members(): SettingsMember[] {
  const isMember = (name: string): name is SettingsMember => name in settingsSchema.shape;
  return Object.keys(settingsSchema.shape).filter(isMember);
}
