/** DNS of the stack: servers, domain name and search domains. */
import { canonical } from './addresses.ts';
import type { Desired } from './desired.ts';
import type { DnsConfig, NetStackInstance, VirtualNic } from './state.ts';
import type { UpdateNetworkConfigStep } from './steps.ts';

const EMPTY_DNS: DnsConfig = { dhcp: false, hostName: '', domainName: '', address: [], searchDomain: [] };

/**
 * The host's own name belongs to the default stack: here it is echoed as read, never set. Without an adapter DNS is
 * always written, like the gateway.
 */
export function planDns(
  desired: Desired,
  stack: NetStackInstance,
  adapter: VirtualNic | undefined,
): UpdateNetworkConfigStep | undefined {
  if (desired.dns === undefined || Object.keys(desired.dns).length === 0) return undefined;
  const current = stack.dnsConfig ?? EMPTY_DNS;
  const shown = served(current, desired.dns);
  const wanted: DnsConfig = {
    dhcp: false,
    hostName: current.hostName,
    domainName: desired.dns.domain ?? current.domainName,
    address: desired.dns.servers ?? current.address,
    searchDomain: desired.dns.searchDomains ?? shown.searchDomain,
  };
  const rows: [string, readonly string[], readonly string[]][] = [
    ['dns servers', current.dhcp ? ['dhcp'] : current.address.map(canonical), wanted.address.map(canonical)],
    ['dns domain', [shown.domainName], [wanted.domainName]],
    ['dns search domains', shown.searchDomain, wanted.searchDomain],
  ];
  const changes = rows
    .filter(([, from, to]) => from.join() !== to.join() || (adapter === undefined && to.join() !== ''))
    .map(([field, from, to]) => ({ field, from: from.join(', ') || null, to: to.join(', ') || null }));
  if (changes.length === 0) return undefined;
  return {
    action: 'updateNetworkConfig',
    part: 'dns',
    reason: changes.every(({ from, to }) => from === to)
      ? 'the stack has no adapter yet, so its DNS is written again'
      : `the stack's DNS differs from ${desired.origins.dns ?? 'the settings'}`,
    disruptive: false,
    changes,
    edit: { netStackInstanceKey: desired.netStackInstanceKey, dnsConfig: wanted },
  };
}

/**
 * esxcli has no command for the domain name of a stack, only for its search domains, and a name without dots is looked
 * up in both. So where no domain name is set, a search domain of that name stands for it.
 */
function served(current: DnsConfig, { domain, searchDomains }: NonNullable<Desired['dns']>): DnsConfig {
  if (!domain || current.domainName !== '' || !current.searchDomain.includes(domain)) return current;
  const isOwn = searchDomains?.includes(domain) ?? false;
  const searchDomain = isOwn ? current.searchDomain : current.searchDomain.filter((name) => name !== domain);
  return { ...current, domainName: domain, searchDomain };
}
