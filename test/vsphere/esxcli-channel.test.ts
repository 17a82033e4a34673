/** The esxcli channel on a vCenter that answers as it is told. */
import { describe, expect, test } from '@jest/globals';
import type { EsxcliCommand } from '../../lib/reconcile/host-commands.ts';
import { answered, cliInfo, esxcliCommands, failed, METHOD, methodOf, obj } from './esxcli-replies.ts';
import { fault, NOT_AUTHENTICATED, reply } from './replies.ts';
import type { Answer, ScriptedVcenter } from './scripted-vcenter.ts';

const TRUE = answered(obj('xsd:boolean', 'true'));
const ADD: EsxcliCommand = {
  command: 'network ip dns server add',
  arguments: { server: '10.0.0.53', netstack: 'vSphereProvisioning' },
};
const GONE = fault('ManagedObjectNotFound', '<obj type="HostSystem">host-21</obj>');
const dropped: Answer = (response) => response.destroy();

function methods(server: ScriptedVcenter): string[] {
  return server.calls.filter(({ operation }) => operation === 'ExecuteSoap').map(({ body }) => methodOf(body));
}

describe('a command', () => {
  test.each([
    ['true', TRUE],
    ['nothing', reply('ExecuteSoap', '')],
    ['an empty response', answered('')],
    ['words', answered(obj('xsd:string', 'added'))],
  ])('is done when it answers %s', async (_what, answer) => {
    const { commands } = await esxcliCommands({ [METHOD.add]: answer });
    await expect(commands.runCommand('host-21', ADD)).resolves.toBeUndefined();
  });

  test('that answers false is refused', async () => {
    const { commands } = await esxcliCommands({ [METHOD.add]: answered(obj('xsd:boolean', 'false')) });
    await expect(commands.runCommand('host-21', ADD)).rejects.toMatchObject({ code: 'esxcli-refused' });
  });

  test('that failed is refused in its own words', async () => {
    const { commands } = await esxcliCommands({ [METHOD.add]: failed(['first', 'second']) });
    await expect(commands.runCommand('host-21', ADD)).rejects.toMatchObject({
      code: 'esxcli-refused',
      status: 'failed',
      message: 'vc01: esxcli network ip dns server add failed: first second',
    });
  });

  test('with a parameter that the host does not know is not sent', async () => {
    const { commands, server } = await esxcliCommands({ [METHOD.info]: answered(cliInfo({ add: ['server'] })) });
    await expect(commands.runCommand('host-21', ADD)).rejects.toMatchObject({
      code: 'esxcli-refused',
      message: expect.stringContaining('netstack'),
    });
    expect(methods(server)).toEqual([METHOD.info]);
  });

  test('is asked about once for all hosts, and its executer once a host', async () => {
    const { commands, server } = await esxcliCommands({ [METHOD.add]: TRUE });
    for (const host of ['host-21', 'host-21', 'host-22']) await commands.runCommand(host, ADD);
    expect(methods(server)).toEqual([METHOD.info, METHOD.add, METHOD.add, METHOD.add]);
    expect(server.operations().filter((name) => name === 'RetrieveManagedMethodExecuter')).toHaveLength(2);
  });

  test('is asked about again by a host that may know more of it', async () => {
    const answers = [['server'], ['netstack', 'server']].map((add) => answered(cliInfo({ add })));
    const { commands } = await esxcliCommands({
      [METHOD.info]: (response) => response.end(answers.shift()),
      [METHOD.add]: TRUE,
    });
    await expect(commands.runCommand('host-21', ADD)).rejects.toMatchObject({ code: 'esxcli-refused' });
    await expect(commands.runCommand('host-22', ADD)).resolves.toBeUndefined();
  });

  test.each([
    ['whose answer was lost', dropped, 'answer-lost'],
    [
      'that is not permitted',
      fault('NoPermission', '<privilegeId>Host.Config.Settings</privilegeId>'),
      'permission-missing',
    ],
    ['whose host is not connected', fault('HostNotConnected'), 'fault-passing'],
    [
      'that vCenter refuses',
      fault('InvalidArgument', '<invalidProperty>argument[1]</invalidProperty>'),
      'esxcli-refused',
    ],
    ['that cannot be run', fault('NotSupported'), 'esxcli-unavailable'],
    ['whose answer cannot be read', answered('<obj>'), 'reply-unreadable'],
  ])('%s is sent once, and its error names it', async (_what, answer, code) => {
    const { commands, server } = await esxcliCommands({ [METHOD.add]: answer });
    await expect(commands.runCommand('host-21', ADD)).rejects.toMatchObject({
      code,
      context: { vcenter: 'vc01', moref: 'host-21' },
    });
    expect(methods(server).filter((method) => method === METHOD.add)).toHaveLength(1);
  });

  test('is sent again in a new session when vCenter says that nobody is logged in', async () => {
    const answers = [NOT_AUTHENTICATED, TRUE];
    const { commands, server } = await esxcliCommands({
      [METHOD.add]: (response) => response.end(answers.shift()),
    });
    await commands.runCommand('host-21', ADD);
    expect(methods(server)).toEqual([METHOD.info, METHOD.add, METHOD.add]);
    expect(server.operations().filter((name) => name === 'RetrieveManagedMethodExecuter')).toHaveLength(2);
  });
});

test('a missing privilege is named with the command', async () => {
  const denied = fault('NoPermission', '<privilegeId>Host.Config.Settings</privilegeId>', 'denied');
  const { commands } = await esxcliCommands({ [METHOD.servers]: denied });
  await expect(commands.readDns('host-21', 'vmotion')).rejects.toMatchObject({
    message: 'vc01: esxcli network ip dns server list needs the privilege Host.Config.Settings: NoPermission: denied',
    context: { privilege: 'Host.Config.Settings', step: 'esxcli network ip dns server list' },
  });
});

test.each(['MethodNotFound', 'NotImplemented', 'NotSupported', 'InvalidRequest'])(
  'a vCenter that answers %s for an executer has no esxcli',
  async (type) => {
    const { commands } = await esxcliCommands({}, { RetrieveManagedMethodExecuter: fault(type) });
    await expect(commands.readDns('host-21', 'vmotion')).rejects.toMatchObject({
      code: 'esxcli-unavailable',
      status: 'failed',
    });
  },
);

test('an executer is asked for anew in a new session', async () => {
  const time = reply('CurrentTime', '<returnval>2026-01-15T10:00:00Z</returnval>');
  const { commands, vcenter, server } = await esxcliCommands(
    { [METHOD.add]: TRUE },
    { CurrentTime: [NOT_AUTHENTICATED, time] },
  );
  await commands.runCommand('host-21', ADD);
  await vcenter.currentTime();
  await commands.runCommand('host-21', ADD);
  expect(server.operations().filter((name) => name === 'RetrieveManagedMethodExecuter')).toHaveLength(2);
});

test('a vCenter that gives no executer is not understood', async () => {
  const nothing = reply('RetrieveManagedMethodExecuter', '');
  const { commands } = await esxcliCommands({}, { RetrieveManagedMethodExecuter: nothing });
  await expect(commands.readDns('host-21', 'vmotion')).rejects.toMatchObject({
    code: 'reply-unreadable',
    message: 'vc01: esxcli network ip dns server list was answered with nothing.',
  });
});

test('a host that left the inventory is gone', async () => {
  const { commands } = await esxcliCommands({}, { RetrieveManagedMethodExecuter: GONE });
  await expect(commands.readDns('host-21', 'vmotion')).rejects.toMatchObject({ code: 'host-gone' });
});

test('a list whose connection was lost is asked for again, and is no lost answer', async () => {
  const { commands, server } = await esxcliCommands({ [METHOD.servers]: dropped });
  await expect(commands.readDns('host-21', 'vmotion')).rejects.toMatchObject({ code: 'vcenter-unreachable' });
  expect(methods(server)).toEqual([METHOD.servers, METHOD.servers]);
});

test('an executer that is gone is asked for anew', async () => {
  const { commands, server } = await esxcliCommands({ [METHOD.add]: fault('ManagedObjectNotFound') });
  await expect(commands.runCommand('host-21', ADD)).rejects.toMatchObject({ code: 'esxcli-refused' });
  await expect(commands.runCommand('host-21', ADD)).rejects.toMatchObject({ code: 'esxcli-refused' });
  expect(server.operations().filter((name) => name === 'RetrieveManagedMethodExecuter')).toHaveLength(2);
});

test('the network system is refreshed by one call', async () => {
  const { commands, server } = await esxcliCommands({}, { RefreshNetworkSystem: reply('RefreshNetworkSystem', '') });
  await commands.refreshNetwork('networkSystem-21');
  expect(server.body('RefreshNetworkSystem')).toContain('type="HostNetworkSystem">networkSystem-21<');
});
