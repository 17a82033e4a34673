/** Which way NFC takes between the hosts that were asked for. */
import { nfcHostOf } from '../reconcile/nfc-endpoint.ts';
import { type GroupPath, type NfcGroups, nfcGroups } from '../reconcile/nfc-groups.ts';
import type { NfcVerdict } from '../reconcile/nfc-path.ts';
import type { HostState } from '../reconcile/state.ts';
import { type Chain, type Finding, HOSTS, ok, warning } from './doctor-chain.ts';
import type { DoctorResult } from './doctor-result.ts';

const FIXES: Readonly<Record<Exclude<NfcVerdict, 'provisioning'>, string>> = {
  none: 'Plan and apply the host named there: on its provisioning stack it needs an address, and a gateway or a route to the others.',
  detour: 'Put both hosts on the provisioning stack: a service of the default stack needs static routes.',
  mixed: 'Configure the other hosts, too; until then the provisioning network has to route to the management network.',
  unknown: 'Connect the host in vCenter.',
  management: 'Configure the hosts if this traffic is to leave the management network.',
};

/** @param hosts two or more; fewer have no way between them */
export async function checkPaths(chain: Chain, hosts: readonly HostState[]): Promise<DoctorResult['paths']> {
  if (hosts.length < 2) return undefined;
  const found = nfcGroups(hosts.map(nfcHostOf));
  await chain.check('NFC paths', [HOSTS], async () => pathsFinding(found));
  return { groups: found.groups.map(groupResult), between: found.paths };
}

function groupResult(group: NfcGroups['groups'][number]): NonNullable<DoctorResult['paths']>['groups'][number] {
  const endpoint = group[0]?.endpoint;
  const hosts = group.map(({ host }) => host);
  if (endpoint === undefined) return { hosts };
  const { kind, device, addresses } = endpoint;
  const texts = addresses.map(({ address, subnet }) => `${address}/${subnet.prefixLength}`);
  return { hosts, endpoint: { kind, device, addresses: texts } };
}

/** The worst way decides. */
function pathsFinding({ paths }: NfcGroups): Finding {
  const of = (verdict: NfcVerdict) => paths.filter((path) => path.verdict === verdict);
  const [worst] = (['none', 'detour', 'mixed', 'unknown'] as const).filter((verdict) => of(verdict).length > 0);
  if (worst === undefined) {
    const ways = [...new Set(paths.map(({ verdict }) => verdict))].join(' and ');
    return of('management').length > 0 ? warning(`by way of ${ways}`, FIXES.management) : ok(`by way of ${ways}`);
  }
  const detail = reasonsText(of(worst));
  if (worst === 'none') return { status: 'broken', detail: `none between some hosts: ${detail}`, fix: FIXES.none };
  return warning(`${worst} between some hosts${detail === '' ? '' : `: ${detail}`}`, FIXES[worst]);
}

function reasonsText(paths: readonly GroupPath[]): string {
  return [...new Set(paths.flatMap(({ reasons }) => reasons))].slice(0, 3).join(' ');
}
