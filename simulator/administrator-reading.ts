import { at, textAt } from './administrator-soap.ts';
import type { XmlElement } from './wire/xml-read.ts';

/** A VMkernel adapter as it was read back. */
export interface AdapterReading {
  readonly device: string;
  readonly address: string | undefined;
  readonly mask: string | undefined;
  readonly dhcp: boolean;
  readonly stack: string | undefined;
  readonly mtu: number | undefined;
  readonly portgroup: string | undefined;
}

/** A TCP/IP stack as it was read back. */
export interface StackReading {
  readonly key: string;
  readonly gateway: string | undefined;
  readonly ipv6Gateway: string | undefined;
  readonly dns: { readonly servers: readonly string[]; readonly domain: string; readonly search: readonly string[] };
  readonly congestion: string | undefined;
  readonly maxConnections: number | undefined;
}

/** A host as it was read back. */
export interface HostReading {
  readonly moref: string;
  readonly name: string;
  readonly connectionState: string;
  readonly adapters: readonly AdapterReading[];
  readonly stacks: readonly StackReading[];
}

/** Puts a host together from its properties; `portgroups` names the distributed portgroups by key. */
export function hostReading(
  moref: string,
  properties: ReadonlyMap<string, XmlElement>,
  portgroups: ReadonlyMap<string, string>,
): HostReading {
  return {
    moref,
    name: properties.get('name')?.text ?? '',
    connectionState: properties.get('runtime.connectionState')?.text ?? '',
    adapters: (properties.get('config.network.vnic')?.children ?? []).map((vnic) => adapter(vnic, portgroups)),
    stacks: (properties.get('config.network.netStackInstance')?.children ?? []).map(stack),
  };
}

const numberAt = (element: XmlElement, path: string): number | undefined => {
  const text = textAt(element, path);
  return text === undefined ? undefined : Number(text);
};

function adapter(vnic: XmlElement, portgroups: ReadonlyMap<string, string>): AdapterReading {
  const key = textAt(vnic, 'spec.distributedVirtualPort.portgroupKey');
  return {
    device: textAt(vnic, 'device') ?? '',
    address: textAt(vnic, 'spec.ip.ipAddress'),
    mask: textAt(vnic, 'spec.ip.subnetMask'),
    dhcp: textAt(vnic, 'spec.ip.dhcp') === 'true',
    stack: textAt(vnic, 'spec.netStackInstanceKey'),
    mtu: numberAt(vnic, 'spec.mtu'),
    portgroup: key === undefined ? textAt(vnic, 'portgroup') : portgroups.get(key),
  };
}

const stack = (instance: XmlElement): StackReading => ({
  key: textAt(instance, 'key') ?? '',
  gateway: textAt(instance, 'ipRouteConfig.defaultGateway'),
  ipv6Gateway: textAt(instance, 'ipRouteConfig.ipV6DefaultGateway'),
  dns: {
    servers: at(instance, 'dnsConfig.address').map(({ text }) => text),
    domain: textAt(instance, 'dnsConfig.domainName') ?? '',
    search: at(instance, 'dnsConfig.searchDomain').map(({ text }) => text),
  },
  congestion: textAt(instance, 'congestionControlAlgorithm'),
  maxConnections: numberAt(instance, 'requestedMaxNumberOfConnections'),
});
