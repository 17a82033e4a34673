import { isIP } from 'node:net';
import type { HostNetwork } from '../host/host-network.ts';
import { defaultStack, type Stack } from '../host/network-state.ts';
import {
  type Arguments,
  argumentOf,
  CliFault,
  type Command,
  flagOf,
  netstackParameter,
  type Parameter,
} from './command.ts';
import { stackOf } from './stack-of.ts';

const server: Parameter = {
  name: 'server',
  aliases: ['-s', '--server'],
  help: 'The IP address (v4 or v6) of the DNS server.',
  kind: 'text',
};
const domain: Parameter = {
  name: 'domain',
  aliases: ['-d', '--domain'],
  help: 'The string name of a domain of the list of search domains.',
  kind: 'text',
  required: true,
};
const all: Parameter = {
  name: 'all',
  aliases: ['-a', '--all'],
  help: 'Remove all DNS servers from the list of domain name servers.',
  kind: 'flag',
};

/**
 * Changes a list of the stack's DNS, unless the scenario answers otherwise: DNS of a system stack by this channel may
 * be refused, or get a yes that changes nothing.
 */
function change(network: HostNetwork, given: Arguments, work: (dns: Stack['dns']) => void): true {
  const stack = stackOf(network, given);
  const { esxcliDns } = network.vcenter.scenario.answers;
  if (stack.key !== defaultStack && esxcliDns === 'refused')
    throw new CliFault(`DNS of netstack instance ${stack.key} cannot be configured.`);
  if (stack.key === defaultStack || esxcliDns === 'accepted') work(stack.dns);
  return true;
}

function append(list: string[], value: string, what: string): void {
  if (list.includes(value)) throw new CliFault(`${what} ${value} already exists.`);
  list.push(value);
}

function takeOut(list: string[], value: string, what: string): void {
  if (!list.includes(value)) throw new CliFault(`${what} ${value} does not exist.`);
  list.splice(list.indexOf(value), 1);
}

function addressOf(given: Arguments): string {
  const address = argumentOf(given, 'server') ?? '';
  if (isIP(address) === 0) throw new CliFault(`Invalid IP address: ${address}`);
  return address;
}

const servers = { namespace: 'network.ip.dns.server' };
const search = { namespace: 'network.ip.dns.search' };

/** `network ip dns server` and `network ip dns search`. */
export const dnsCommands: readonly Command[] = [
  {
    ...servers,
    name: 'add',
    help: 'Add a new DNS server to the end of the list of DNS servers to use for this ESXi host.',
    parameters: [netstackParameter, { ...server, required: true }],
    writes: true,
    run: (network, given) => change(network, given, (dns) => append(dns.servers, addressOf(given), 'DNS server')),
  },
  {
    ...servers,
    name: 'list',
    help: 'Print a list of the DNS server currently configured on the system in the order in which they will be used.',
    parameters: [netstackParameter],
    writes: false,
    run: (network, given) => ({ kind: 'DNSServers', fields: { DNSServers: stackOf(network, given).dns.servers } }),
  },
  {
    ...servers,
    name: 'remove',
    help: 'Remove a DNS server from the list of DNS servers to use for this ESXi host.',
    parameters: [all, netstackParameter, server],
    writes: true,
    run: (network, given) =>
      change(network, given, (dns) => {
        if (flagOf(given, 'all')) dns.servers = [];
        else takeOut(dns.servers, addressOf(given), 'DNS server');
      }),
  },
  {
    ...search,
    name: 'add',
    help: 'Add a search domain to the list of domains to be searched when trying to resolve an host name.',
    parameters: [domain, netstackParameter],
    writes: true,
    run: (network, given) =>
      change(network, given, (dns) => append(dns.search, argumentOf(given, 'domain') ?? '', 'Search domain')),
  },
  {
    ...search,
    name: 'list',
    help: 'List the search domains currently configured on the ESXi host in the order in which they will be used.',
    parameters: [netstackParameter],
    writes: false,
    run: (network, given) => ({
      kind: 'DNSSearchDomains',
      fields: { DNSSearchDomains: stackOf(network, given).dns.search },
    }),
  },
  {
    ...search,
    name: 'remove',
    help: 'Remove a search domain from the list of domains to be searched when trying to resolve an host name.',
    parameters: [domain, netstackParameter],
    writes: true,
    run: (network, given) =>
      change(network, given, (dns) => takeOut(dns.search, argumentOf(given, 'domain') ?? '', 'Search domain')),
  },
];
