/** What runs of many hosts share, as values in memory, with the conditions that the table holds. */
import type {
  AddressClaim,
  BrakeStore,
  ClaimStore,
  RangeStore,
  SweptRanges,
  Trials,
} from '../lib/reconcile/shared-stores.ts';
import { CallLog } from './call-log.ts';

export class InMemoryClaims implements ClaimStore {
  readonly calls = new CallLog();
  readonly held = new Map<string, AddressClaim>();

  claim = (claim: AddressClaim) =>
    this.calls.run('claim', () => {
      const holder = this.held.get(keyOf(claim));
      const isOurs = holder?.vcenter === claim.vcenter && holder.hostName === claim.hostName;
      if (holder === undefined || (isOurs && holder.origin === 'seen' && claim.origin !== 'seen')) {
        this.held.set(keyOf(claim), claim);
        return undefined;
      }
      return isOurs ? undefined : holder;
    });
  ofSite = (site: string) =>
    this.calls.run('ofSite', () => [...this.held.values()].filter((claim) => claim.site === site));
  release = (claim: Parameters<ClaimStore['release']>[0]) =>
    this.calls.run('release', () => {
      const holder = this.held.get(keyOf(claim));
      const isHeld =
        holder?.vcenter === claim.vcenter && holder.hostName === claim.hostName && holder.origin === claim.origin;
      return isHeld && this.held.delete(keyOf(claim));
    });

  /** `10.20.0.50 esx-1 pool` for each claim, in the order of their making. */
  get lines(): string[] {
    return [...this.held.values()].map(({ address, hostName, origin }) => `${address} ${hostName} ${origin}`);
  }
}

export class InMemoryRanges implements RangeStore {
  readonly calls = new CallLog();
  readonly swept = new Map<string, SweptRanges>();

  write = (swept: SweptRanges) => this.calls.run('write', () => void this.swept.set(swept.vcenter, swept));
  readAll = () => this.calls.run('readAll', () => [...this.swept.values()]);
}

export class InMemoryBrake implements BrakeStore {
  readonly calls = new CallLog();
  readonly trials = new Map<string, Trials>();

  read = (vcenter: string, settings: string) => this.calls.run('read', () => this.trials.get(`${vcenter}/${settings}`));
  write = (vcenter: string, settings: string, trials: Trials, known: Trials | undefined) =>
    this.calls.run('write', () => {
      const key = `${vcenter}/${settings}`;
      if (textOf(this.trials.get(key)) !== textOf(known)) return false;
      if (textOf(trials) === textOf(undefined)) this.trials.delete(key);
      else this.trials.set(key, trials);
      return true;
    });
  halts = (vcenter: string) =>
    this.calls.run('halts', () =>
      [...this.trials].flatMap(([key, trials]) =>
        key.startsWith(`${vcenter}/`) && trials.haltedAt !== undefined ? [trials] : [],
      ),
    );
  remembered = (vcenter: string) =>
    this.calls.run('remembered', () =>
      [...this.trials].flatMap(([key, trials]) =>
        key.startsWith(`${vcenter}/`) ? [{ settings: key.slice(vcenter.length + 1), ...trials }] : [],
      ),
    );
  release = (vcenter: string) =>
    this.calls.run('release', () => {
      const ours = [...this.trials].filter(([key]) => key.startsWith(`${vcenter}/`));
      for (const [key] of ours) this.trials.delete(key);
      return ours.filter(([, { haltedAt }]) => haltedAt !== undefined).length;
    });
}

function keyOf({ site, address }: Pick<AddressClaim, 'site' | 'address'>): string {
  return `${site}/${address}`;
}

function textOf(trials: Trials | undefined): string {
  return JSON.stringify([trials?.failed ?? [], trials?.haltedAt ?? null]);
}
