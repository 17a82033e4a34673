/** `doctor`: looks at every link of the chain in order, and tells which way NFC takes between hosts. Writes nothing. */
import { OnboardingError } from '../errors.ts';
import { someOf } from '../reconcile/and-more.ts';
import type { StoredDocument, Vcenter } from '../reconcile/ports.ts';
import { readDocuments } from '../reconcile/settings-problem.ts';
import { checkTree } from '../reconcile/settings-tree.ts';
import type { HostState } from '../reconcile/state.ts';
import { systemClock } from '../reconcile/system-clock.ts';
import { readConnection } from './connection.ts';
import type { Console } from './console.ts';
import { checkAccount } from './doctor-account.ts';
import { broken, Chain, type Finding, HOSTS, LOG_IN, NAMES_SHOWN, ok, PLACE, warning } from './doctor-chain.ts';
import { checkPaths } from './doctor-paths.ts';
import type { DoctorResult } from './doctor-result.ts';
import { checkWay, type VcenterSession } from './doctor-way.ts';
import { findHosts, type HostChoice, hostsOf, isByPlace, refuseMissing } from './host-choice.ts';
import { requireTable, TABLE_VARIABLE, type TableLocation, type TableOptions } from './journal-door.ts';
import { SettingsFile } from './settings-file.ts';
import { hostsText } from './status-texts.ts';
import { createTalkingLog, type SharedOptions } from './workplace.ts';

/** Options of `doctor`. */
export interface DoctorOptions extends SharedOptions, TableOptions, HostChoice {}

const SETTINGS = 'settings';

/** @param names hosts to look at; none, and no place: all that the account sees, without the ways between them */
export async function doctor(
  names: readonly string[],
  options: DoctorOptions,
  console: Console,
): Promise<DoctorResult> {
  const chain = new Chain();
  const location = await placeOf(chain, options, console);
  const documents = await checkSettings(chain, options, location);
  let paths: DoctorResult['paths'];
  const name = options.vcenter ?? location?.vcenter;
  const way = {
    readConnection: () => readConnection(console.environment, name, location),
    clock: systemClock,
    log: createTalkingLog(console, options.debug ?? false),
  };
  await checkWay(chain, way, async (session) => {
    const hosts = await checkHosts(chain, names, options, session);
    const portgroups = documents === undefined || !chain.holds(SETTINGS) ? undefined : portgroupsIn(documents);
    await checkAccount(chain, { session, hosts, portgroups });
    if (names.length > 0 || isByPlace(options)) paths = await checkPaths(chain, hosts);
  });
  // imported only here: the SDK costs half a second to load
  const { checkDeployment } = await import('./doctor-deployment.ts');
  await checkDeployment(chain, location, systemClock);
  return { links: chain.links, ...(paths === undefined ? {} : { paths }) };
}

/** Without any name of a table there is nothing deployed to look at, and that is no fault. */
async function placeOf(chain: Chain, options: DoctorOptions, console: Console): Promise<TableLocation | undefined> {
  let location: TableLocation | undefined;
  const isNamed = [options.state, options.vcenter, console.environment[TABLE_VARIABLE] || undefined].some(
    (each) => each !== undefined,
  );
  await chain.check(PLACE, [], async () => {
    try {
      location = await requireTable('doctor', options, console.environment);
    } catch (error) {
      if (!(error instanceof OnboardingError)) throw error;
      return error.code === 'usage' && !isNamed ? { status: 'skipped', detail: error.message } : broken(error);
    }
    const where = location.local === undefined ? 'on AWS' : 'of a "run" on this machine';
    return ok(`${location.vcenter}, ${where}, table ${location.table}`);
  });
  return location;
}

/** The same check as `settings check`. */
async function checkSettings(
  chain: Chain,
  { settings: file, vcenter }: DoctorOptions,
  location: TableLocation | undefined,
): Promise<readonly StoredDocument[] | undefined> {
  let documents: readonly StoredDocument[] | undefined;
  await chain.check(SETTINGS, file === undefined ? [PLACE] : [], async () => {
    const name = vcenter ?? location?.vcenter ?? '';
    const tree = file === undefined ? await storedTree(name, location) : await new SettingsFile(file).parse();
    documents = tree.documents;
    return settingsFinding(documents.length, [...tree.problems, ...checkTree(documents, { vcenter: name })]);
  });
  return documents;
}

async function storedTree(name: string, location: TableLocation | undefined) {
  const { parameterStoreSettings } = await import('./parameter-store.ts');
  return { documents: await parameterStoreSettings(location?.local).readAll(name), problems: [] };
}

function settingsFinding(count: number, problems: ReturnType<typeof checkTree>): Finding {
  const text = count === 1 ? '1 document' : `${count} documents`;
  if (count === 0)
    return warning('there are none: every host is out of scope', 'Write them, and: provisioning-stack settings push');
  const errors = problems.filter(({ severity }) => severity === 'error');
  const words = (errors.length > 0 ? errors : problems).map(({ message }) => message).join(' ');
  const fix = 'Correct them where they are told: provisioning-stack settings check';
  const [first] = errors;
  if (first !== undefined) return { status: 'broken', detail: `${text}: ${words}`, fix, code: first.code };
  return problems.length > 0 ? warning(`${text}: ${words}`, fix) : ok(`${text}, all valid`);
}

function portgroupsIn(documents: readonly StoredDocument[]): string[] {
  const values = readDocuments(documents).read.map(({ settings }) => settings);
  const names = values.flatMap(({ portgroup, vmotion }) => [portgroup, vmotion?.portgroup]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

async function checkHosts(
  chain: Chain,
  names: readonly string[],
  choice: HostChoice,
  session: VcenterSession,
): Promise<readonly HostState[]> {
  let hosts: readonly HostState[] = [];
  await chain.check(HOSTS, [LOG_IN], async () => {
    hosts = await readHosts(names, choice, session());
    return hostsFinding(hosts);
  });
  return hosts;
}

async function readHosts(names: readonly string[], choice: HostChoice, vcenter: Vcenter): Promise<HostState[]> {
  if (names.length > 0) {
    const { hosts, missing } = await findHosts(names, vcenter);
    refuseMissing(missing);
    return Promise.all(hosts.map(({ moref }) => vcenter.readHost(moref)));
  }
  const hosts: HostState[] = [];
  for await (const page of hostsOf(isByPlace(choice) ? choice : { all: true }, vcenter)) hosts.push(...page);
  return hosts;
}

/** A host whose place cannot be read has no settings. */
export function hostsFinding(hosts: readonly HostState[]): Finding {
  const isLost = ({ ancestors }: HostState) => !ancestors.some(({ type }) => type === 'Datacenter');
  const lost = hosts.filter(isLost).map(({ name }) => name);
  const away = hosts.filter(({ connectionState }) => connectionState !== 'connected').map(({ name }) => name);
  const text = `${hostsText(hosts.length)}${away.length === 0 ? '' : `, not connected: ${someOf(away, NAMES_SHOWN)}`}`;
  if (lost.length === 0) return ok(text);
  const fix = 'Grant System.View and System.Read at the root folder, with propagation.';
  return warning(`${text}; the datacenter cannot be read of ${someOf(lost, NAMES_SHOWN)}`, fix);
}
