/** What the settings ask of one host: settings and inventory in, a complete wish out, or every reason why not. */
import { OnboardingError, OnboardingErrors } from '../errors.ts';
import { chooseAddress, type DesiredAddress, refuseUnusableGateway } from './desired-address.ts';
import { chooseNetwork, type Network } from './network-choice.ts';
import type { EffectiveSettings } from './settings.ts';
import type { SettingsMember } from './settings-document.ts';
import { type HostNetwork, type HostState, PROVISIONING_STACK, type VcenterDirectory } from './state.ts';
import type { WrittenStack } from './steps.ts';

/** What one stack of one host ought to be. An absent member is not managed, `null` means none. */
export interface Desired {
  readonly netStackInstanceKey: WrittenStack;
  readonly network: Network;
  readonly address: DesiredAddress;
  readonly mtu?: number;
  readonly gateway?: string | null;
  readonly congestionControlAlgorithm?: string;
  readonly requestedMaxNumberOfConnections?: number;
  readonly dns?: {
    readonly servers?: readonly string[];
    readonly domain?: string;
    readonly searchDomains?: readonly string[];
  };
  /** Where each member came from, for the reasons of the steps. */
  readonly origins: EffectiveSettings['origins'];
}

/**
 * @throws OnboardingErrors with every reason at once: `settings-unsupported`, `settings-incomplete`,
 * `gateway-*`, `address-*`, `portgroup-*`, `switch-not-joined`
 */
export function desiredState(
  settings: EffectiveSettings,
  host: HostState,
  network: HostNetwork,
  directory: VcenterDirectory,
): Desired {
  const { values, origins } = settings;
  const errors: OnboardingError[] = [...unsupported(settings, host)];
  const chosen = collect(errors, () =>
    values.portgroup === undefined
      ? missing('portgroup', host)
      : chooseNetwork(values.portgroup, host, network, directory),
  );
  const address = collect(errors, () =>
    values.address === undefined ? missing('address', host) : chooseAddress(values.address, host, network),
  );
  if (address !== undefined) collect(errors, () => refuseUnusableGateway(values.gateway, address, host));
  const [first, ...rest] = inOrderOfWeight(errors);
  if (first !== undefined) throw rest.length === 0 ? first : new OnboardingErrors([first, ...rest]);
  if (chosen === undefined || address === undefined) return missing('portgroup', host);
  const { congestionControl, maxConnections } = values.tcp ?? {};
  const dns = values.dns === null ? { servers: [], domain: '', searchDomains: [] } : values.dns;
  return {
    netStackInstanceKey: PROVISIONING_STACK,
    network: chosen,
    address,
    ...(values.mtu === undefined ? {} : { mtu: values.mtu }),
    ...(values.gateway === undefined ? {} : { gateway: values.gateway }),
    ...(congestionControl === undefined ? {} : { congestionControlAlgorithm: congestionControl }),
    ...(maxConnections === undefined ? {} : { requestedMaxNumberOfConnections: maxConnections }),
    ...(dns === undefined ? {} : { dns: defined(dns) }),
    origins,
  };
}

function collect<Value>(errors: OnboardingError[], decide: () => Value): Value | undefined {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    errors.push(error);
    return undefined;
  }
}

/** The first decides the status: what waiting cannot cure must not hide behind what it may. */
function inOrderOfWeight(errors: readonly OnboardingError[]): OnboardingError[] {
  return [...errors.filter(({ retry }) => retry === 'never'), ...errors.filter(({ retry }) => retry === 'later')];
}

function missing(member: SettingsMember, host: HostState): never {
  const message = `The settings of ${host.name} have no "${member}".`;
  throw new OnboardingError('settings-incomplete', message, { host: host.name, moref: host.moref, path: member });
}

/** What the schema knows and this release does not do is refused, never ignored. */
function unsupported({ values, origins }: EffectiveSettings, host: HostState): OnboardingError[] {
  const asked: [SettingsMember, string, boolean][] = [
    ['address', 'address.mode "pool"', values.address?.mode === 'pool'],
    ['ipv6', `ipv6.mode "${values.ipv6?.mode}"`, values.ipv6 !== undefined && values.ipv6.mode !== 'off'],
    ['ipv6Gateway', 'ipv6Gateway', values.ipv6Gateway !== undefined],
    ['routes', 'routes', values.routes !== undefined],
    ['verify', `verify.pingGateway "${values.verify?.pingGateway}"`, (values.verify?.pingGateway ?? 'off') !== 'off'],
    ['esxcli', 'esxcli "fallback"', values.esxcli === 'fallback'],
    ['vmotion', 'vmotion', values.vmotion !== undefined],
  ];
  return asked
    .filter(([, , isAsked]) => isAsked)
    .map(([member, text]) => {
      const message = `Settings ${origins[member]}: ${text} is not supported by this release.`;
      return new OnboardingError('settings-unsupported', message, { host: host.name, moref: host.moref, path: member });
    });
}

type Dns = NonNullable<Desired['dns']>;

function defined(dns: { [Member in keyof Dns]: Dns[Member] | undefined }): Dns {
  return Object.fromEntries(Object.entries(dns).filter(([, value]) => value !== undefined));
}
