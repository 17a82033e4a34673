import { describe, expect, test } from '@jest/globals';
import { cliInfoCommand, soapCommand } from '../../lib/vsphere/esxcli-arguments.ts';
import { answered, argumentsOf, esxcliCommands, METHOD, methodOf, obj } from './esxcli-replies.ts';
import { asRecorded, recording } from './golden.ts';
import { reply } from './replies.ts';

const ADD = 'network ip dns server add';

describe('the request of a command', () => {
  test('names the handler with dashes and the method with dots', () => {
    expect(soapCommand({ command: ADD, arguments: {} }, [])).toEqual({
      moid: 'ha-cli-handler-network-ip-dns-server',
      method: 'vim.EsxCLI.network.ip.dns.server.add',
      argument: [],
    });
  });

  test('has its arguments in the order of the parameters, whatever order they were given in', () => {
    const values = { server: '10.0.0.53', netstack: 'vmotion', all: 'false' };
    const { argument } = soapCommand({ command: ADD, arguments: values }, ['all', 'netstack', 'other', 'server']);
    expect(argument).toEqual([
      { name: 'all', val: '<all>false</all>' },
      { name: 'netstack', val: '<netstack>vmotion</netstack>' },
      { name: 'server', val: '<server>10.0.0.53</server>' },
    ]);
  });

  test.each([
    ['repeats the element of a repeated value inside one val', ['a', 'b'], '<server>a</server><server>b</server>'],
    [
      'cannot be left by a value that closes its element',
      ['</server><x>'],
      '<server>&lt;/server&gt;&lt;x&gt;</server>',
    ],
    ['keeps an entity as the text that it was', ['&lt;'], '<server>&amp;lt;</server>'],
  ])('%s', (_what, server, val) => {
    expect(soapCommand({ command: ADD, arguments: { server } }, ['server']).argument).toEqual([
      { name: 'server', val },
    ]);
  });

  test('leaves out an argument without a value', () => {
    expect(soapCommand({ command: ADD, arguments: { server: [] } }, ['server']).argument).toEqual([]);
  });
});

test('the parameters of a namespace are asked by its type name', () => {
  expect(cliInfoCommand('network.diag')).toEqual({
    moid: 'ha-dynamic-type-manager-local-cli-cliinfo',
    method: 'vim.CLIInfo.FetchCLIInfo',
    argument: [{ name: 'typeName', val: '<typeName>vim.EsxCLI.network.diag</typeName>' }],
  });
});

describe('on the wire', () => {
  const DONE = { [METHOD.add]: answered(obj('xsd:boolean', 'true')) };
  const hostile = `</netstack><server>6.6.6.6</server>&amp;"'`;

  test('the inner XML is text, so that a value is escaped twice and can write no element', async () => {
    const { commands, server } = await esxcliCommands(DONE);
    await commands.runCommand('host-21', { command: ADD, arguments: { server: '10.0.0.53', netstack: hostile } });
    const sent = server.calls.at(-1)?.body ?? '';
    expect(sent).toContain('&lt;netstack&gt;&amp;lt;/netstack&amp;gt;&amp;lt;server&amp;gt;6.6.6.6');
    expect(argumentsOf(sent)).toEqual([
      ['netstack', `<netstack>&lt;/netstack&gt;&lt;server&gt;6.6.6.6&lt;/server&gt;&amp;amp;"'</netstack>`],
      ['server', '<server>10.0.0.53</server>'],
    ]);
  });

  test('a character that XML cannot carry is refused before anything is sent with it', async () => {
    const { commands, server } = await esxcliCommands(DONE);
    const work = commands.runCommand('host-21', { command: ADD, arguments: { server: 'a\u0000' } });
    await expect(work).rejects.toMatchObject({ code: 'settings-invalid' });
    expect(server.operations()).not.toContain('ExecuteSoap');
  });

  test('the three requests of the channel are sent as recorded', async () => {
    const refreshed = { RefreshNetworkSystem: reply('RefreshNetworkSystem', '') };
    const { commands, server } = await esxcliCommands(DONE, refreshed);
    await commands.runCommand('host-21', { command: ADD, arguments: { server: '10.0.0.53', netstack: 'vmotion' } });
    await commands.refreshNetwork('networkSystem-21');
    const of = (wanted: string) => server.calls.filter(({ operation }) => operation === wanted).map(({ body }) => body);
    const [info = '', add = ''] = of('ExecuteSoap');
    expect([info, add].map(methodOf)).toEqual([METHOD.info, METHOD.add]);
    const sent = [...of('RetrieveManagedMethodExecuter'), info, add, ...of('RefreshNetworkSystem')];
    const names = ['retrieve-managed-method-executer', 'execute-soap-info', 'execute-soap', 'refresh-network-system'];
    expect(sent.map(asRecorded)).toEqual(await Promise.all(names.map(recording)));
  });
});
