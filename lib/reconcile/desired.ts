/** What the settings ask of one host: settings and inventory in, a complete wish out, or every reason why not. */
import { OnboardingError, OnboardingErrors } from '../errors.ts';
import { chooseAddress, type DesiredAddress, refuseOwnAddress, refuseUnusableGateway } from './desired-address.ts';
import { chooseIpv6, chooseIpv6Gateway, type DesiredIpv6 } from './desired-ipv6.ts';
import { chooseRoutes } from './desired-routes.ts';
import { isMisplaced } from './misplaced-adapter.ts';
import { chooseNetwork, type Network } from './network-choice.ts';
import { refuseMtuAboveSwitch, refuseSharedGateway } from './safety.ts';
import type { EffectiveSettings } from './settings.ts';
import type { SettingsDocument, SettingsMember } from './settings-document.ts';
import { stackSettings } from './stack-settings.ts';
import {
  type HostNetwork,
  type HostState,
  PROVISIONING_STACK,
  type RouteEntry,
  type VcenterDirectory,
  type VirtualNic,
} from './state.ts';
import type { WrittenStack } from './steps.ts';

/** What one stack of one host ought to be. An absent member is not managed, `null` means none. */
export interface Desired {
  readonly netStackInstanceKey: WrittenStack;
  readonly network: Network;
  readonly address: DesiredAddress;
  readonly ipv6?: DesiredIpv6;
  readonly mtu?: number;
  readonly gateway?: string | null;
  readonly ipv6Gateway?: string | null;
  readonly routes?: readonly RouteEntry[];
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
 * @throws OnboardingErrors with every reason at once: `settings-incomplete`, `pool-without-table`,
 * `gateway-*`, `address-*`, `portgroup-*`, `switch-not-joined`, `ipv6-disabled`, `route-unusable`, `mtu-above-switch`
 */
export function desiredState(
  settings: EffectiveSettings,
  host: HostState,
  network: HostNetwork,
  directory: VcenterDirectory,
  netStackInstanceKey: WrittenStack = PROVISIONING_STACK,
): Desired {
  const { values, origins } = stackSettings(settings, netStackInstanceKey);
  const errors: OnboardingError[] = [];
  const chosen = collect(errors, () => {
    if (values.portgroup === undefined) return missing('portgroup', host);
    const choice = { name: values.portgroup, allowsNsx: values.nsxSegments === 'allow' };
    return chooseNetwork(choice, host, network, directory);
  });
  const address = collect(errors, () =>
    values.address === undefined ? missing('address', host) : chooseAddress(values.address, host, network),
  );
  const ipv6 = collect(errors, () => chooseIpv6(values, host, network));
  const ipv6Gateway = collect(errors, () => chooseIpv6Gateway(values, ipv6, host));
  const routes = collect(errors, () => chooseRoutes(values.routes, { address, ipv6 }, host, network));
  if (address !== undefined) {
    const others = network.vnics.filter((vnic) => vnic.netStackInstanceKey !== netStackInstanceKey);
    const isAside = (vnic: VirtualNic) => chosen === undefined || !isMisplaced(chosen, host, vnic);
    collect(errors, () => refuseOwnAddress(address, host, others.filter(isAside)));
    collect(errors, () => refuseUnusableGateway(values.gateway, address, host));
  }
  const { mtu, gateway } = values;
  collect(errors, () => refuseSharedGateway(gateway, netStackInstanceKey, host, network));
  if (chosen !== undefined) collect(errors, () => refuseMtuAboveSwitch(mtu, chosen, host, network));
  collect(errors, () => refuseProofWithoutChannel(values, host));
  const [first, ...rest] = inOrderOfWeight(errors);
  if (first !== undefined) throw rest.length === 0 ? first : new OnboardingErrors([first, ...rest]);
  if (chosen === undefined || address === undefined) return missing('portgroup', host);
  const { congestionControl, maxConnections } = values.tcp ?? {};
  const dns = values.dns === null ? { servers: [], domain: '', searchDomains: [] } : values.dns;
  return {
    netStackInstanceKey,
    network: chosen,
    address,
    ...defined({
      ipv6,
      mtu,
      gateway,
      ipv6Gateway,
      routes,
      congestionControlAlgorithm: congestionControl,
      requestedMaxNumberOfConnections: maxConnections,
      dns: dns === undefined ? undefined : defined(dns),
    }),
    origins,
  };
}

/** A proof that is required and can never be made would fail every host. */
function refuseProofWithoutChannel({ verify, esxcli }: SettingsDocument, host: HostState): void {
  if (verify?.pingGateway !== 'require' || esxcli !== 'never') return;
  const message = `The settings of ${host.name} require a ping of the gateway, which goes by esxcli, and say "esxcli": "never".`;
  throw new OnboardingError('settings-incomplete', message, { host: host.name, moref: host.moref, path: 'esxcli' });
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

/** Without the members that are absent. */
function defined<Members extends object>(members: Members): { [M in keyof Members]: Exclude<Members[M], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [M in keyof Members]: Exclude<Members[M], undefined>;
  };
}
