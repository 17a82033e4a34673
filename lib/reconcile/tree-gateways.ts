/** Gateways and routes of a settings tree against the subnets that they are for, as far as both are known without a host. */
import { canonical, isInside, isIpv4, parseCidr, type Subnet, unusableAs } from './addresses.ts';
import type { SettingsDocument } from './settings-document.ts';
import {
  type ReadDocument,
  type SettingsProblem,
  type StackSettings,
  settingsProblem,
  stacksOf,
} from './settings-problem.ts';

/** Members of one stack that a document gives to its hosts, and which document has each. */
interface Inherited {
  readonly address?: StackSettings;
  readonly gateway?: StackSettings;
  readonly routes?: StackSettings;
}

/**
 * Within a document a gateway outside its subnet is an error; between a document and a farther scope a warning, since a
 * nearer scope may say otherwise. Which datacenter a host is in nobody knows here: its document is looked at alone.
 */
export function gatewayProblems(read: readonly ReadDocument[]): SettingsProblem[] {
  const stacks = stacksOf(read);
  return stacks.flatMap((own) => {
    const farther = fartherScopes(own.stored.scope);
    const chain = stacks.filter(({ stored, prefix }) => prefix === own.prefix && farther.includes(stored.scope));
    // of the vMotion stack only the whole member is inherited
    return problemsOf(own, inherit(own, own.prefix === '' ? chain : []));
  });
}

/** The nearest first. */
function fartherScopes(scope: string): string[] {
  const [kind, datacenter, clusters] = scope.split('/');
  if (kind !== 'datacenters') return [];
  return clusters === undefined ? ['defaults'] : [`datacenters/${datacenter}`, 'defaults'];
}

function inherit(own: StackSettings, chain: readonly StackSettings[]): Inherited {
  const near = [own, ...chain.toSorted((one, other) => other.stored.scope.length - one.stored.scope.length)];
  const holder = (member: keyof Inherited) => {
    const found = near.find(({ settings }) => settings[member] !== undefined);
    return found === undefined ? {} : { [member]: found };
  };
  return { ...holder('address'), ...holder('gateway'), ...holder('routes') };
}

function problemsOf(own: StackSettings, inherited: Inherited): SettingsProblem[] {
  const subnet = subnetOf(inherited.address?.settings.address);
  const from = inherited.address;
  if (subnet === undefined || from === undefined) return [];
  const { gateway, routes } = inherited;
  const problems: SettingsProblem[] = [];
  const tell = (
    code: 'gateway-outside-subnet' | 'gateway-unusable' | 'route-unusable',
    holder: StackSettings,
    path: string,
    text: string,
  ) => {
    // each is told where the nearer of the two is written
    if (holder !== own && from !== own) return;
    const isOne = holder === from;
    const place = holder === own ? path : `${own.prefix}address`;
    const also = isOne
      ? ''
      : holder === own
        ? `, of ${from.stored.origin}`
        : `, and ${holder.stored.origin} is inherited`;
    problems.push(settingsProblem(isOne ? 'error' : 'warning', code, own.stored, place, `${text}${also}`));
  };
  const { gateway: address } = gateway?.settings ?? {};
  if (gateway !== undefined && address != null) {
    const [code, text] = unusable(address, subnet, from.settings.address) ?? [];
    if (code !== undefined && text !== undefined) tell(code, gateway, `${own.prefix}gateway`, text);
  }
  for (const [index, route] of (routes?.settings.routes ?? []).entries()) {
    if (routes === undefined || !isIpv4(route.gateway) || isInside(route.gateway, subnet)) continue;
    tell(
      'route-unusable',
      routes,
      `${own.prefix}routes.${index}.gateway`,
      `${route.gateway} lies outside ${show(subnet)}`,
    );
  }
  return problems;
}

function subnetOf(address: SettingsDocument['address']): Subnet | undefined {
  if (address === undefined || address.mode === 'dhcp') return undefined;
  return parseCidr(address.mode === 'static' ? address.address : address.subnet).subnet;
}

function unusable(gateway: string, subnet: Subnet, address: SettingsDocument['address']) {
  if (!isInside(gateway, subnet)) return ['gateway-outside-subnet', `${gateway} lies outside ${show(subnet)}`] as const;
  const why = unusableAs(canonical(gateway), subnet);
  if (why !== undefined) return ['gateway-unusable', `${gateway} is the ${why} address of ${show(subnet)}`] as const;
  const isOwn = address?.mode === 'static' && parseCidr(address.address).address === canonical(gateway);
  return isOwn ? (['gateway-unusable', `${gateway} is the address of the adapter itself`] as const) : undefined;
}

function show({ network, prefixLength }: Subnet): string {
  return `${network}/${prefixLength}`;
}
