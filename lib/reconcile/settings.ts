/** Inheritance: which scopes a host has, and the settings that result, each value with where it came from. */
import { encodeScopeName, type HostReference } from '../contract.ts';
import { OnboardingError, OnboardingErrors } from '../errors.ts';
import type { SettingsVersion } from './outcome.ts';
import type { StoredDocument } from './ports.ts';
import { parseSettings, type SettingsDocument, type SettingsMember } from './settings-document.ts';
import type { Ancestor, VcenterDirectory } from './state.ts';

/** The settings of one host. */
export interface EffectiveSettings {
  readonly values: SettingsDocument;
  /** For each member that is set: the parameter, or file and key, that gave it. */
  readonly origins: Readonly<Partial<Record<SettingsMember, string>>>;
  readonly versions: readonly SettingsVersion[];
}

/** Where a host is in the inventory, as far as scopes go. */
export interface HostPlace {
  readonly host: HostReference;
  readonly datacenter: string;
  /** Absent for a standalone host. */
  readonly cluster?: string;
}

/**
 * The place of a host.
 * @throws OnboardingError `scope-unreadable` when its datacenter is not among the ancestors: the next scope up is
 * never taken instead, since it may name another gateway
 */
export function placeOf(host: HostReference, ancestors: readonly Ancestor[]): HostPlace {
  const datacenter = ancestors.find(({ type }) => type === 'Datacenter');
  if (datacenter === undefined) {
    const message = `The datacenter of ${host.name} (${host.moref}) cannot be read.`;
    throw new OnboardingError('scope-unreadable', message, { host: host.name, moref: host.moref });
  }
  const cluster = ancestors.find(({ type }) => type === 'ClusterComputeResource');
  return { host, datacenter: datacenter.name, ...(cluster === undefined ? {} : { cluster: cluster.name }) };
}

/** The encoded scopes of a host, the nearest last. */
export function scopesOf(place: HostPlace): readonly string[] {
  const datacenter = `datacenters/${encodeScopeName(place.datacenter)}`;
  return [
    'defaults',
    datacenter,
    ...(place.cluster === undefined ? [] : [`${datacenter}/clusters/${encodeScopeName(place.cluster)}`]),
    `hosts/${encodeScopeName(place.host.name)}`,
  ];
}

/**
 * Merges the documents of a host's scopes; the nearer scope wins, each top-level member taken whole.
 * @param documents those of {@link scopesOf} that exist, in any order
 * @throws OnboardingErrors `settings-invalid`, or OnboardingError `out-of-scope`, `scope-ambiguous`
 */
export function effectiveSettings(
  place: HostPlace,
  documents: readonly StoredDocument[],
  directory: VcenterDirectory,
): EffectiveSettings {
  const byNearness = scopesOf(place).flatMap((scope) => documents.filter((document) => document.scope === scope));
  if (byNearness.length === 0) {
    const message = `No settings cover ${place.host.name}.`;
    throw new OnboardingError('out-of-scope', message, { host: place.host.name, moref: place.host.moref });
  }
  refuseAmbiguous(place, byNearness, directory);
  const parsed = parseAll(byNearness);
  const members = parsed.flatMap(({ stored, document }) =>
    Object.entries(document).map(([member, value]) => ({ member, value, origin: stored.origin })),
  );
  return {
    values: Object.fromEntries(members.map(({ member, value }) => [member, value])),
    origins: Object.fromEntries(members.map(({ member, origin }) => [member, origin])),
    versions: byNearness.map(({ origin, version }) => ({ origin, version })),
  };
}

function parseAll(documents: readonly StoredDocument[]): { stored: StoredDocument; document: SettingsDocument }[] {
  const problems: OnboardingError[] = [];
  const parsed = documents.flatMap((stored) => {
    try {
      return [{ stored, document: parseSettings(stored) }];
    } catch (error) {
      if (!(error instanceof OnboardingErrors)) throw error;
      problems.push(...error.errors);
      return [];
    }
  });
  const [first, ...rest] = problems;
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
  return parsed;
}

/** Two objects of one encoded name share a parameter: whichever was meant, the other one would be configured too. */
function refuseAmbiguous(place: HostPlace, documents: readonly StoredDocument[], directory: VcenterDirectory): void {
  const scopes = new Set(documents.map(({ scope }) => scope));
  const datacenter = encodeScopeName(place.datacenter);
  const sameDatacenter = directory.datacenters.filter((name) => encodeScopeName(name) === datacenter);
  const usesDatacenter = [...scopes].some((scope) => scope.startsWith('datacenters/'));
  const cluster = place.cluster === undefined ? undefined : encodeScopeName(place.cluster);
  const sameCluster = directory.clusters.filter(
    ({ datacenter: parent, name }) => encodeScopeName(parent) === datacenter && encodeScopeName(name) === cluster,
  );
  const usesCluster = [...scopes].some((scope) => scope.includes('/clusters/'));
  const what =
    usesDatacenter && sameDatacenter.length > 1
      ? `datacenter ${place.datacenter}`
      : usesCluster && sameCluster.length > 1
        ? `cluster ${place.cluster}`
        : undefined;
  if (what === undefined) return;
  const message = `The settings for ${what} fit two objects of that name, so they are not used for ${place.host.name}.`;
  throw new OnboardingError('scope-ambiguous', message, { host: place.host.name, moref: place.host.moref });
}
