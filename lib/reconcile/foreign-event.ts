/** What another forwarder sends, as a message of the host events queue. It only wakes a host; nothing in it is state. */
import * as z from 'zod/mini';
import { type HostMessage, MESSAGE_VERSION, WAKING_EVENTS } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { inWords } from './problems-in-words.ts';
import { type SourceNames, vcenterOfSource } from './source-names.ts';
import { type UnwrappedEvent, unwrapEvent } from './unwrap-event.ts';

/** A host to wake, or an event that wakes none. */
export type ForeignEvent =
  | { readonly wakes: true; readonly message: HostMessage }
  | { readonly wakes: false; readonly eventTypeId: string };

/** Encoders differ in the case of the first letter, and write what is unset or leave it out. */
function members<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const normalized = z.transform((value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const set = Object.entries(value).filter(([, member]) => member !== null);
    return Object.fromEntries(set.map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), member]));
  });
  return z.pipe(normalized, z.object(shape));
}

/** A reference: of type and value, or one text as pyVmomi writes it, `vim.HostSystem:host-21`. */
const reference = z.union([z.string(), members({ value: z.string() })]);
const moref = z.pipe(
  z.pipe(
    reference,
    z.transform((found) => {
      const text = typeof found === 'string' ? found : found.value;
      return text.slice(text.lastIndexOf(':') + 1);
    }),
  ),
  z.string().check(z.regex(/^host-\d{1,20}$/, 'is no host-<digits>')),
);

const hostArgument = z.pipe(
  members({ name: z._default(z.string(), ''), host: moref }),
  z.transform(({ name, host }) => ({ moref: host, name })),
);

/** What each vim25 Event has; the key is signed, and text in XML. */
const anyEvent = {
  key: z.union([z.int(), z.pipe(z.string().check(z.regex(/^-?\d{1,15}$/)), z.transform(Number))]),
  createdTime: z.iso.datetime({ offset: true }),
};

const hostEvent = members({ ...anyEvent, host: z.optional(hostArgument), hostJoined: z.optional(hostArgument) });

/** Its own name for its class, in vSphere's JSON (also the root of XML) and in pyVmomi's. */
const named = z.object({ _typeName: z.optional(z.string()), _vimtype: z.optional(z.string()) });

/**
 * Reads an event in any shape that forwarders send.
 * @param value what came in, whatever it is
 * @param names which vCenter goes by which names
 * @throws OnboardingError `message-malformed` with the reason, or `source-unknown`
 */
export function readForeignEvent(value: unknown, names: SourceNames): ForeignEvent {
  const unwrapped = unwrapEvent(value);
  const eventTypeId = nameOf(unwrapped);
  if (!isWaking(eventTypeId)) {
    // only what is an event of vSphere: whatever else is on the bus must not vanish
    parsed(members(anyEvent), unwrapped.event, eventTypeId);
    return { wakes: false, eventTypeId };
  }
  const { key, createdTime, ...hosts } = parsed(hostEvent, unwrapped.event, eventTypeId);
  // a DvsHostJoinedEvent may leave `host` unset (vSphere API)
  const host = hosts.hostJoined ?? hosts.host;
  if (host === undefined) throw malformed(`the ${eventTypeId} names no host`);
  if (unwrapped.source === undefined)
    throw malformed(`nothing around the ${eventTypeId} says which vCenter it is from`);
  const vcenter = vcenterOfSource(unwrapped.source, names);
  const cause = { kind: 'event', eventTypeId, key, createdTime } as const;
  return { wakes: true, message: { version: MESSAGE_VERSION, vcenter, host, cause } };
}

function parsed<Output>(schema: z.ZodMiniType<Output>, event: unknown, eventTypeId: string): Output {
  const { data, error } = schema.safeParse(event, inWords);
  if (error === undefined) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`);
  throw malformed(`the ${eventTypeId} is of no shape that is known: ${problems.join('; ')}`);
}

function nameOf({ event, cloudEventName, detailType }: UnwrappedEvent): string {
  const { _typeName, _vimtype } = named.safeParse(event).data ?? {};
  const name = cloudEventName || _typeName || _vimtype?.slice(_vimtype.lastIndexOf('.') + 1) || detailType;
  if (name) return name;
  throw malformed('it has no subject, type, _typeName or _vimtype that says which event it is');
}

function isWaking(name: string): boolean {
  return WAKING_EVENTS.some((waking) => waking === name);
}

function malformed(reason: string): OnboardingError {
  return new OnboardingError('message-malformed', `An event of another forwarder cannot be read: ${reason}.`);
}
