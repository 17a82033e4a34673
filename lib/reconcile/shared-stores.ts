/** What runs of many hosts and vCenters share beside the journal; `lib/aws` implements these. */

/** Who holds an address. A host is known by its name, so that it keeps its address when it is added again. */
export interface AddressClaim {
  /** The address space; '' where no settings name one. */
  readonly site: string;
  /** Canonical text of either family. */
  readonly address: string;
  readonly vcenter: string;
  readonly hostName: string;
  /** ISO. */
  readonly claimedAt: string;
  /** `pool`: we chose it; `settings`: they name or derive it; `seen`: a host had it. */
  readonly origin: 'pool' | 'settings' | 'seen';
}

/** One claim an address for the whole deployment, by conditional write. May throw `journal-unavailable`. */
export interface ClaimStore {
  /**
   * A claim of this host that was only `seen` takes on the new origin; any other one stays as it is.
   * @returns undefined when it is (or was already) this host's; else the claim of whoever holds it
   */
  claim(claim: AddressClaim): Promise<AddressClaim | undefined>;
  ofSite(site: string): Promise<readonly AddressClaim[]>;
  /**
   * Gives an address back.
   * @param claim as it was read: one that a run has made its own since then stays
   * @returns false when this host does not hold it, or for another reason than `origin`
   */
  release(claim: Pick<AddressClaim, 'site' | 'address' | 'vcenter' | 'hostName' | 'origin'>): Promise<boolean>;
}

/** The pool ranges of a vCenter and its last full sweep, for pools and for vCenters that share an address space. */
export interface SweptRanges {
  readonly vcenter: string;
  readonly site: string;
  /** `10.20.0.50-10.20.0.200`. */
  readonly ranges: readonly string[];
  /** ISO: when every address that its hosts have had been claimed. */
  readonly sweptAt: string;
  /** Addresses that two hosts had, of which people have been told. */
  readonly conflicts: readonly string[];
}

/** See {@link SweptRanges}; one item a vCenter. May throw `journal-unavailable`. */
export interface RangeStore {
  write(swept: SweptRanges): Promise<void>;
  readAll(): Promise<readonly SweptRanges[]>;
}

/** How trials went under one version of the settings in one vCenter. */
export interface Trials {
  /** Names of the hosts in a row that ended badly; a good end empties it. */
  readonly failed: readonly string[];
  /** ISO; present when the brake is on. */
  readonly haltedAt?: string;
}

/** Trials, and the version that they are of. */
export interface RememberedTrials extends Trials {
  /** Digest of the settings' versions. */
  readonly settings: string;
}

/** The brake's memory. May throw `journal-unavailable`. */
export interface BrakeStore {
  /** @param settings digest of the settings' versions */
  read(vcenter: string, settings: string): Promise<Trials | undefined>;
  /**
   * @param trials without any host: there is nothing to remember
   * @param known as it was read
   * @returns false when another run has written since `known` was read
   */
  write(vcenter: string, settings: string, trials: Trials, known: Trials | undefined): Promise<boolean>;
  /** All that is remembered of the vCenter. */
  remembered(vcenter: string): Promise<readonly RememberedTrials[]>;
  /** Forgets every trial of the vCenter. @returns how many brakes were on */
  release(vcenter: string): Promise<number>;
}

/** How a log-in ended; `unknown` when vCenter said neither. */
export type LoginEnd = 'accepted' | 'refused' | 'unknown';

/** Whether one may log in now; `wait` while as many as may try these credentials at once are at it. */
export type LoginLeave = 'granted' | 'wait' | { readonly refusedUntil: Date };

/**
 * The log-in breaker: vCenter locks an account after five refusals, so credentials that were refused are not tried
 * again for a while, by nobody. May throw `journal-unavailable`.
 */
export interface LoginBreaker {
  /** @param version tells credentials of a vCenter apart, and is no secret */
  enter(vcenter: string, version: string, now: Date): Promise<LoginLeave>;
  /** Ends what {@link enter} has granted. */
  leave(vcenter: string, version: string, end: LoginEnd, now: Date): Promise<void>;
}

/** How long nobody tries credentials that were refused. */
export const REFUSED_LOGIN_MILLISECONDS = 15 * 60_000;
