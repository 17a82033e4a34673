/** Which journal table a verb works with: that of a running `run`, the deployed one, or none. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deployment, DOOR_FILE, deploymentParameter, type LocalDoor } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { defaultStateDirectory } from './state-directory.ts';

/** The environment variable that names the deployed table. */
export const TABLE_VARIABLE = 'PROVISIONING_STACK_TABLE';

/** How a table is named; all of it may be left out. */
export interface TableOptions {
  /** `--state DIR` of the running `run`. */
  readonly state?: string;
  /** `--vcenter`. */
  readonly vcenter?: string;
}

/** A table that somebody serves, and the name under which it knows the vCenter. */
export interface TableLocation {
  readonly table: string;
  readonly vcenter: string;
  /** Of a running `run`; absent: region and credentials the usual way of AWS. */
  readonly local?: Pick<LocalDoor, 'region' | 'endpoints' | 'queueUrl' | 'deadLetterQueueUrl'>;
  /** The state directory of the `run`, where `--state` named it. */
  readonly state?: string;
  /** Where else it is deployed to; absent beside a `run`, and when the environment names the table. */
  readonly deployment?: Deployment;
}

/** Reads the deployment parameter of a vCenter; undefined when there is none. */
type ReadDeployment = (vcenter: string) => Promise<Deployment | undefined>;

/** How long the emulators may take to show that they are there. */
const PROBE_MILLISECONDS = 3_000;

/**
 * `--state`, then the environment variable, then the default state directory of VCENTER_URL; without that variable the
 * deployment of `--vcenter`, from which the connection is then read, too.
 * @returns undefined when none of them names a table
 * @throws OnboardingError `door-closed` for a state directory that nobody serves, `usage` for a table of another
 * vCenter, or a deployed one without the name of the vCenter; `deployment-invalid`, `parameters-unavailable`
 */
export async function locateTable(
  options: TableOptions,
  environment: Readonly<Record<string, string | undefined>>,
  readDeployment: ReadDeployment = fromParameterStore,
): Promise<TableLocation | undefined> {
  const endpoint = environment['VCENTER_URL'] || undefined;
  if (options.state !== undefined) return throughDoor(options.state, options, endpoint, true);
  const table = environment[TABLE_VARIABLE];
  if (table !== undefined && table !== '') return deployed(table, options);
  if (endpoint !== undefined) return throughDoor(defaultStateDirectory(endpoint), options, endpoint, false);
  return throughDeployment(options, readDeployment);
}

/**
 * The same, for verbs that are nothing without a table: with `--vcenter` the deployment is asked also beside VCENTER_URL.
 * @throws OnboardingError also `usage` when there is none, `deployment-invalid` when the vCenter is not deployed here
 */
export async function requireTable(
  verb: string,
  options: TableOptions,
  environment: Readonly<Record<string, string | undefined>>,
  readDeployment: ReadDeployment = fromParameterStore,
): Promise<TableLocation> {
  const location =
    (await locateTable(options, environment, readDeployment)) ?? (await throughDeployment(options, readDeployment));
  if (location !== undefined) return location;
  const { vcenter } = options;
  if (vcenter !== undefined) {
    const message = `There is no parameter ${deploymentParameter(vcenter)} here, and no "run" that watches ${vcenter}.`;
    throw new OnboardingError('deployment-invalid', message, { vcenter });
  }
  const ways = `--vcenter NAME finds the one on AWS, --state DIR that of a running "run"`;
  throw new OnboardingError('usage', `${verb} needs the journal table, and none is named: ${ways}.`);
}

async function throughDeployment(
  { vcenter }: TableOptions,
  readDeployment: ReadDeployment,
): Promise<TableLocation | undefined> {
  const deployment = vcenter === undefined ? undefined : await readDeployment(vcenter);
  return vcenter === undefined || deployment === undefined
    ? undefined
    : { table: deployment.table, vcenter, deployment };
}

/** The SDK costs half a second to load. */
async function fromParameterStore(vcenter: string): Promise<Deployment | undefined> {
  return (await import('./parameter-store.ts')).deploymentOf(vcenter);
}

/** The variable names a table of many vCenters; a lease under a name that nobody else uses keeps nobody out. */
function deployed(table: string, { vcenter }: TableOptions): TableLocation {
  if (vcenter !== undefined) return { table, vcenter };
  const message = `${TABLE_VARIABLE} is set: say with --vcenter under which name the vCenter is deployed.`;
  throw new OnboardingError('usage', message);
}

async function throughDoor(
  directory: string,
  { vcenter }: TableOptions,
  endpoint: string | undefined,
  isNamed: boolean,
): Promise<TableLocation | undefined> {
  const path = join(directory, DOOR_FILE);
  const text = await readDoor(path, isNamed);
  if (text === undefined) return undefined;
  const door = parseDoor(path, text);
  await checkServed(path, door);
  if (vcenter !== undefined && vcenter !== door.vcenter) {
    throw new OnboardingError('usage', `The run of ${directory} watches ${door.vcenter}, not ${vcenter}.`);
  }
  if (endpoint !== undefined && serverOf(endpoint) !== serverOf(door.endpoint)) {
    const message = `The run of ${directory} watches ${door.endpoint}, and VCENTER_URL is ${endpoint}.`;
    throw new OnboardingError('usage', message);
  }
  const { table, region, endpoints, queueUrl, deadLetterQueueUrl } = door;
  const local = { region, endpoints, queueUrl, deadLetterQueueUrl };
  return { table, vcenter: door.vcenter, local, ...(isNamed ? { state: directory } : {}) };
}

async function readDoor(path: string, isNamed: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = codeOf(error) ?? 'unreadable';
    if (code === 'ENOENT' && !isNamed) return undefined;
    throw closed(code === 'ENOENT' ? `There is no ${path}: no "run" is serving that directory` : `${path}: ${code}`);
  }
}

function parseDoor(path: string, text: string): LocalDoor {
  try {
    const door: unknown = JSON.parse(text);
    if (isDoor(door)) return door;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw closed(`${path} is no door file of this release`);
}

function isDoor(value: unknown): value is LocalDoor {
  if (typeof value !== 'object' || value === null || !('endpoints' in value) || !('pid' in value)) return false;
  const texts = ['vcenter', 'endpoint', 'region', 'table', 'queueUrl', 'deadLetterQueueUrl'];
  const { endpoints, pid } = value;
  return (
    typeof pid === 'number' &&
    texts.every((member) => typeof Reflect.get(value, member) === 'string') &&
    typeof endpoints === 'object' &&
    endpoints !== null &&
    Object.values(endpoints).every((each) => typeof each === 'string') &&
    'dynamodb' in endpoints
  );
}

/** A process that was killed leaves its file behind; its port may be anybody's by now, and its pid, too. */
async function checkServed(path: string, { pid, endpoints }: LocalDoor): Promise<void> {
  const isServed = () =>
    fetch(endpoints.dynamodb, { signal: AbortSignal.timeout(PROBE_MILLISECONDS) }).then(
      () => true,
      () => false,
    );
  if (!isAlive(pid) || !(await isServed())) throw closed(`The process that wrote ${path} (pid ${pid}) is gone`);
}

function serverOf(endpoint: string): string | undefined {
  return URL.parse(endpoint)?.host;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

function closed(what: string): OnboardingError {
  return new OnboardingError('door-closed', `${what}.`);
}
