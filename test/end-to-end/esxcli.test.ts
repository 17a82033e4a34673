/** Our esxcli channel against the simulator, which was written without it. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EsxcliCommand, HostCommands } from '../../lib/reconcile/host-commands.ts';
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import { PROVISIONING_STACK } from '../../lib/reconcile/state.ts';
import { systemClock } from '../../lib/reconcile/system-clock.ts';
import type { Credentials } from '../../lib/vsphere/login-gate.ts';
import { connectVcenter } from '../../lib/vsphere/vcenter.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const netstack = PROVISIONING_STACK;
const SERVER = '10.0.0.53';
const DEFAULTS = { esxcli: 'offered', esxcliFault: 'inDetail' } as const;

const dns = (verb: 'add' | 'remove', server = SERVER): EsxcliCommand => ({
  command: `network ip dns server ${verb}`,
  arguments: { server, netstack },
});
const search = (verb: 'add' | 'remove', domain: string): EsxcliCommand => ({
  command: `network ip dns search ${verb}`,
  arguments: { netstack, domain },
});
const route = (verb: 'add' | 'remove'): EsxcliCommand => ({
  command: `network ip route ipv4 ${verb}`,
  arguments: { netstack, network: '10.30.0.0/16', gateway: '10.20.0.2' },
});

describe.each([
  ['without prefixes', {}],
  ['with prefixes', { replyPrefix: 'reflect' }],
])('esxcli of a simulated host that answers %s', (_form, scenario) => {
  let simulator: Simulator;
  let connect: (account: Credentials) => Vcenter;
  let administrator: Credentials;
  let vcenter: Vcenter;
  let reader: Vcenter;
  let commands: HostCommands;
  let moref: string;
  let networkSystem: string;
  let device: string;

  beforeAll(async () => {
    const users = [{ name: 'reader', password: 'r', privileges: [] }];
    simulator = await startSimulator({ hosts: 1, scenario: { users, ...scenario } });
    const { url: endpoint, certificate, username, password, hosts } = simulator.ready;
    const ca = await readFile(certificate, 'utf8');
    administrator = { username, password };
    connect = (account) =>
      connectVcenter({ name: 'vc01', endpoint, ca, credentials: async () => account, clock: systemClock, log: silent });
    vcenter = connect(administrator);
    reader = connect({ username: 'reader', password: 'r' });
    commands = vcenter.commands;
    ({ moref } = await vcenter.findHost(hosts[0] ?? ''));
    ({ networkSystem = '' } = await vcenter.readHost(moref));
    const ip = { dhcp: false, ipAddress: '10.20.0.11', subnetMask: '255.255.255.0' };
    device = await vcenter.addVirtualNic(networkSystem, 'Provisioning', { ip, netStackInstanceKey: netstack });
  });
  beforeEach(() => {
    simulator.applyScenario({
      answers: DEFAULTS,
      faults: [],
      replaceFaults: true,
      wire: { unreachable: [], pathMtu: 9000 },
    });
    simulator.resetStats();
  });
  afterAll(async () => {
    await Promise.all([vcenter.close(), reader.close()]);
    await simulator.close();
  });

  const shownServers = async () => {
    const { network } = await vcenter.readHost(moref);
    return network?.netStackInstances.find(({ key }) => key === netstack)?.dnsConfig?.address;
  };
  const run = async (...all: readonly EsxcliCommand[]) => {
    for (const command of all) await commands.runCommand(moref, command);
  };

  test('adds and removes DNS servers and search domains, which its lists tell at once and vCenter when refreshed', async () => {
    await run(dns('add'), dns('add', '10.0.0.54'), search('add', 'corp.example'), dns('remove', '10.0.0.54'));
    expect(await commands.readDns(moref, netstack)).toEqual({ servers: [SERVER], searchDomains: ['corp.example'] });
    expect(await shownServers()).toEqual([]);
    await commands.refreshNetwork(networkSystem);
    expect(await shownServers()).toEqual([SERVER]);
    await run(dns('remove'), search('remove', 'corp.example'));
    expect(await commands.readDns(moref, netstack)).toEqual({ servers: [], searchDomains: [] });
  });

  test('adds and removes routes, beside those of its adapters', async () => {
    const before = await commands.readRoutes(moref, netstack);
    expect(before).toContainEqual({ network: '10.20.0.0', prefixLength: 24, gateway: '0.0.0.0', deviceName: device });
    await run(route('add'));
    const added = { network: '10.30.0.0', prefixLength: 16, gateway: '10.20.0.2', deviceName: device };
    expect(await commands.readRoutes(moref, netstack)).toEqual(expect.arrayContaining([...before, added]));
    await run(route('remove'));
    expect(await commands.readRoutes(moref, netstack)).toEqual(before);
  });

  test('pings from the stack, and tells a silent gateway from a packet too large for the host or for the way', async () => {
    const request = { netstack, device, target: '10.20.0.1', payloadBytes: 1472, count: 3 };
    const answered = { transmitted: 3, received: 3, isTooLargeForHost: false };
    expect(await commands.ping(moref, request)).toEqual(answered);
    const tooLarge = await commands.ping(moref, { ...request, payloadBytes: 8972 });
    expect(tooLarge).toEqual({ transmitted: 0, received: 0, isTooLargeForHost: true });
    simulator.applyScenario({ wire: { pathMtu: 1400 } });
    expect(await commands.ping(moref, request)).toEqual({ ...answered, received: 0 });
    simulator.applyScenario({ wire: { pathMtu: 9000, unreachable: ['10.20.0.1'] } });
    expect(await commands.ping(moref, request)).toMatchObject({ received: 0, isTooLargeForHost: false });
  });

  test.each(['inDetail', 'inMessage'] as const)('is refused in its own words, %s', async (esxcliFault) => {
    simulator.applyScenario({ answers: { esxcliFault } });
    const error = await run(dns('remove', '10.9.9.9')).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'esxcli-refused',
      context: { moref, step: 'esxcli network ip dns server remove' },
    });
    expect(String(error)).not.toMatch(/CLIFault|does not say why/);
  });

  test('lacks a privilege, which is named, for every command', async () => {
    const calls = [
      reader.commands.runCommand(moref, dns('add')),
      reader.commands.readDns(moref, netstack),
      reader.commands.readRoutes(moref, netstack),
      reader.commands.ping(moref, { netstack, device, target: '10.20.0.1', payloadBytes: 1472, count: 1 }),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({
        code: 'permission-missing',
        message: expect.stringMatching(/esxcli network .* needs the privilege Host\.Config\.Settings/),
        context: { privilege: 'Host.Config.Settings' },
      });
    }
    await expect(reader.commands.refreshNetwork(networkSystem)).rejects.toMatchObject({ code: 'permission-missing' });
  });

  test.each(['methodNotFound', 'notSupported'] as const)('is unavailable where vCenter answers %s', async (esxcli) => {
    simulator.applyScenario({ answers: { esxcli } });
    const other = connect(administrator);
    await expect(other.commands.readDns(moref, netstack)).rejects.toMatchObject({ code: 'esxcli-unavailable' });
    await other.close();
  });

  test('loses an answer to a command, and does not send it again', async () => {
    const faults = [{ method: 'ExecuteSoap', command: 'network ip dns server add', answerLost: true }];
    simulator.applyScenario({ faults, replaceFaults: true });
    await expect(run(dns('add'))).rejects.toMatchObject({
      code: 'answer-lost',
      context: { step: 'esxcli network ip dns server add' },
    });
    simulator.applyScenario({ faults: [], replaceFaults: true });
    expect((await commands.readDns(moref, netstack)).servers).toEqual([SERVER]);
    await run(dns('remove'));
  });

  test('costs one call a command once the host and its parameters are known', async () => {
    await run(dns('add'), dns('remove'));
    simulator.resetStats();
    await run(dns('add'), dns('remove'));
    expect(simulator.stats()).toEqual({ ExecuteSoap: 2 });
  });
});
