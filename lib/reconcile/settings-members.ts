/** The members of a settings document: their values, and a sentence each, which editors show. */
import * as z from 'zod';
import { rangeProblems } from './address-ranges.ts';
import { canBeRouter, isIp, isIpv4Cidr, isIpv6Cidr } from './addresses.ts';
import { routeProblem, twiceRouted } from './route-settings.ts';

const router = z
  .string()
  .refine(canBeRouter, 'is not an IPv4 address of a router, such as 10.20.0.1')
  .meta({ format: 'ipv4' });
const ip = z.string().refine(isIp, 'is not an IP address');
const ipv6 = z.ipv6('is not an IPv6 address such as fd00:20::1');
const subnet = z
  .string()
  .refine(isIpv4Cidr, 'is not a subnet such as 10.20.0.0/24')
  .describe('The subnet of the adapters: 10.20.0.0/24.');
/** RFC 1035 §2.3.4 bounds the whole name; a label is letters, digits and hyphens. */
const domain = z
  .string()
  .max(253)
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    'is not a domain name',
  );

/** One of the forms of an object with a `mode`. */
function form<Mode extends string>(mode: Mode, description: string) {
  return z.strictObject({ mode: z.literal(mode).describe(description) });
}

const pool = form('pool', 'The first free address of the ranges; needs the journal table.')
  .extend({
    subnet,
    ranges: z
      .array(z.string())
      .min(1)
      .describe('Ranges inside the subnet: 10.20.0.50-10.20.0.200, both ends included.'),
  })
  .superRefine(({ ranges, subnet: cidr }, context) => {
    for (const { index, text } of rangeProblems(ranges, cidr)) {
      context.addIssue({ code: 'custom', path: ['ranges', index], message: text });
    }
  });

const address = z.discriminatedUnion('mode', [
  form('dhcp', 'From a DHCP server.'),
  form('derive', 'The host part of the management address, in another subnet.').extend({ subnet }),
  pool,
  form('static', 'This address; in the scope of a host only.').extend({
    address: z
      .string()
      .refine(isIpv4Cidr, 'is not an address with prefix length such as 10.20.0.17/24')
      .describe('Address and prefix length: 10.20.0.17/24.'),
  }),
]);

const ipv6Modes = z.discriminatedUnion('mode', [
  form('off', 'No IPv6 on the adapter.'),
  form('auto', 'Router advertisements.'),
  form('dhcp', 'DHCPv6.'),
  form('static', 'This address; in the scope of a host only.').extend({
    address: z
      .string()
      .refine(isIpv6Cidr, 'is not an IPv6 address with prefix length such as fd00:20::17/64')
      .describe('Address and prefix length: fd00:20::17/64.'),
  }),
]);

const route = z
  .strictObject({
    network: z.string().describe('10.30.0.0/16 or fd00:30::/64; not the default route.'),
    gateway: ip.describe('Inside the subnet of the adapter.'),
  })
  .superRefine((each, context) => {
    const message = routeProblem(each);
    if (message !== undefined) context.addIssue({ code: 'custom', message, path: ['network'] });
  });
const routes = z.array(route).superRefine((all, context) => {
  for (const index of twiceRouted(all))
    context.addIssue({ code: 'custom', message: 'has a route already', path: [index, 'network'] });
});

const dns = z.strictObject({
  servers: z.array(ip).optional().describe('Addresses of DNS servers; absent: not managed.'),
  domain: domain.optional().describe('Domain of the stack; absent: not managed.'),
  searchDomains: z.array(domain).optional().describe('Search domains; absent: not managed.'),
});

const tcp = z.strictObject({
  congestionControl: z.enum(['newreno', 'cubic']).optional().describe('Absent: not managed.'),
  maxConnections: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Sockets of the stack; counts after a reboot of the host. Absent: not managed.'),
});

const members = {
  mode: z
    .enum(['off', 'report', 'onboard', 'enforce'])
    .describe('How far it goes by itself: nothing, report, new hosts only, or every host and drift. Absent: onboard.'),
  portgroup: z
    .string()
    .min(1)
    .max(80)
    .describe('The network of the adapter: a distributed or standard portgroup, by name. Required.'),
  gateway: router
    .nullable()
    .describe('The IPv4 gateway of the stack, inside the subnet; null: none. May be absent with DHCP only.'),
  ipv6Gateway: ipv6.nullable().describe('The IPv6 gateway of the stack; null: none. Absent: not managed.'),
  dns: dns
    .nullable()
    .describe('DNS of the stack; null clears servers, domain and search domains. Absent: not managed.'),
  address: address.describe('Where the IPv4 address of the adapter comes from. Required.'),
  ipv6: ipv6Modes.describe('What the adapter does about IPv6. Absent: not managed.'),
  /** 1280 is what IPv6 needs; 9000 is the largest that the vSphere Client takes for an adapter. */
  mtu: z
    .int()
    .min(1280)
    .max(9000)
    .describe("MTU of the adapter, at most the switch's. Absent: not managed, and 1500 on a new adapter."),
  routes: routes.describe('The static routes of the stack, of both families: exactly these. Absent: not managed.'),
  tcp: tcp.describe('Buffers and sockets of the stack.'),
  verify: z
    .strictObject({
      pingGateway: z
        .enum(['off', 'warn', 'require'])
        .describe("Whether the stack's own ping asks the gateway after a change."),
    })
    .describe('What is proven beyond reading back. Absent: no ping.'),
  esxcli: z
    .enum(['fallback', 'never'])
    .describe('Whether DNS and routes may go by esxcli where vCenter refuses them. Absent: fallback.'),
  onUnsupported: z
    .enum(['fail', 'warn'])
    .describe('What becomes of a host that refuses DNS or routes by both channels. Absent: fail.'),
  /** An overlay cannot be told from a VLAN, and some do not carry 9000 bytes or reach a gateway: a person decides. */
  nsxSegments: z.enum(['refuse', 'allow']).describe('Whether the portgroup may be an NSX segment. Absent: refuse.'),
  settleSeconds: z
    .int()
    .min(0)
    .max(3600)
    .describe('How long a new standalone host is left alone, in seconds. Absent: 120.'),
};

/** One document: all of its members may be absent. */
export const settingsSchema = z
  .strictObject({
    ...members,
    vmotion: z
      .strictObject(members)
      .partial()
      .describe('The vMotion stack: the same members; written by "apply --stack vmotion" only.'),
    /** Names the address space: equal addresses in vCenters of different sites are different addresses. */
    site: z
      .string()
      .regex(/^[A-Za-z0-9.-]{1,64}$/, 'is not a name of 1 to 64 letters, digits, dots and hyphens')
      .describe('The address space of the vCenter; in "defaults" only. Absent: the one that all without a site share.'),
  })
  .partial();
