/** Proof on the wire: the stack's own ping asks its gateway, with packets as large as the adapter sends them. */
import { OnboardingError, type Problem, problemsOf } from '../errors.ts';
import { isIpv4 } from './addresses.ts';
import type { Assessment } from './assess.ts';
import type { HostCommands } from './host-commands.ts';
import { DEFAULT_MTU, type VirtualNic } from './state.ts';

/** IP and ICMP headers: 20 + 8 bytes of IPv4, 40 + 8 of IPv6. */
const HEADER_BYTES = { ipv4: 28, ipv6: 48 };
const PINGS = 3;

/** What was found; `note` where the question could not be put. */
export interface GatewayFinding {
  readonly error?: OnboardingError;
  readonly note?: string;
}

/** Asks each gateway of the settings; the first that does not answer decides. */
export async function askGateways(assessment: Assessment, commands: HostCommands): Promise<GatewayFinding> {
  const { desired, plan } = assessment;
  const targets = [desired.gateway, desired.ipv6Gateway].filter((gateway) => typeof gateway === 'string');
  for (const target of plan.adapter === undefined ? [] : targets) {
    const finding = await ask(target, plan.adapter as VirtualNic, assessment, commands);
    if (finding !== undefined) return finding;
  }
  return {};
}

async function ask(
  target: string,
  adapter: VirtualNic,
  { host, desired }: Assessment,
  commands: HostCommands,
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
    if (!(error instanceof OnboardingError) || error.retry === 'later') throw error;
    return { note: `Whether gateway ${target} answers is not known: ${problemText(error)}` };
  }
}

function problemText(error: OnboardingError): string {
  const [problem] = problemsOf(error) as [Problem];
  return problem.message;
}
