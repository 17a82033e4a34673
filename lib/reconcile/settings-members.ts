/** The members of a settings document: their values, and a sentence each, which editors show. */
import * as z from 'zod/mini';
import { rangeProblems } from './address-ranges.ts';
import { canBeRouter, isIp, isIpv4Cidr, isIpv6Cidr } from './addresses.ts';
import { routeProblem, twiceRouted } from './route-settings.ts';

const router = z
  .string()
  .check(z.refine(canBeRouter, 'is not an IPv4 address of a router, such as 10.20.0.1'), z.meta({ format: 'ipv4' }));
const ip = z.string().check(z.refine(isIp, 'is not an IP address'));
const ipv6 = z.ipv6('is not an IPv6 address such as fd00:20::1');
const subnet = z
  .string()
  .check(z.refine(isIpv4Cidr, 'is not a subnet such as 10.20.0.0/24'))
  .check(z.describe('The subnet of the adapters: 10.20.0.0/24.'));
/** RFC 1035 §2.3.4 bounds the whole name; a label is letters, digits and hyphens. */
const domain = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(
      /^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
      'is not a domain name',
    ),
  );

/** A member that may be absent, and what it is. */
function optional<Schema extends z.core.$ZodType>(schema: Schema, description: string) {
  return z.optional(schema).check(z.describe(description));
}

/** One of the forms of an object with a `mode`. */
function form<Mode extends string>(mode: Mode, description: string) {
  return z.strictObject({ mode: z.literal(mode).check(z.describe(description)) });
}

const pool = z
  .extend(form('pool', 'The first free address of the ranges; needs the journal table.'), {
    subnet,
    ranges: z
      .array(z.string())
      .check(z.minLength(1))
      .check(z.describe('Ranges inside the subnet: 10.20.0.50-10.20.0.200, both ends included.')),
  })
  .check(
    z.superRefine(({ ranges, subnet: cidr }, context) => {
      for (const { index, text } of rangeProblems(ranges, cidr)) {
        context.addIssue({ code: 'custom', path: ['ranges', index], message: text });
      }
    }),
  );

const address = z.discriminatedUnion('mode', [
  form('dhcp', 'From a DHCP server.'),
  z.extend(form('derive', 'The host part of the management address, in another subnet.'), { subnet }),
  pool,
  z.extend(form('static', 'This address; in the scope of a host only.'), {
    address: z
      .string()
      .check(z.refine(isIpv4Cidr, 'is not an address with prefix length such as 10.20.0.17/24'))
      .check(z.describe('Address and prefix length: 10.20.0.17/24.')),
  }),
]);

const ipv6Modes = z.discriminatedUnion('mode', [
  form('off', 'No IPv6 on the adapter.'),
  form('auto', 'Router advertisements.'),
  form('dhcp', 'DHCPv6.'),
  z.extend(form('static', 'This address; in the scope of a host only.'), {
    address: z
      .string()
      .check(z.refine(isIpv6Cidr, 'is not an IPv6 address with prefix length such as fd00:20::17/64'))
      .check(z.describe('Address and prefix length: fd00:20::17/64.')),
  }),
]);

const route = z
  .strictObject({
    network: z.string().check(z.describe('10.30.0.0/16 or fd00:30::/64; not the default route.')),
    gateway: ip.check(z.describe('Inside the subnet of the adapter.')),
  })
  .check(
    z.superRefine((each, context) => {
      const message = routeProblem(each);
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: ['network'] });
    }),
  );
const routes = z.array(route).check(
  z.superRefine((all, context) => {
    for (const index of twiceRouted(all))
      context.addIssue({ code: 'custom', message: 'has a route already', path: [index, 'network'] });
  }),
);

const dns = z.strictObject({
  servers: optional(z.array(ip), 'Addresses of DNS servers; absent: not managed.'),
  domain: optional(domain, 'Domain of the stack; absent: not managed.'),
  searchDomains: optional(z.array(domain), 'Search domains; absent: not managed.'),
});

const tcp = z.strictObject({
  congestionControl: optional(z.enum(['newreno', 'cubic']), 'Absent: not managed.'),
  maxConnections: optional(
    z.int().check(z.minimum(1), z.maximum(1_000_000)),
    'Sockets of the stack; counts after a reboot of the host. Absent: not managed.',
  ),
});

const members = {
  mode: optional(
    z.enum(['off', 'report', 'onboard', 'enforce']),
    'How far it goes by itself: nothing, report, new hosts only, or every host and drift. Absent: onboard.',
  ),
  portgroup: optional(
    z.string().check(z.minLength(1), z.maxLength(80)),
    'The network of the adapter: a distributed or standard portgroup, by name. Required.',
  ),
  gateway: optional(
    z.nullable(router),
    'The IPv4 gateway of the stack, inside the subnet; null: none. May be absent with DHCP only.',
  ),
  ipv6Gateway: optional(z.nullable(ipv6), 'The IPv6 gateway of the stack; null: none. Absent: not managed.'),
  dns: optional(
    z.nullable(dns),
    'DNS of the stack; null clears servers, domain and search domains. Absent: not managed.',
  ),
  address: optional(address, 'Where the IPv4 address of the adapter comes from. Required.'),
  ipv6: optional(ipv6Modes, 'What the adapter does about IPv6. Absent: not managed.'),
  /** 1280 is what IPv6 needs; 9000 is the largest that the vSphere Client takes for an adapter. */
  mtu: optional(
    z.int().check(z.minimum(1280), z.maximum(9000)),
    "MTU of the adapter, at most the switch's. Absent: not managed, and 1500 on a new adapter.",
  ),
  routes: optional(routes, 'The static routes of the stack, of both families: exactly these. Absent: not managed.'),
  tcp: optional(tcp, 'Buffers and sockets of the stack.'),
  verify: optional(
    z.strictObject({
      pingGateway: z
        .enum(['off', 'warn', 'require'])
        .check(z.describe("Whether the stack's own ping asks the gateway after a change.")),
    }),
    'What is proven beyond reading back. Absent: no ping.',
  ),
  esxcli: optional(
    z.enum(['fallback', 'never']),
    'Whether DNS and routes may go by esxcli where vCenter refuses them. Absent: fallback.',
  ),
  onUnsupported: optional(
    z.enum(['fail', 'warn']),
    'What becomes of a host that refuses DNS or routes by both channels. Absent: fail.',
  ),
  /** An overlay cannot be told from a VLAN, and some do not carry 9000 bytes or reach a gateway: a person decides. */
  nsxSegments: optional(z.enum(['refuse', 'allow']), 'Whether the portgroup may be an NSX segment. Absent: refuse.'),
  settleSeconds: optional(
    z.int().check(z.minimum(0), z.maximum(3600)),
    'How long a new standalone host is left alone, in seconds. Absent: 120.',
  ),
};

/** One document: all of its members may be absent. */
export const settingsSchema = z.strictObject({
  ...members,
  vmotion: optional(
    z.strictObject(members),
    'The vMotion stack: the same members; written by "apply --stack vmotion" only.',
  ),
  /** Names the address space: equal addresses in vCenters of different sites are different addresses. */
  site: optional(
    z.string().check(z.regex(/^[A-Za-z0-9.-]{1,64}$/, 'is not a name of 1 to 64 letters, digits, dots and hyphens')),
    'The address space of the vCenter; in "defaults" only. Absent: the one that all without a site share.',
  ),
});
