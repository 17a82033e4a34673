/** Esxcli through vCenter: who may call what, and how it answers. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { esxcli, execute, executerOf, failure, field } from './esxcli-bench.ts';
import { HOST, type HostBench, PROVISIONING, startHostBench } from './host-bench.ts';
import { at, bodyOf, faultOf, runTask, SoapClient, textAt } from './soap-client.ts';

const STACK = ['netstack', PROVISIONING] as const;
const LIST = ['ha-cli-handler-network-ip-netstack', 'vim.EsxCLI.network.ip.netstack.list'] as const;
const INFO = ['ha-dynamic-type-manager-local-cli-cliinfo', 'vim.CLIInfo.FetchCLIInfo'] as const;
let host: HostBench;
const begin = async (scenario: object = {}) => {
  host = await startHostBench(scenario);
};
afterEach(() => host.bench.simulator.close());

test('the executer of a host is a ReflectManagedMethodExecuter', async () => {
  await begin();
  expect(await executerOf(host)).toEqual(['ReflectManagedMethodExecuter', expect.stringMatching(/^Managed.*-\d+$/)]);
});

describe('FetchCLIInfo', () => {
  test('tells the commands of a namespace, with their parameters in the order in which they have to come', async () => {
    await begin();
    const typeName = ['typeName', 'vim.EsxCLI.network.ip.dns.server'] as const;
    const { response } = await execute(host.client, await executerOf(host), INFO, [typeName]);
    const remove = at(response, 'method').find((method) => textAt(method, 'name') === 'remove');
    expect(at(response, 'method').map((method) => textAt(method, 'name'))).toEqual(['add', 'list', 'remove']);
    expect(at(remove, 'param').map((param) => [textAt(param, 'name'), textAt(param, 'flag')])).toEqual([
      ['all', 'true'],
      ['netstack', 'false'],
      ['server', 'false'],
    ]);
    expect(at(remove, 'param.aliases').map(({ text }) => text)).toContain('--netstack');
  });

  test('knows no other namespace', async () => {
    await begin();
    const executed = await execute(host.client, await executerOf(host), INFO, [['typeName', 'vim.EsxCLI.x']]);
    expect(failure(executed)).toMatch(/could not be found/);
  });
});

describe('arguments', () => {
  test.each([
    ['out of order', [['server', '10.0.0.53'], STACK], 1],
    ['that are unknown', [STACK, ['sever', '10.0.0.53']], 1],
    ['that come twice', [STACK, STACK], 1],
    ['that miss what is required', [STACK], 1],
    ['that are empty', [STACK, ['server', '']], 1],
    ['of another name inside', [['netstack']], 0],
  ] as const)('%s are not correct, by their place', async (_what, pairs, index) => {
    await begin();
    await host.addDistributed();
    const { soapFault, text } = await esxcli(host, 'network ip dns server add', pairs);
    expect([soapFault, text]).toEqual(['InvalidArgument', `A specified parameter was not correct: argument[${index}]`]);
  });

  test.each([
    ['df', 'yes'],
    ['size', 'large'],
  ])('of another kind are not correct: %s %s', async (name, value) => {
    await begin();
    const pairs = [
      [name, value],
      ['host', '10.1.1.1'],
    ] as const;
    const sorted = pairs.toSorted(([one], [other]) => (one < other ? -1 : 1));
    expect((await esxcli(host, 'network diag ping', sorted)).soapFault).toBe('InvalidArgument');
  });
});

test.each([
  ['another version', [LIST[0], LIST[1], 'urn:vim25/8.0.3.0'], 'InvalidArgument', 'method'],
  ['an unknown command', [LIST[0], 'vim.EsxCLI.network.ip.netstack.add'], 'InvalidArgument', 'method'],
  ['a command of another namespace', [LIST[0], 'vim.EsxCLI.network.diag.ping'], 'InvalidArgument', 'method'],
  ['a method in the style of WSDL', [LIST[0], 'VimEsxCLInetworkipnetstacklist'], 'NotSupported', undefined],
  ['an unknown handler', ['ha-cli-handler-esxcli', LIST[1]], 'ManagedObjectNotFound', undefined],
] as const)('%s is a SOAP fault', async (_what, called, fault, property) => {
  await begin();
  const { answer, soapFault } = await execute(host.client, await executerOf(host), called);
  expect([soapFault, textAt(bodyOf(answer), 'detail.InvalidArgumentFault.invalidProperty')]).toEqual([fault, property]);
});

describe('a command that fails answers HTTP 200', () => {
  const fails = () => esxcli(host, 'network ip dns server list', [['netstack', 'vmotion']]);

  test('with a summary for a message, and its text in the detail only', async () => {
    await begin();
    const { answer, messages, detail } = await fails();
    expect([answer.status, messages]).toEqual([200, ['EsxCLI.CLIFault.summary']]);
    expect(textAt(detail, 'fault.errMsg')).toMatch(/vmotion/);
  });

  test('or with its text as the message', async () => {
    await begin({ answers: { esxcliFault: 'inMessage' } });
    const { messages, detail } = await fails();
    expect([messages, detail]).toEqual([[expect.stringMatching(/vmotion/)], undefined]);
  });
});

describe('who may call', () => {
  const users = [
    { name: 'network', password: 'n', privileges: ['Host.Config.Network'] },
    { name: 'settings', password: 's', privileges: ['Host.Config.Settings'] },
    { name: 'cim', password: 'c', privileges: ['Host.Cim.CimInteraction'] },
  ];
  const ask = async (name: string) => {
    const client = new SoapClient(host.bench.simulator.ready);
    await client.login(name, name.slice(0, 1));
    const { answer, soapFault } = await execute(client, await executerOf({ client, host: host.host }), LIST);
    return [soapFault, textAt(bodyOf(answer), 'detail.NoPermissionFault.privilegeId')];
  };

  test.each([
    [{}, 'settings', 'Host.Config.Settings'],
    [{ esxcliPrivilege: 'Host.Cim.CimInteraction' }, 'cim', 'Host.Cim.CimInteraction'],
  ])('with %j is %s, and who lacks the privilege is told it', async (answers, allowed, privilege) => {
    await begin({ users, answers });
    expect([await ask(allowed), await ask('network')]).toEqual([
      ['', undefined],
      ['NoPermission', privilege],
    ]);
  });
});

test.each([
  ['methodNotFound', 'MethodNotFound'],
  ['notSupported', 'NotSupported'],
])('a vCenter of which esxcli is %s answers %s', async (answer, fault) => {
  await begin({ answers: { esxcli: answer } });
  for (const method of ['RetrieveManagedMethodExecuter', 'RetrieveDynamicTypeManager'])
    expect(faultOf(await host.client.call(method, host.host))).toBe(fault);
});

test('a host that is not connected runs nothing', async () => {
  await begin({ taskMs: 1 });
  const executer = await executerOf(host);
  await runTask(host.client, 'DisconnectHost_Task', host.host);
  expect((await execute(host.client, executer, LIST)).soapFault).toBe('HostNotConnected');
  expect(faultOf(await host.client.call('RetrieveManagedMethodExecuter', host.host))).toBe('HostNotConnected');
});

test('replies may have a prefix in front of their members', async () => {
  await begin({ replyPrefix: 'reflect' });
  const executed = await esxcli(host, 'network ip netstack list');
  expect(executed.answer.text).toContain('<reflect:response>&lt;obj ');
  expect(field(executed, 'Key')).toEqual(['defaultTcpipStack']);
});

test('a fault rule may strike one command of one host', async () => {
  const rule = { method: 'ExecuteSoap', host: HOST, command: 'network ip netstack list', fault: 'SystemError' };
  await begin({ faults: [rule] });
  expect((await esxcli(host, 'network ip netstack list')).soapFault).toBe('SystemError');
  expect((await esxcli(host, 'network ip dns server list')).soapFault).toBe('');
});
