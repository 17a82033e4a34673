/** Our client against govmomi's simulated vCenter, which has no TCP/IP stacks to write to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import { systemClock } from '../../lib/reconcile/system-clock.ts';
import { VimClient } from '../../lib/vsphere/client.ts';
import type { AnswerElement } from '../../lib/vsphere/esxcli-answers.ts';
import { EsxcliChannel } from '../../lib/vsphere/esxcli-channel.ts';
import { LoginGate } from '../../lib/vsphere/login-gate.ts';
import { Session } from '../../lib/vsphere/session.ts';
import { connectVcenter } from '../../lib/vsphere/vcenter.ts';
import type { Ready } from '../../simulator/server.ts';
import { environmentFor, runCli, settingsFile } from '../end-to-end/cli-process.ts';
import { govmomiProgram } from './places.ts';
import { describeGovmomi, govcJson, runGovc } from './run-outsider.ts';

const HOSTS = 250;
const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The esxcli channel by itself, for commands that the product does not run. */
async function openChannel({ url: endpoint, username, password, certificate }: Ready) {
  const trust = { ca: await readFile(certificate, 'utf8'), thumbprint: undefined };
  const limits = { callTimeoutMilliseconds: 60_000, maxReplyBytes: 1_000_000 };
  const client = new VimClient({ name: 'vcsim', endpoint, trust, ...limits, clock: systemClock });
  const credentials = async () => ({ username, password });
  const session = new Session(client, new LoginGate({ name: 'vcsim', credentials, clock: systemClock, log }), log);
  return { session, channel: new EsxcliChannel(session) };
}

describeGovmomi('our client on vcsim', () => {
  let child: ChildProcess;
  let ready: Ready;
  let vcenter: Vcenter;
  let settings: Awaited<ReturnType<typeof settingsFile>>;

  beforeAll(async () => {
    const arguments_ = ['vcsim', '--hosts', String(HOSTS)];
    const started = spawn(govmomiProgram, arguments_, { stdio: ['ignore', 'pipe', 'ignore'] });
    child = started;
    const [line] = await once(createInterface({ input: started.stdout }), 'line');
    ready = JSON.parse(String(line));
    settings = await settingsFile({
      defaults: { portgroup: 'VM Network', gateway: '10.20.0.1' },
      'hosts/DC0_C0_H0': { address: { mode: 'static', address: '10.20.0.11/24' } },
    });
  });
  afterAll(async () => {
    await settings.remove();
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
  });
  beforeEach(async () => {
    const { url: endpoint, username, password, certificate } = ready;
    vcenter = connectVcenter({
      name: 'vcsim',
      endpoint,
      credentials: async () => ({ username, password }),
      ca: await readFile(certificate, 'utf8'),
      clock: systemClock,
      log,
    });
  });
  afterEach(() => vcenter.close());

  test('logs in with TLS verified, and is refused with a wrong password', async () => {
    expect(await vcenter.about()).toMatchObject({ instanceUuid: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const environment = environmentFor(ready, { VCENTER_PASSWORD: 'wrong' });
    const { exitCode, stderr } = await runCli(['plan', 'DC0_C0_H0', '--settings', settings.path], environment);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('[login-refused]')]);
  });

  test('finds a host by name, by path and by moref, and a standalone one by the path of its compute resource', async () => {
    const { moref } = await vcenter.findHost('DC0_C0_H7');
    const found = await Promise.all(['/DC0/host/DC0_C0/DC0_C0_H7', moref].map((name) => vcenter.findHost(name)));
    expect(found).toEqual([
      { moref, name: 'DC0_C0_H7' },
      { moref, name: 'DC0_C0_H7' },
    ]);
    expect((await vcenter.findHost('/DC0/host/DC0_H0')).name).toBe('DC0_H0');
    await expect(vcenter.findHost('nowhere')).rejects.toMatchObject({ code: 'host-not-found' });
  });

  test('reads one host with its stacks, its adapters and what is above it', async () => {
    const { moref } = await vcenter.findHost('DC0_C0_H0');
    const host = await vcenter.readHost(moref);
    expect(host.network?.netStackInstances.map(({ key }) => key)).toEqual([
      'vSphereProvisioning',
      'vmotion',
      'defaultTcpipStack',
    ]);
    expect(host.network?.vnics.map(({ device }) => device)).toEqual(['vmk0']);
    expect(host.network?.portgroups.map(({ name }) => name)).toContain('VM Network');
    expect(host.ancestors.map(({ type, name }) => `${type} ${name}`)).toEqual(
      expect.arrayContaining(['ClusterComputeResource DC0_C0', 'Datacenter DC0']),
    );
  });

  test('pages through all hosts, and reads the directory', async () => {
    let hosts = 0;
    let pages = 0;
    for await (const page of vcenter.readHosts()) {
      hosts += page.length;
      pages += 1;
    }
    expect([hosts, pages > 1]).toEqual([HOSTS + 1, true]);
    const { portgroups, clusters } = await vcenter.directory();
    expect(portgroups.map(({ name }) => name)).toContain('DC0_DVPG0');
    expect(clusters).toEqual([{ datacenter: 'DC0', name: 'DC0_C0' }]);
  });

  test('creates, reads and destroys a collector, which sees what others do (vcsim tells of no added hosts)', async () => {
    const events = await vcenter.openEvents(await vcenter.currentTime(), ['UserLoginSessionEvent']);
    await events.next();
    await runGovc(ready, 'about');
    expect(await events.next()).toEqual([
      { eventTypeId: 'UserLoginSessionEvent', key: expect.any(Number), createdTime: expect.stringMatching(/^20.*Z$/) },
    ]);
    expect(await events.next()).toEqual([]);
    await events.close();
  });

  test('goes on after its session was terminated', async () => {
    await vcenter.about();
    const { sessionList } = (await govcJson(ready, 'session.ls')) as {
      sessionList: { key: string; userAgent: string }[];
    };
    const mine = sessionList.filter(({ userAgent }) => userAgent === 'provisioning-stack');
    for (const { key } of mine) await runGovc(ready, 'session.rm', key);
    expect(mine.length).toBeGreaterThan(0);
    expect((await vcenter.findHost('DC0_C0_H3')).name).toBe('DC0_C0_H3');
  });

  test('sees a method that is not there as what it is', async () => {
    const { moref } = await vcenter.findHost('DC0_C0_H0');
    const { networkSystem = '' } = await vcenter.readHost(moref);
    const nic = { ip: { dhcp: true }, netStackInstanceKey: 'vSphereProvisioning' } as const;
    await expect(vcenter.addVirtualNic(networkSystem, 'VM Network', nic)).rejects.toMatchObject({
      code: 'method-missing',
    });
  });

  test('plans there, and apply fails with the reason and changes nothing', async () => {
    const cli = async (...args: string[]) => {
      const finished = await runCli([...args, '--output', 'json', '--settings', settings.path], environmentFor(ready));
      const [host] = JSON.parse(finished.stdout).hosts;
      return [
        finished.exitCode,
        host.status,
        host.steps.length,
        host.problems.map(({ code }: { code: string }) => code),
      ];
    };
    expect(await cli('plan', 'DC0_C0_H0')).toEqual([2, 'changes', 2, []]);
    expect(await cli('apply', 'DC0_C0_H0', '--yes')).toEqual([1, 'failed', 2, ['method-missing']]);
    expect(await cli('plan', 'DC0_C0_H0')).toEqual([2, 'changes', 2, []]);
  });

  // the last one: vcsim (govmomi 0.55.1) never answers again to a read of a host that has an executer
  test('runs esxcli, understands what it answers, and is told in its words what it refuses', async () => {
    const { moref } = await vcenter.findHost('DC0_C0_H0');
    const { session, channel } = await openChannel(ready);
    const read = (command: string, value: (answer: AnswerElement) => string | undefined) =>
      channel.execute(moref, { command, arguments: {} }, false, value);
    const listing = (type: string) => {
      const values = { type, netstack: 'defaultTcpipStack' };
      return vcenter.commands.runCommand(moref, { command: 'network ip connection list', arguments: values });
    };
    try {
      expect(await read('network firewall get', (answer) => answer.records()[0]?.field('DefaultAction'))).toBe('DROP');
      expect(await read('hardware clock get', ({ text }) => text)).toMatch(/^20\d\d-\d\d-\d\dT/);
      await expect(listing('tcp')).resolves.toBeUndefined();
      await expect(listing('<&>')).rejects.toMatchObject({
        code: 'esxcli-refused',
        message: "vcsim: esxcli network ip connection list failed: Invalid data constraint for parameter 'type'.",
      });
      await expect(vcenter.commands.readDns(moref, 'vSphereProvisioning')).rejects.toMatchObject({
        code: 'esxcli-refused',
        context: { step: 'esxcli network ip dns server list', moref },
      });
    } finally {
      await session.close();
    }
  });
});
