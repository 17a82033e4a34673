/** Which vCenter an event of another forwarder is from. */
import { OnboardingError } from '../errors.ts';

/** vCenter name to the names by which the `source` of an event may call it, in any case and as URL or not. */
export type SourceNames = Readonly<Record<string, readonly string[]>>;

/** How much of a source an error repeats. */
const LONGEST_NAME = 120;

/**
 * The name in a `source`: the host part of a URL or of `host:port`, in lower case, without user, port and trailing
 * dot; the whole text where it has no such part (`urn:vc01`). Only ever compared, never connected to.
 */
export function sourceName(source: string): string {
  const text = source.trim().toLowerCase();
  const host = URL.parse(text.includes('://') ? text : `https://${text}`)?.hostname || text;
  return host.replace(/\.$/, '');
}

/**
 * The vCenter that goes by the name in the source.
 * @throws OnboardingError `source-unknown` with that name, when it is none's
 */
export function vcenterOfSource(source: string, names: SourceNames): string {
  const name = sourceName(source);
  const [vcenter] = Object.entries(names).find(([, known]) => known.some((each) => sourceName(each) === name)) ?? [];
  if (vcenter !== undefined) return vcenter;
  const shown = name.slice(0, LONGEST_NAME);
  const message = `No vCenter goes by the name ${JSON.stringify(shown)}, from which an event came.`;
  throw new OnboardingError('source-unknown', message, { source: shown });
}
