/** The stack's part of a plan that goes in one edit: gateways of both families and TCP settings. */
import { canonical } from './addresses.ts';
import type { Desired } from './desired.ts';
import type { NetStackInstance, VirtualNic } from './state.ts';
import type { Change, NetStackEdit, UpdateNetworkConfigStep } from './steps.ts';

/** Gateway and TCP settings. Without an adapter both are always written: what an unused stack shows may go. */
export function planGateway(
  desired: Desired,
  stack: NetStackInstance,
  adapter: VirtualNic | undefined,
): UpdateNetworkConfigStep | undefined {
  const current = { gateway: gatewayOf(stack), ipv6Gateway: ipv6GatewayOf(stack) };
  const families = (['gateway', 'ipv6Gateway'] as const).filter((family) => {
    const wanted = desired[family];
    return wanted !== undefined && (wanted !== current[family] || (adapter === undefined && wanted !== null));
  });
  const gateways = families.map((family) => ({ field: family, from: current[family], to: desired[family] ?? null }));
  const tcp = tcpChanges(desired, stack, adapter);
  const changes = [...gateways, ...tcp.changes];
  if (changes.length === 0) return undefined;
  const after = { ...current, ...Object.fromEntries(gateways.map(({ field, to }) => [field, to])) };
  return {
    action: 'updateNetworkConfig',
    part: 'gateway',
    reason: gateways.map((change) => gatewayReason(change, desired)).join('; ') || tcpReason(desired),
    disruptive: adapter !== undefined && gateways.some(({ from, to }) => from !== null && from !== to),
    changes,
    edit: {
      netStackInstanceKey: desired.netStackInstanceKey,
      ipRouteConfig: {
        ...(after.gateway === null ? {} : { defaultGateway: after.gateway }),
        ...(after.ipv6Gateway === null ? {} : { ipV6DefaultGateway: after.ipv6Gateway }),
      },
      ...tcp.edit,
    },
  };
}

function gatewayReason(
  { field, from, to }: Change & { field: 'gateway' | 'ipv6Gateway' },
  { origins }: Desired,
): string {
  const name = field === 'gateway' ? 'gateway' : 'IPv6 gateway';
  if (from === to) return `the stack has no adapter yet, so its ${name} is written again`;
  return `the stack's ${name} is ${from ?? 'none'}, ${origins[field] ?? 'the settings'} says ${to ?? 'none'}`;
}

function tcpReason({ origins }: Desired): string {
  return `${origins.tcp ?? 'the settings'} asks for other TCP settings`;
}

/** The IPv4 gateway of a stack; null when there is none, however the server says so. */
export function gatewayOf({ defaultGateway }: NetStackInstance): string | null {
  return defaultGateway === undefined || defaultGateway === '' || defaultGateway === '0.0.0.0' ? null : defaultGateway;
}

/** The IPv6 gateway of a stack in its canonical text; null when there is none. */
export function ipv6GatewayOf({ ipV6DefaultGateway: gateway }: NetStackInstance): string | null {
  return gateway === undefined || gateway === '' || canonical(gateway) === '::' ? null : canonical(gateway);
}

type TcpEdit = Pick<NetStackEdit, 'congestionControlAlgorithm' | 'requestedMaxNumberOfConnections'>;

function tcpChanges(
  desired: Desired,
  stack: NetStackInstance,
  adapter: VirtualNic | undefined,
): { changes: Change[]; edit: TcpEdit } {
  const fields = ['congestionControlAlgorithm', 'requestedMaxNumberOfConnections'] as const;
  const wanted = fields.filter((field) => desired[field] !== undefined);
  const differing = wanted.filter((field) => adapter === undefined || desired[field] !== stack[field]);
  return {
    changes: differing.map((field) => ({ field, from: text(stack[field]), to: text(desired[field]) })),
    edit: Object.fromEntries(differing.map((field) => [field, desired[field]])),
  };
}

function text(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}
