/** What a plan was made from, so that it can be told later whether it still fits, and what has changed. No I/O. */
import { createHash } from 'node:crypto';
import { OnboardingError } from '../errors.ts';
import type { Assessment } from './assess.ts';
import type { EffectiveSettings } from './settings.ts';
import { stackSettings } from './stack-settings.ts';
import type { NetStackInstance, VirtualNic } from './state.ts';
import { describeStep } from './steps.ts';

/** A plan that somebody has looked at, as far as it has to be known again. */
export interface PlanFingerprint {
  /** What it was made from, by the words that people are told a change in: settings, the stack, its adapters. */
  readonly madeFrom: Readonly<Record<string, string>>;
  /** Its steps, a line each; an address that a pool would give stands as `(from the pool)`. */
  readonly steps: readonly string[];
  /** SHA-256 over both and over everything that the steps would send. */
  readonly digest: string;
}

/**
 * @param settings as the operator wrote them, a pool not settled
 * @param settled the settings that the plan was made with
 */
export function fingerprintOf(
  { host, desired, plan }: Assessment,
  settings: EffectiveSettings,
  settled: EffectiveSettings,
): PlanFingerprint {
  const key = desired.netStackInstanceKey;
  const stack = host.network?.netStackInstances.find((each) => each.key === key);
  const adapters = host.network?.vnics.filter(({ netStackInstanceKey }) => netStackInstanceKey === key) ?? [];
  const madeFrom = {
    ...settingsFacts(settings),
    ESXi: host.productVersion ?? 'unknown',
    ...(stack === undefined ? {} : stackFacts(stack)),
    ...Object.assign({}, ...adapters.map(adapterFacts)),
  };
  const pooled = pooledAddress(stackSettings(settings, key), stackSettings(settled, key));
  const steps = plan.steps.map((step) => withoutAddress(describeStep(step), pooled));
  const sent = withoutAddress(JSON.stringify(plan.steps), pooled);
  return {
    madeFrom,
    steps,
    digest: createHash('sha256')
      .update(JSON.stringify([madeFrom, sent]))
      .digest('hex'),
  };
}

/**
 * @param planned as it was looked at
 * @param now of the same host, from the read that would be written from
 * @throws OnboardingError `plan-stale`, with everything that has changed
 */
export function refuseStale(
  planned: PlanFingerprint,
  now: PlanFingerprint,
  host: { readonly moref: string; readonly name: string },
): void {
  if (planned.digest === now.digest) return;
  const changes = [...changesOf(planned.madeFrom, now.madeFrom), ...otherSteps(planned.steps, now.steps)];
  const what =
    changes.length > 0 ? changes.join('; ') : 'what the same steps would send, such as the key of a portgroup';
  const message = `The plan for ${host.name} no longer fits. Changed: ${what}.`;
  throw new OnboardingError('plan-stale', message, { host: host.name, moref: host.moref, changes });
}

function changesOf(before: PlanFingerprint['madeFrom'], now: PlanFingerprint['madeFrom']): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} ${before[name] ?? 'absent'} -> ${now[name] ?? 'absent'}`);
}

/** Another network, directory or release can lead from the same to something else. */
function otherSteps(planned: readonly string[], now: readonly string[]): string[] {
  const gone = planned.filter((step) => !now.includes(step)).map((step) => `no longer "${step}"`);
  const fresh = now.filter((step) => !planned.includes(step)).map((step) => `now "${step}"`);
  return [...gone, ...fresh];
}

/** A parameter's version, and each value: of a local file every version is 1. */
function settingsFacts({ values, versions }: EffectiveSettings): Record<string, string> {
  const ofVersions = versions.map(({ origin, version }) => [`version of ${origin}`, String(version)]);
  const ofValues = Object.entries(values).map(([member, value]) => [`setting ${member}`, JSON.stringify(value)]);
  return Object.fromEntries([...ofVersions, ...ofValues]);
}

function stackFacts(stack: NetStackInstance): Record<string, string> {
  const { dnsConfig: dns } = stack;
  const list = (texts: readonly string[] = []) => (texts.length === 0 ? 'none' : texts.join(' '));
  return {
    gateway: stack.defaultGateway ?? 'none',
    'IPv6 gateway': stack.ipV6DefaultGateway ?? 'none',
    'congestion control': stack.congestionControlAlgorithm ?? 'none',
    'maximum connections': String(stack.requestedMaxNumberOfConnections ?? 'none'),
    'DNS servers': dns?.dhcp ? 'from DHCP' : list(dns?.address),
    'DNS domain': dns?.domainName || 'none',
    'DNS search domains': list(dns?.searchDomain),
    routes: list(stack.routes.map(({ network, prefixLength, gateway }) => `${network}/${prefixLength}>${gateway}`)),
  };
}

/** What a DHCP server or a router gave may be another one by now, and the plan is none the worse. */
function adapterFacts({ device, ...nic }: VirtualNic): Record<string, string> {
  const { dhcp, ipAddress, subnetMask, ipv6, distributedVirtualPort: port } = nic;
  const manual = (ipv6?.addresses ?? []).filter(({ origin }) => origin === 'manual');
  const ipv6Ways = [ipv6?.dhcpV6Enabled ? 'DHCP' : '', ipv6?.autoConfigurationEnabled ? 'routers' : ''];
  const ipv6Text = [...ipv6Ways, ...manual.map((each) => `${each.ipAddress}/${each.prefixLength}`)];
  return {
    [`adapter ${device} portgroup`]: nic.portgroup || (port?.portgroupKey ?? 'none'),
    [`adapter ${device} address`]: dhcp ? 'from DHCP' : `${ipAddress ?? 'none'}/${subnetMask ?? 'none'}`,
    [`adapter ${device} IPv6`]: ipv6Text.filter((text) => text !== '').join(' ') || 'none',
    [`adapter ${device} MTU`]: String(nic.mtu ?? 'default'),
  };
}

/** An address of a pool is provisional until it is claimed: another one of the same pool is the same plan. */
function pooledAddress({ values }: EffectiveSettings, settled: EffectiveSettings): string | undefined {
  const address = settled.values.address;
  if (values.address?.mode !== 'pool' || address?.mode !== 'static') return undefined;
  return address.address.split('/')[0];
}

function withoutAddress(text: string, address: string | undefined): string {
  if (address === undefined) return text;
  const whole = new RegExp(`(?<![\\d.])${address.replaceAll('.', '\\.')}(?![\\d.])`, 'g');
  return text.replace(whole, '(from the pool)');
}
