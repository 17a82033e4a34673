/** The vCenters of the deployed test: simulators as processes of their own, or for the first one the user's. */
import { readFile } from 'node:fs/promises';
import { type Administrator, type AdministratorOptions, connectAdministrator } from '../../simulator/administrator.ts';
import type { Ready } from '../../simulator/server.ts';
import { startSimulatorProcess } from '../../simulator/simulator-process.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { at, SoapClient, send } from '../simulator/soap-client.ts';

/** A vCenter, and who administrates it in a session of their own. */
export interface TestVcenter extends AdministratorOptions {
  readonly ca: string;
  readonly administrator: Administrator;
  /** Absent: it is not a simulator of ours. */
  readonly simulator?: SimulatedVcenter;
  close(): Promise<void>;
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

/** The vCenter that the environment names, as for the command line; undefined when it names none. */
export async function environmentVcenter(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TestVcenter | undefined> {
  const { VCENTER_URL: url, VCENTER_USERNAME: username = '', VCENTER_PASSWORD: password = '' } = environment;
  if (url === undefined || url === '') return undefined;
  const certificate = environment['VCENTER_CA_FILE'] ?? '';
  const options = { url, username, password, certificate };
  const administrator = await connectAdministrator(options);
  const ca = await readFile(certificate, 'utf8');
  return { ...options, ca, administrator, close: () => administrator.logout() };
}
