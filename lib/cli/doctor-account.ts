/** What the account may do in vCenter: the hosts that it sees, its privileges one by one, esxcli, and events. */
import { WAKING_EVENTS } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { someOf } from '../reconcile/and-more.ts';
import { DEFAULT_STACK, type DistributedPortgroup, type HostState } from '../reconcile/state.ts';
import { type EntityReference, type EventPages, isRestricted } from '../vsphere/inspection.ts';
import { type Chain, type Finding, HOSTS, LOG_IN, NAMES_SHOWN, ok, warning } from './doctor-chain.ts';
import type { VcenterSession } from './doctor-way.ts';

const EVENT_DAYS = 7;
const DAY_MILLISECONDS = 86_400_000;

/** What the account is looked at with. */
export interface AccountPorts {
  readonly session: VcenterSession;
  readonly hosts: readonly HostState[];
  /** Names of the portgroups that settings name; undefined when they could not be read. */
  readonly portgroups: readonly string[] | undefined;
}

/** Privileges, one link each, and the events. */
export async function checkAccount(chain: Chain, ports: AccountPorts): Promise<void> {
  const { session, hosts } = ports;
  const root = async () => [{ ...(await session().inspection.rootFolder()), name: 'the root folder' }];
  const named = hosts.map(({ moref, name }) => ({ type: 'HostSystem', moref, name }));
  for (const privilege of ['System.View', 'System.Read']) {
    await checkPrivilege(chain, session, { privilege, entities: root, note: 'with propagation' });
  }
  await checkPrivilege(chain, session, { privilege: 'Host.Config.Network', entities: async () => named });
  const portgroups = () => portgroupsOf(ports);
  await checkPrivilege(chain, session, { privilege: 'Network.Assign', entities: portgroups });
  const optional = 'without it hosts with a host profile are not recognised';
  await checkPrivilege(chain, session, { privilege: 'Profile.View', entities: root, optional });
  await chain.check('privilege for esxcli', [HOSTS], () => esxcliFinding(ports));
  await chain.check('events', [LOG_IN], async () => {
    const now = await session().currentTime();
    const since = new Date(now.getTime() - EVENT_DAYS * DAY_MILLISECONDS);
    return eventsFinding(await session().inspection.eventPages(since, WAKING_EVENTS));
  });
}

interface NamedEntity extends EntityReference {
  readonly name: string;
}

interface PrivilegeQuestion {
  readonly privilege: string;
  readonly entities: () => Promise<readonly NamedEntity[]>;
  /** What is lost without it; absent: nothing goes without it. */
  readonly optional?: string;
  readonly note?: string;
}

async function checkPrivilege(chain: Chain, session: VcenterSession, question: PrivilegeQuestion) {
  const { privilege, entities, optional, note } = question;
  await chain.check(`privilege ${privilege}`, [HOSTS], async () => {
    const asked = await entities();
    if (asked.length === 0) return { status: 'skipped', detail: 'the settings name no distributed portgroup' };
    const missing = await session().inspection.missingPrivileges(asked, [privilege]);
    const names = asked.filter(({ moref }) => missing.some((each) => each.moref === moref)).map(({ name }) => name);
    if (names.length === 0)
      return ok(
        `on ${someOf(
          asked.map(({ name }) => name),
          NAMES_SHOWN,
        )}`,
      );
    const detail = `missing on ${someOf(names, NAMES_SHOWN)}`;
    const fix = `Grant ${privilege} there to the account${note === undefined ? '' : `, ${note}`}.`;
    if (optional !== undefined) return warning(`${detail}; ${optional}`, fix);
    return { status: 'broken', detail, fix, code: 'permission-missing' };
  });
}

/** What is asked of a distributed portgroup (HostNetworkSystem.AddVirtualNic); standard ones need no privilege. */
async function portgroupsOf({ session, portgroups }: AccountPorts): Promise<NamedEntity[]> {
  const { portgroups: all } = await session().directory();
  const isMeant = ({ name, isUplink }: DistributedPortgroup) => !isUplink && (portgroups?.includes(name) ?? true);
  // the key of a portgroup is its moref on a vCenter
  return all.filter(isMeant).map(({ key, name }) => ({ type: 'DistributedVirtualPortgroup', moref: key, name }));
}

/** Which privilege it takes is not documented: a read tells, with the one that vCenter names. */
async function esxcliFinding({ session, hosts }: AccountPorts): Promise<Finding> {
  const host = hosts.find(({ connectionState }) => connectionState === 'connected');
  if (host === undefined) return { status: 'skipped', detail: 'no host is connected' };
  try {
    await session().commands.readDns(host.moref, DEFAULT_STACK);
    return ok(`${host.name} answers to a read`);
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    const lost = 'DNS and routes that vCenter refuses, and the ping of the gateway, need it';
    return { ...warning(`${error.message} ${lost}`, error.next), code: error.code };
  }
}

/** Whether the account sees every event of the hosts. */
export function eventsFinding(pages: EventPages): Finding {
  const { sizes, newest, isCut } = pages;
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const text =
    newest === undefined
      ? `none of the hosts' events in ${EVENT_DAYS} days`
      : `${count}${isCut ? ' and more' : ''} of the hosts' events in ${EVENT_DAYS} days, the newest of ${newest}`;
  if (!isRestricted(pages)) return ok(text);
  const fix =
    'Grant System.View and System.Read at the root folder, with propagation, and take No Access away below it.';
  return warning(`${text}; pages came short, so the account does not see all of them`, fix);
}
