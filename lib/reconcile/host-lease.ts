/** One writer a host: the lease that a run takes, renews before every write, and gives back. */
import type { HostReference } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { Clock, LeaseStore } from './ports.ts';

/** Longer than a function may run: a run that died holds its host no longer than this. */
const LEASE_MILLISECONDS = 150_000;

/** What a lease is about. */
export interface LeaseOptions {
  /** Absent where there is no table: then nobody is kept out. */
  readonly leases: LeaseStore | undefined;
  readonly clock: Clock;
  readonly vcenter: string;
  readonly host: HostReference;
  /** Unique for the run, and says who it is: whoever is kept out is told. */
  readonly owner: string;
}

/**
 * Runs `work` while holding the host; `renew` is to be called before every write.
 * @throws OnboardingError `lease-held`, and from `renew` `lease-lost`: then nothing more may be written
 */
export async function withHostLease<Result>(
  options: LeaseOptions,
  work: (renew: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { leases, clock, vcenter, host, owner } = options;
  if (leases === undefined) return work(async () => {});
  const context = { host: host.name, moref: host.moref };
  const end = (now: Date) => new Date(now.getTime() + LEASE_MILLISECONDS);
  const now = clock.now();
  const holder = await leases.acquire(vcenter, host.moref, owner, end(now), now);
  if (holder !== undefined) {
    throw new OnboardingError('lease-held', `Another run (${holder}) is writing to ${host.name}.`, context);
  }
  const renew = async () => {
    const at = clock.now();
    if (await leases.renew(vcenter, host.moref, owner, end(at), at)) return;
    throw new OnboardingError(
      'lease-lost',
      `The lease of ${host.name} ran out, or another run took it over; this one stopped.`,
      context,
    );
  };
  try {
    return await work(renew);
  } finally {
    // What is done is done, and what went wrong is told: a lease that cannot be given back runs out by itself.
    await leases.release(vcenter, host.moref, owner).catch(ignoreOurs);
  }
}

function ignoreOurs(error: unknown): void {
  if (!(error instanceof OnboardingError)) throw error;
}
