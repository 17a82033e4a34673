/** vim25 faults as errors of ours: matched by type, never by text, which is localized. */
import { type ErrorCode, type ErrorContext, OnboardingError } from '../errors.ts';
import { decodeReply } from './decode-reply.ts';
import { isManagedObjectReference } from './encode-request.ts';
import { xsiPrefixes } from './reply-check.ts';
import type { ManagedObjectReference } from './vim25-types.ts';
import { ATTRIBUTES_KEY } from './wsdl.ts';

/** A fault as it came. */
export interface Fault {
  /** The type's name, as in `HostConfigFault`. */
  readonly type: string;
  readonly text: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Faults with a code of their own; every other is `fault-refused`. */
const CODES: Record<string, ErrorCode> = {
  HostNotConnected: 'fault-passing',
  HostNotReachable: 'fault-passing',
  HostCommunication: 'fault-passing',
  ConcurrentAccess: 'fault-passing',
  TaskInProgress: 'fault-passing',
  ResourceInUse: 'fault-passing',
  InvalidState: 'fault-passing',
  RequestCanceled: 'fault-passing',
  Timedout: 'fault-passing',
  InvalidLogin: 'login-refused',
  NoPermission: 'permission-missing',
  NotAuthenticated: 'permission-missing',
  MethodNotFound: 'method-missing',
  NotImplemented: 'method-missing',
};

/** The two operations of the esxcli channel (govmomi internal/types.go). */
const ESXCLI_OPERATIONS: ReadonlySet<string> = new Set(['RetrieveManagedMethodExecuter', 'ExecuteSoap']);

/** How a server says that it does not know an operation; vCenter's own way is InvalidRequest (vpulim/node-soap#668). */
const UNKNOWN_OPERATION: ReadonlySet<string> = new Set([
  'MethodNotFound',
  'NotImplemented',
  'NotSupported',
  'InvalidRequest',
]);

/**
 * The error for what node-soap rejected with: a fault, or a reply that it could not parse.
 * @returns reply-unreadable when it is no fault
 */
export function toFaultError(rejection: unknown, operation: string): OnboardingError {
  const fault = faultOf(rejection);
  if (fault !== undefined) return faultError(fault, operation);
  return new OnboardingError('reply-unreadable', `The answer to ${operation} cannot be read.`, { step: operation });
}

/** The error for a fault, with vSphere's words and the fault's type in `context.fault`. */
export function faultError(fault: Fault, operation: string): OnboardingError {
  const { type, members } = fault;
  const privilege = typeof members['privilegeId'] === 'string' ? members['privilegeId'] : undefined;
  const object = objectOf(members);
  const where = object === undefined ? '' : ` on ${object.type} ${object.value}`;
  const context: ErrorContext = {
    step: operation,
    fault: type,
    ...(privilege === undefined ? {} : { privilege }),
    ...(object === undefined ? {} : { object: object.value }),
  };
  const code = codeOf(fault, operation);
  const needed = privilege === undefined ? 'a privilege that vCenter does not name' : `the privilege ${privilege}`;
  const privileges = `needs ${needed}${where}: ${type}`;
  const what = code === 'permission-missing' ? privileges : `was answered with ${type}${where}`;
  const words = detailLines(fault).join(' ');
  return new OnboardingError(code, `${operation} ${what}${words === '' ? '.' : `: ${words}`}`, context);
}

/** Whether an error is the fault of this type. */
export function isFault(error: unknown, type: string): boolean {
  return error instanceof OnboardingError && error.context['fault'] === type;
}

function codeOf({ type, text, members }: Fault, operation: string): ErrorCode {
  // "Transaction has rolled back on the host": many network operations at once (vSphere 6.7 Networking guide)
  if (/rolled back/i.test([text, ...detailLines({ type, text, members })].join(' '))) return 'fault-passing';
  const objectType = objectOf(members)?.type ?? '';
  if (type === 'ManagedObjectNotFound' && ['HostSystem', 'HostNetworkSystem'].includes(objectType)) return 'host-gone';
  if (ESXCLI_OPERATIONS.has(operation) && UNKNOWN_OPERATION.has(type)) return 'esxcli-unavailable';
  return CODES[type] ?? (operation === 'ExecuteSoap' ? 'esxcli-refused' : 'fault-refused');
}

/** The faultstring is generic; what happened stands in the members. */
function detailLines({ text, members }: Fault): string[] {
  const messages = [members['faultMessage']].flat().map((message) => (message as { message?: unknown })?.message);
  const invalid = members['invalidProperty'];
  const lines = [
    text,
    ...messages,
    members['text'],
    typeof invalid === 'string' ? `(invalid property: ${invalid})` : undefined,
  ];
  return [...new Set(lines.filter((line): line is string => typeof line === 'string' && line.trim() !== ''))];
}

function objectOf(members: Fault['members']): ManagedObjectReference | undefined {
  const object = members['object'] ?? members['obj'];
  return isManagedObjectReference(object) ? object : undefined;
}

/** node-soap rejects a fault with an Error that carries the parsed envelope as `root`, and the reply as `body`. */
function faultOf(rejection: unknown): Fault | undefined {
  const { root, body } = (rejection ?? {}) as { root?: { Envelope?: { Body?: { Fault?: unknown } } }; body?: unknown };
  const raw = root?.Envelope?.Body?.Fault as { faultstring?: unknown; detail?: unknown } | undefined;
  if (raw === undefined || raw === null || typeof body !== 'string') return undefined;
  const { detail } = raw;
  const context = { xsiPrefixes: xsiPrefixes(body) };
  const faultstring = decodeReply(raw.faultstring, context);
  const isTyped = typeof detail === 'object' && detail !== null;
  const [element, content] = Object.entries(isTyped ? detail : {}).find(([name]) => name !== ATTRIBUTES_KEY) ?? [];
  const decoded = decodeReply(content, context);
  const members = typeof decoded === 'object' && decoded !== null ? (decoded as Record<string, unknown>) : {};
  // older servers leave the type out, and the element is named after it
  const type = typeof members['_type'] === 'string' ? members['_type'] : element?.replace(/Fault$/, '');
  return { type: type ?? 'RuntimeFault', text: typeof faultstring === 'string' ? faultstring : '', members };
}
