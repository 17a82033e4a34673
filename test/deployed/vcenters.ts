/** The vCenters of the deployed test: simulators as processes of their own, or for the first one the user's. */
import { readFile } from 'node:fs/promises';
import {
  type Administrator,
  type AdministratorOptions,
  connectAdministrator,
  type HostAccount,
} from '../../simulator/administrator.ts';
import type { Ready } from '../../simulator/server.ts';
import { startSimulatorProcess } from '../../simulator/simulator-process.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { at, SoapClient, send } from '../simulator/soap-client.ts';

/** A vCenter, and who administrates it in a session of their own. */
export interface TestVcenter extends AdministratorOptions {
  readonly ca: string;
  readonly administrator: Administrator;
  /** A host that it does not have yet, and by which account it is taken in. */
  readonly newHost: { readonly hostName: string; readonly account?: HostAccount };
  /** Settings of `defaults` that fit its networks; absent: those that fit a simulator's. */
  readonly settings?: TestSettings;
  /** Absent: it is not a simulator of ours. */
  readonly simulator?: SimulatedVcenter;
  close(): Promise<void>;
}

/** What the stories expect of the settings; they may say more. */
export interface TestSettings {
  readonly portgroup: string;
  readonly gateway: string;
  readonly dns: { readonly servers: readonly string[] };
}

/** What only a simulator can be told. */
export interface SimulatedVcenter {
  readonly ready: Ready;
  /** How often each method was called. */
  calls(): Promise<Readonly<Record<string, number>>>;
  /** Changes the running vCenter, as `POST /scenario` of docs/simulator.md. */
  change(scenario: object): Promise<void>;
  /** Waits until a host is a member of its distributed switch, which it joins a moment after it was added. */
  joined(moref: string): Promise<void>;
}

/** The scenario was refused. */
class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/**
 * A simulator as a process.
 * @param hostname by which it is reached: no two vCenters of a deployment have the same, and ports do not count
 */
export async function startSimulatedVcenter(hostname: '127.0.0.1' | 'localhost'): Promise<TestVcenter> {
  const process = await startSimulatorProcess();
  const { ca } = process;
  const ready = { ...process.ready, url: process.ready.url.replace('127.0.0.1', hostname) };
  const administrator = await connectAdministrator(ready);
  const change = async (scenario: object) => {
    const answer = await send(ready, { path: '/scenario', body: JSON.stringify(scenario) });
    if (answer.status !== 200) throw new ScenarioError(answer.text);
  };
  return {
    ...ready,
    ca,
    administrator,
    newHost: { hostName: 'esx-cluster.corp.example' },
    simulator: { ready, calls: process.calls, change, joined: (moref) => joined(ready, moref) },
    close: async () => {
      await administrator.logout();
      await process.stop();
    },
  };
}

async function joined(ready: Ready, moref: string): Promise<void> {
  const client = new SoapClient(ready);
  await client.login();
  await waitFor(`${moref} on its switch`, async () => {
    const { 'config.network.proxySwitch': switches } = await client.read(
      ['HostSystem', moref],
      'config.network.proxySwitch',
    );
    return at(switches, 'HostProxySwitch').length > 0;
  });
  await client.call('Logout', ['SessionManager', 'SessionManager']);
}

/**
 * The vCenter that the environment names as for the command line; the host to add is `VCENTER_NEW_HOST`, with
 * `_USERNAME`, `_PASSWORD` and `_THUMBPRINT` of its own, and `VCENTER_SETTINGS` a file with the settings of `defaults`.
 * @returns undefined when it names none
 */
export async function environmentVcenter(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TestVcenter | undefined> {
  const { VCENTER_URL: url, VCENTER_USERNAME: username = '', VCENTER_PASSWORD: password = '' } = environment;
  if (url === undefined || url === '') return undefined;
  const certificate = environment['VCENTER_CA_FILE'] ?? '';
  const file = environment['VCENTER_SETTINGS'];
  const settings: TestSettings | undefined = file === undefined ? undefined : JSON.parse(await readFile(file, 'utf8'));
  const ca = await readFile(certificate, 'utf8');
  const options = { url, username, password, certificate };
  const administrator = await connectAdministrator(options);
  const newHost = newHostOf(environment);
  const close = () => administrator.logout();
  return { ...options, ca, administrator, newHost, ...(settings === undefined ? {} : { settings }), close };
}

function newHostOf(environment: Readonly<Record<string, string | undefined>>): TestVcenter['newHost'] {
  const { VCENTER_NEW_HOST: hostName = 'esx-cluster.corp.example', VCENTER_NEW_HOST_USERNAME: userName } = environment;
  const { VCENTER_NEW_HOST_PASSWORD: password = '', VCENTER_NEW_HOST_THUMBPRINT: sslThumbprint } = environment;
  if (userName === undefined) return { hostName };
  return { hostName, account: { userName, password, ...(sslThumbprint === undefined ? {} : { sslThumbprint }) } };
}
