/** The hosts that the demo adds, their settings, and its options. */
import { parseArgs } from 'node:util';

/** The gateway of every right host. */
export const GATEWAY = '10.20.0.1';
const SUBNET_PREFIX = '10.20.0.';
/** The DNS server of every host. */
export const DNS_SERVER = '10.0.0.53';

const HELP = `Usage: npm run demo -- [--hosts N] [--json]

Starts a simulated vCenter and the product on this machine, adds N hosts (default 5) and one whose settings are wrong
on purpose, and shows each from its event to its verified adapter.

  --hosts N   how many hosts to add, 1 to 200
  --json      the result as JSON on stdout; talk goes to stderr
  --help

Examples:
  $ npm run demo
  $ npm run demo -- --hosts 20
  $ npm run --silent demo -- --json`;

/** A host to add, with what its settings say. */
export interface DemoHost {
  readonly name: string;
  readonly address: string;
  readonly gateway: string;
}

/** So many right hosts, and one whose gateway lies outside its subnet. */
export function demoHosts(count: number): DemoHost[] {
  const right = Array.from({ length: count }, (_, index) => ({
    name: `esx-${String(index + 101)}.corp.example`,
    address: `${SUBNET_PREFIX}${index + 11}`,
    gateway: GATEWAY,
  }));
  return [...right, { name: 'esx-wrong.corp.example', address: `${SUBNET_PREFIX}250`, gateway: '10.99.0.1' }];
}

/** The settings of all of them, by scope. */
export function settingsOf(hosts: readonly DemoHost[], portgroup: string): Record<string, string> {
  const defaults = {
    mode: 'onboard',
    portgroup,
    dns: { servers: [DNS_SERVER], domain: 'corp.example', searchDomains: ['corp.example'] },
    mtu: 9000,
    tcp: { congestionControl: 'cubic' },
  };
  const scopes = hosts.map(({ name, address, gateway }) => [
    `hosts/${name}`,
    JSON.stringify({ address: { mode: 'static', address: `${address}/24` }, gateway }),
  ]);
  return { defaults: JSON.stringify(defaults), ...Object.fromEntries(scopes) };
}

/** Reads the options; ends the process on `--help` and on a mistake. */
export function readOptions(): { hostCount: number; isJson: boolean } {
  const options = {
    hosts: { type: 'string', default: '5' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const hostCount = Number(values.hosts);
    if (values.help) {
      process.stdout.write(`${HELP}\n`);
      process.exit(0);
    }
    if (Number.isInteger(hostCount) && hostCount >= 1 && hostCount <= 200)
      return { hostCount, isJson: values.json ?? false };
    process.stderr.write(`error: --hosts takes a whole number from 1 to 200, not "${values.hosts}".\n`);
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n${HELP}\n`);
  }
  process.exit(1);
}
