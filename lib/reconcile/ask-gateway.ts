/** Proof on the wire: the stack's own ping asks its gateway, with packets as large as the adapter sends them. */
import { type ErrorCode, OnboardingError, type Problem, problemsOf } from '../errors.ts';
import { isIpv4 } from './addresses.ts';
import type { Assessment } from './assess.ts';
import type { HostCommands } from './host-commands.ts';
import type { JournalRow } from './journal-row.ts';
import { gatewayOf } from './plan-stack.ts';
import type { SettingsDocument } from './settings-document.ts';
import { DEFAULT_MTU, type VirtualNic } from './state.ts';

/** IP and ICMP headers: 20 + 8 bytes of IPv4, 40 + 8 of IPv6. */
const HEADER_BYTES = { ipv4: 28, ipv6: 48 };
const PINGS = 3;

/** What was found; `note` where the question could not be put. */
export interface GatewayFinding {
  readonly error?: OnboardingError;
  readonly note?: string;
  /** There is a gateway, and whether it answers could not be found out. */
  readonly isUnknown?: true;
}

/** Whether settings have a gateway asked that was silent before: a host is not right again because nobody asked. */
export function isAskedAgain(row: Pick<JournalRow, 'silences'> | undefined, settings: SettingsDocument): boolean {
  const { verify, esxcli } = settings;
  const isWanted = (verify?.pingGateway ?? 'off') !== 'off' && esxcli !== 'never';
  return isWanted && row?.silences !== undefined;
}

/** Without those that asking a gateway gave. */
export function withoutSilences(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code }) => !SILENCES.includes(code));
}

const SILENCES: readonly string[] = ['gateway-silent', 'mtu-above-adapter', 'mtu-above-path'] satisfies ErrorCode[];

/**
 * Asks each gateway of the stack; the first that does not answer decides.
 * @param isRequired whether the run waits for an answer that cannot be had just now
 * @throws OnboardingError what may pass, where an answer is required
 */
export async function askGateways(
  assessment: Assessment,
  commands: HostCommands,
  isRequired: boolean,
): Promise<GatewayFinding> {
  const { adapter } = assessment.plan;
  const targets = gatewaysOf(assessment);
  if (adapter === undefined || targets.length === 0) return { note: 'The stack has no gateway that could be asked.' };
  for (const target of targets) {
    const finding = await ask(target, adapter, assessment, commands, isRequired);
    if (finding !== undefined) return finding;
  }
  return {};
}

/** Those of the settings; where they leave it to DHCP, what the lease brought, in either place. */
function gatewaysOf({ desired, network }: Assessment): string[] {
  const stack = network.netStackInstances.find(({ key }) => key === desired.netStackInstanceKey);
  const leased = stack?.routes.find(({ prefixLength, gateway }) => prefixLength === 0 && isIpv4(gateway))?.gateway;
  const shown = stack === undefined ? undefined : (gatewayOf(stack) ?? leased);
  const ipv4 = desired.gateway === undefined ? shown : desired.gateway;
  return [ipv4, desired.ipv6Gateway].filter((gateway) => typeof gateway === 'string');
}

async function ask(
  target: string,
  adapter: VirtualNic,
  { host, desired }: Assessment,
  commands: HostCommands,
  isRequired: boolean,
): Promise<GatewayFinding | undefined> {
  const mtu = adapter.mtu ?? DEFAULT_MTU;
  const headers = isIpv4(target) ? HEADER_BYTES.ipv4 : HEADER_BYTES.ipv6;
  const request = { netstack: desired.netStackInstanceKey, device: adapter.device, target, count: PINGS };
  const context = { host: host.name, moref: host.moref, step: 'esxcli network diag ping', gateway: target };
  const from = `${adapter.device} of ${host.name}`;
  try {
    const reply = await commands.ping(host.moref, { ...request, payloadBytes: mtu - headers });
    if (reply.received > 0) return undefined;
    if (reply.isTooLargeForHost) {
      const message = `${from} shows an MTU of ${mtu}, and the host sends no packet of that size to ${target}.`;
      return { error: new OnboardingError('mtu-above-adapter', message, context) };
    }
    const isSmall = mtu <= DEFAULT_MTU;
    const small = isSmall
      ? reply
      : await commands.ping(host.moref, { ...request, payloadBytes: DEFAULT_MTU - headers });
    if (small.received > 0) {
      const message = `Gateway ${target} answers ${from} with packets of ${DEFAULT_MTU} bytes, and with none of ${mtu}.`;
      return { error: new OnboardingError('mtu-above-path', message, context) };
    }
    return { error: new OnboardingError('gateway-silent', `Gateway ${target} does not answer ${from}.`, context) };
  } catch (error) {
    // what may pass is waited for only where the answer is needed
    if (!(error instanceof OnboardingError) || (isRequired && error.retry === 'later')) throw error;
    return { isUnknown: true, note: `Whether gateway ${target} answers is not known: ${problemText(error)}` };
  }
}

function problemText(error: OnboardingError): string {
  const [problem] = problemsOf(error) as [Problem];
  return problem.message;
}
