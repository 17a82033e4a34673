/** The settings document: its schema, and what is wrong with a given text, every problem at once. */
import * as z from 'zod';
import { OnboardingError, OnboardingErrors } from '../errors.ts';
import { rangeProblems } from './address-ranges.ts';
import { canBeRouter, isIp, isIpv4Cidr, isIpv6Cidr } from './addresses.ts';
import type { StoredDocument } from './ports.ts';
import { routeProblem, twiceRouted } from './route-settings.ts';

const router = z.string().refine(canBeRouter, 'is not an IPv4 address of a router, such as 10.20.0.1');
const ip = z.string().refine(isIp, 'is not an IP address');
const ipv6 = z.ipv6('is not an IPv6 address such as fd00:20::1');
const subnet = z.string().refine(isIpv4Cidr, 'is not a subnet such as 10.20.0.0/24');
/** RFC 1035 §2.3.4 bounds the whole name; a label is letters, digits and hyphens. */
const domain = z
  .string()
  .max(253)
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    'is not a domain name',
  );

const pool = z
  .strictObject({ mode: z.literal('pool'), subnet, ranges: z.array(z.string()).min(1) })
  .superRefine(({ ranges, subnet: cidr }, context) => {
    for (const { index, text } of rangeProblems(ranges, cidr)) {
      context.addIssue({ code: 'custom', path: ['ranges', index], message: text });
    }
  });

const address = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('dhcp') }),
  z.strictObject({ mode: z.literal('derive'), subnet }),
  pool,
  z.strictObject({
    mode: z.literal('static'),
    address: z.string().refine(isIpv4Cidr, 'is not an address with prefix length such as 10.20.0.17/24'),
  }),
]);

const ipv6Modes = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('off') }),
  z.strictObject({ mode: z.literal('auto') }),
  z.strictObject({ mode: z.literal('dhcp') }),
  z.strictObject({
    mode: z.literal('static'),
    address: z.string().refine(isIpv6Cidr, 'is not an IPv6 address with prefix length such as fd00:20::17/64'),
  }),
]);

const routes = z
  .array(
    z.strictObject({ network: z.string(), gateway: ip }).superRefine((route, context) => {
      const message = routeProblem(route);
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: ['network'] });
    }),
  )
  .superRefine((all, context) => {
    for (const index of twiceRouted(all))
      context.addIssue({ code: 'custom', message: 'has a route already', path: [index, 'network'] });
  });

const members = {
  mode: z.enum(['off', 'report', 'onboard', 'enforce']),
  portgroup: z.string().min(1).max(80),
  gateway: router.nullable(),
  ipv6Gateway: ipv6.nullable(),
  dns: z
    .strictObject({
      servers: z.array(ip).optional(),
      domain: domain.optional(),
      searchDomains: z.array(domain).optional(),
    })
    .nullable(),
  address,
  ipv6: ipv6Modes,
  /** 1280 is what IPv6 needs; 9000 is the largest that the vSphere Client takes for an adapter. */
  mtu: z.int().min(1280).max(9000),
  routes,
  tcp: z.strictObject({
    congestionControl: z.enum(['newreno', 'cubic']).optional(),
    maxConnections: z.int().min(1).max(1_000_000).optional(),
  }),
  verify: z.strictObject({ pingGateway: z.enum(['off', 'warn', 'require']) }),
  esxcli: z.enum(['fallback', 'never']),
  onUnsupported: z.enum(['fail', 'warn']),
  /** An overlay cannot be told from a VLAN, and some do not carry 9000 bytes or reach a gateway: a person decides. */
  nsxSegments: z.enum(['refuse', 'allow']),
  settleSeconds: z.int().min(0).max(3600),
};

const schema = z
  .strictObject({
    ...members,
    vmotion: z.strictObject(members).partial(),
    /** Names the address space: equal addresses in vCenters of different sites are different addresses. */
    site: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'is not a name of 1 to 64 letters, digits, dots and hyphens'),
  })
  .partial();

/** A settings document as an operator may write it. An absent member is not managed; `null` means none. */
export type SettingsDocument = z.infer<typeof schema>;
/** The name of a top-level member, the unit of inheritance. */
export type SettingsMember = keyof SettingsDocument;
/** Where the address of an adapter comes from. */
export type AddressSettings = NonNullable<SettingsDocument['address']>;
/** `off | report | onboard | enforce`. */
export type Mode = NonNullable<SettingsDocument['mode']>;

/**
 * Reads one stored document.
 * @throws OnboardingErrors `settings-invalid`, one error for each problem, with origin and path
 */
export function parseSettings(stored: StoredDocument): SettingsDocument {
  const parsed = schema.safeParse(parseJson(stored));
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => invalid(stored, issuePath(issue), issueText(issue)));
  if (parsed.success) problems.push(...misplaced(stored, parsed.data));
  const [first, ...rest] = problems;
  if (first !== undefined) throw new OnboardingErrors([first, ...rest]);
  return parsed.data ?? {};
}

/** Members that only one kind of scope may have. */
function misplaced(stored: StoredDocument, { address, ipv6, vmotion, site }: SettingsDocument): OnboardingError[] {
  const problems: OnboardingError[] = [];
  const modes = { address, ipv6, 'vmotion.address': vmotion?.address, 'vmotion.ipv6': vmotion?.ipv6 };
  for (const [path, value] of Object.entries(modes)) {
    if (value?.mode !== 'static' || stored.scope.startsWith('hosts/')) continue;
    const text = '"static" is one address, so it belongs into the scope of one host';
    problems.push(invalid(stored, `${path}.mode`, text));
  }
  if (site !== undefined && stored.scope !== 'defaults') {
    const text = 'names the address space of the whole vCenter, so it belongs into the scope "defaults"';
    problems.push(invalid(stored, 'site', text));
  }
  return problems;
}

function parseJson(stored: StoredDocument): unknown {
  try {
    return JSON.parse(stored.text);
  } catch (cause) {
    const detail = cause instanceof SyntaxError ? cause.message : 'unreadable';
    throw new OnboardingErrors([invalid(stored, '', `is no JSON: ${detail}`)]);
  }
}

function invalid(stored: StoredDocument, path: string, text: string): OnboardingError {
  const message = `Settings ${stored.origin}${path === '' ? '' : ` at ${path}`}: ${text}.`;
  return new OnboardingError('settings-invalid', message, { parameter: stored.origin, path });
}

function issuePath(issue: z.core.$ZodIssue): string {
  return issue.path.map(String).join('.');
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown member ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return issue.message.replace(/\.$/, '');
}
