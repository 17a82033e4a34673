/** `release`: gives back addresses that are claimed for hosts which do not need them any more. */
import { OnboardingError, problemsOf } from '../errors.ts';
import { canonical, isIp } from '../reconcile/addresses.ts';
import { type Inventory, isReleasable, useOf } from '../reconcile/claim-use.ts';
import type { Vcenter } from '../reconcile/ports.ts';
import type { AddressClaim } from '../reconcile/shared-stores.ts';
import type { HostState } from '../reconcile/state.ts';
import type { Console } from './console.ts';
import { requireTable, type TableOptions } from './journal-door.ts';
import type { AddressResult, ReleaseResult } from './results.ts';
import type { Stores } from './stores.ts';
import { atVcenter } from './workplace.ts';

/** Options of `release`. */
export interface ReleaseOptions extends TableOptions {
  /** The address space; without it the one that the last sweep of the vCenter found in its settings. */
  readonly site?: string;
  /** Also an address that a host has, or of another vCenter. */
  readonly force?: boolean;
  readonly debug?: boolean;
}

/**
 * @param addresses none: nothing is given back, and the claims of this vCenter are listed whose host is not in the
 * inventory or has another address
 * @throws OnboardingError `usage`, `door-closed`, `journal-unavailable`, and what stands between here and vCenter
 */
export async function release(
  addresses: readonly string[],
  options: ReleaseOptions,
  console: Console,
): Promise<ReleaseResult> {
  const wrong = addresses.filter((address) => !isIp(address));
  if (wrong.length > 0) throw new OnboardingError('usage', `No IP address: ${wrong.join(', ')}.`);
  const table = await requireTable('release', options, console.environment);
  const { withStores } = await import('./stores.ts');
  return withStores(table, (stores) =>
    atVcenter(
      options,
      console,
      async ({ vcenter }) => {
        // Claims first: a host that is added and claimed for after the inventory was read would look gone.
        const claims = await stores.claims.ofSite(options.site ?? (await siteOf(vcenter.name, stores)));
        const inventory = { vcenter: vcenter.name, hosts: await hostsOf(vcenter) };
        if (addresses.length === 0) return { addresses: candidatesOf(claims, inventory) };
        const results: AddressResult[] = [];
        for (const address of new Set(addresses.map(canonical))) {
          const claim = claims.find((each) => each.address === address);
          results.push(await releaseOne(address, claim, inventory, options.force ?? false, stores));
        }
        return { addresses: results };
      },
      table,
    ),
  );
}

async function siteOf(vcenter: string, { ranges }: Stores): Promise<string> {
  return (await ranges.readAll()).find((swept) => swept.vcenter === vcenter)?.site ?? '';
}

async function hostsOf(vcenter: Vcenter): Promise<HostState[]> {
  const hosts: HostState[] = [];
  for await (const page of vcenter.readHosts()) hosts.push(...page);
  return hosts;
}

function candidatesOf(claims: readonly AddressClaim[], inventory: Inventory): AddressResult[] {
  return claims
    .filter((claim) => isReleasable(claim, inventory))
    .map((claim) => ({ address: claim.address, status: 'candidate', claim, problems: [] }));
}

/** A run that was interrupted may have given its host the address since vCenter was read. */
async function openRun({ hostName }: AddressClaim, { vcenter, hosts }: Inventory, { journal }: Stores) {
  const host = hosts.find(({ name }) => name === hostName);
  const row = host === undefined ? undefined : await journal.read(vcenter, host.moref);
  return row?.intent === undefined ? undefined : `A run on ${hostName} has not come to its end.`;
}

async function releaseOne(
  address: string,
  claim: AddressClaim | undefined,
  inventory: Inventory,
  isForced: boolean,
  stores: Stores,
): Promise<AddressResult> {
  if (claim === undefined) return { address, status: 'unclaimed', problems: [] };
  const why = isForced ? undefined : (useOf(claim, inventory) ?? (await openRun(claim, inventory, stores)));
  if (why !== undefined) {
    const error = new OnboardingError('claim-in-use', why, { vcenter: claim.vcenter, host: claim.hostName });
    return { address, status: 'refused', claim, problems: problemsOf(error) };
  }
  try {
    // Nobody holds it as it was read: somebody else has given it back, or taken it, meanwhile.
    return { address, status: (await stores.claims.release(claim)) ? 'released' : 'unclaimed', claim, problems: [] };
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return { address, status: 'failed', claim, problems: problemsOf(error) };
  }
}
