/** From here to a session with vCenter: connection, name, port, certificate, log-in, API version, clock. */
import { OnboardingError } from '../errors.ts';
import type { Clock, Log } from '../reconcile/ports.ts';
import { addressOf, reachPort, resolveName, type ShownCertificate, showCertificate } from '../vsphere/probe.ts';
import { connectVcenter, type InspectedVcenter } from '../vsphere/vcenter.ts';
import type { Connection } from './connection.ts';
import { broken, type Chain, type Finding, LOG_IN, ok, warning } from './doctor-chain.ts';

const CONNECTION = 'connection';

/** What the links of the way work with. */
export interface WayPorts {
  readonly readConnection: () => Promise<Connection>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The vCenter; only for links that hang on the connection. */
export type VcenterSession = () => InspectedVcenter;

const PROBE_MILLISECONDS = 5_000;
const DAY_MILLISECONDS = 86_400_000;
/** A certificate that expires within it is a worry. */
const EXPIRES_SOON_DAYS = 30;
/** Less is the way of the network and the load of a server. */
const SKEW_SECONDS = 60;

/**
 * Looks at the links, logs in once, hands the session to `work`, and logs out.
 * @param work is called also when there is no session to be had: links that need one are then skipped
 */
export async function checkWay(
  chain: Chain,
  { readConnection, clock, log }: WayPorts,
  work: (session: VcenterSession) => Promise<void>,
): Promise<void> {
  let connection: Connection | undefined;
  let vcenter: InspectedVcenter | undefined;
  await chain.check(CONNECTION, [], async () => {
    connection = await readConnection();
    vcenter = connectVcenter({ ...connection, clock, log });
    return ok(`${connection.endpoint}, verified by ${trustText(connection)}`);
  });
  await checkLine(chain, () => connection, clock);
  try {
    const session = () => vcenter ?? noConnection();
    await checkSession(chain, session, clock);
    await work(session);
  } finally {
    await vcenter?.close();
  }
}

function noConnection(): never {
  throw new OnboardingError('connection-invalid', 'There is no connection.');
}

function trustText({ ca, thumbprint }: Connection): string {
  const ways = [ca === undefined ? [] : ['a CA'], thumbprint === undefined ? [] : ['a thumbprint']].flat();
  return ways.length === 0 ? 'the CAs of this machine' : ways.join(' and ');
}

async function checkLine(chain: Chain, connection: () => Connection | undefined, clock: Clock): Promise<void> {
  const target = () => addressOf(connection()?.endpoint ?? '');
  await chain.check('name', [CONNECTION], async () => {
    const addresses = await resolveName(target());
    return ok(`${target().host}: ${addresses.join(', ')}`);
  });
  await chain.check('port', ['name'], async () => {
    await reachPort(target(), PROBE_MILLISECONDS);
    return ok(`${target().port} answers`);
  });
  await chain.check('certificate', ['port'], async () => {
    const { ca, thumbprint } = connection() ?? {};
    const trust = { ...(ca === undefined ? {} : { ca }), ...(thumbprint === undefined ? {} : { thumbprint }) };
    return certificateFinding(await showCertificate(target(), trust, PROBE_MILLISECONDS), clock.now());
  });
}

/** What a certificate is worth on a day. */
export function certificateFinding(shown: ShownCertificate, now: Date): Finding {
  const { untrusted, subject, issuer, names, thumbprint, validTo, chain } = shown;
  const issuers = chain.length === 0 ? issuer : chain.join(' < ');
  const text = `${subject} for ${names === '' ? 'no name' : names}, issued by ${issuers}, until ${validTo.toISOString().slice(0, 10)}, SHA-256 ${thumbprint}`;
  if (untrusted !== undefined) {
    return broken(new OnboardingError('vcenter-untrusted', `vCenter is not trusted: ${untrusted}. It shows ${text}.`));
  }
  const days = Math.floor((validTo.getTime() - now.getTime()) / DAY_MILLISECONDS);
  if (days >= EXPIRES_SOON_DAYS) return ok(text);
  const fix = 'Renew it, and then give the new CA or thumbprint to the connection before the old one expires.';
  return warning(`${text}: ${days < 0 ? 'expired' : `expires in ${days} days`}`, fix);
}

async function checkSession(chain: Chain, session: VcenterSession, clock: Clock): Promise<void> {
  await chain.check(LOG_IN, ['certificate'], async () => {
    const about = await session().inspection.about().catch(unlessSecret);
    if ('status' in about) return about;
    return ok(`${about.fullName}, instance ${about.instanceUuid ?? 'unknown'}`);
  });
  await chain.check('API version', [LOG_IN], async () => {
    const about = await session().inspection.about();
    return versionFinding(about.apiType, about.apiVersion);
  });
  await chain.check('clock', [LOG_IN], async () => {
    const before = clock.now().getTime();
    const theirs = await session().currentTime();
    return skewFinding(theirs.getTime() - (before + clock.now().getTime()) / 2);
  });
}

/** The operator policy leaves the secret out, and functions may read it all the same. */
function unlessSecret(error: unknown): Finding {
  const isDenied = error instanceof OnboardingError && String(error.context['awsError']).startsWith('AccessDenied');
  if (!(isDenied && error.code === 'secret-unavailable')) throw error;
  const fix =
    'To look further set VCENTER_URL, VCENTER_USERNAME and VCENTER_PASSWORD, and VCENTER_CA_FILE or VCENTER_THUMBPRINT.';
  return { status: 'skipped', detail: "this account may not read vCenter's secret", fix };
}

/** What an API version lacks (pyVmomi type information, versions of the members that are used). */
const LACKS: readonly (readonly [major: number, minor: number, lack: string])[] = [
  [6, 5, 'gateways of single adapters are not seen'],
  [7, 0, 'NSX segments cannot be told from other portgroups'],
  [8, 0, 'configuration profiles are not known, and each stack needs a gateway of its own'],
];
/** vim25 `HostNetStackInstanceSystemStackKey.vSphereProvisioning` is there since 6.0. */
const OLDEST = 6;

/** Whether this release can work with the server. @param apiVersion `8.0.3.0` */
export function versionFinding(apiType: string, apiVersion: string): Finding {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number);
  if (apiType !== 'VirtualCenter') {
    const fix =
      'Name the vCenter that manages the hosts: a host by itself has neither clusters nor distributed switches.';
    return { status: 'broken', detail: `this is no vCenter but ${apiType || 'something else'}`, fix };
  }
  if (major < OLDEST) {
    const fix = 'Upgrade vCenter: the provisioning stack is there since 6.0.';
    return { status: 'broken', detail: `${apiVersion} does not know the provisioning stack`, fix };
  }
  const lacks = LACKS.filter(([since, sinceMinor]) => major < since || (major === since && minor < sinceMinor));
  if (lacks.length === 0) return ok(apiVersion);
  const words = lacks.map(([, , lack]) => lack).join('; ');
  // 7.0 is whole but for what came with 8.0
  return major >= 7
    ? ok(`${apiVersion}: ${words}`)
    : warning(`${apiVersion}: ${words}`, 'Upgrade vCenter when you can.');
}

/** @param milliseconds vCenter's clock less ours */
export function skewFinding(milliseconds: number): Finding {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds === 0) return ok("vCenter's clock is that of this machine");
  const text = `vCenter's clock is ${seconds} s ${milliseconds < 0 ? 'behind' : 'ahead of'} this machine's`;
  if (seconds <= SKEW_SECONDS) return ok(text);
  const fix =
    "Set NTP on vCenter and here. No event is lost by it, since vCenter's own time is gone by; measured delays are wrong.";
  return warning(text, fix);
}
