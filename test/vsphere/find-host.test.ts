import { expect, test } from '@jest/globals';
import { connectTo } from './connect.ts';
import { fault, object, page, primitive, reply } from './replies.ts';
import { type Script, scriptedVcenter } from './scripted-vcenter.ts';

function named(moref: string, name: string): string {
  return object('HostSystem', moref, [primitive('name', 'string', name)]);
}

const VIEW = reply('CreateContainerView', '<returnval type="ContainerView">view-1</returnval>');
const hosts = (...objects: string[]) => reply('RetrievePropertiesEx', page(objects));
const nothing = (operation: string) => reply(operation, '');
const found = (operation: string, moref: string, type = 'HostSystem') =>
  reply(operation, `<returnval type="${type}">${moref}</returnval>`);

async function find(wanted: string, script: Script): Promise<{ host: unknown; operations: string[] }> {
  const server = await scriptedVcenter(script);
  const host = await connectTo(server).findHost(wanted);
  return { host, operations: server.operations().slice(2) };
}

const ESX = { moref: 'host-21', name: 'esx-021.corp.example' };
const READ = hosts(named('host-21', 'esx-021.corp.example'));

test('a moref is looked up as it is', async () => {
  expect(await find('host-21', { RetrievePropertiesEx: READ })).toEqual({
    host: ESX,
    operations: ['RetrievePropertiesEx'],
  });
});

test.each([
  ['esx-021.corp.example', 'FindByDnsName', 'esx-021.corp.example'],
  ['10.1.0.21', 'FindByIp', '10.1.0.21'],
  ['fe80::1', 'FindByIp', 'fe80::1'],
  ['DC0/host/C0/esx-021.corp.example', 'FindByInventoryPath', 'esx-021.corp.example'],
  ['DC0/host/C0/a%2fb', 'FindByInventoryPath', 'a/b'],
])('%s is found by one call of %s', async (wanted, operation, name) => {
  expect(await find(wanted, { [operation]: found(operation, 'host-21') })).toEqual({
    host: { moref: 'host-21', name },
    operations: [operation],
  });
});

test('the path of a standalone host may name its compute resource', async () => {
  const script = {
    FindByInventoryPath: found('FindByInventoryPath', 'domain-s9', 'ComputeResource'),
    RetrievePropertiesEx: READ,
  };
  expect((await find('/DC0/host/esx-021', script)).host).toEqual(ESX);
});

test.each(['esx-021.corp.example', 'ESX-021.corp.example', 'esx-021'])(
  'a name that the search does not know is looked for among all names: %s',
  async (wanted) => {
    const script = {
      FindByDnsName: nothing('FindByDnsName'),
      CreateContainerView: VIEW,
      RetrievePropertiesEx: hosts(named('host-21', 'esx-021.corp.example'), named('host-210', 'esx-0210.corp.example')),
    };
    expect(await find(wanted, script)).toEqual({
      host: ESX,
      operations: ['FindByDnsName', 'CreateContainerView', 'RetrievePropertiesEx', 'DestroyView'],
    });
  },
);

test('a name that fits two hosts is refused with both', async () => {
  const script = {
    FindByDnsName: nothing('FindByDnsName'),
    CreateContainerView: VIEW,
    RetrievePropertiesEx: hosts(named('host-1', 'esx.a.example'), named('host-2', 'esx.b.example')),
  };
  await expect(find('esx', script)).rejects.toMatchObject({
    code: 'host-not-found',
    message: 'vc01: "esx" fits 2 hosts: esx.a.example (host-1), esx.b.example (host-2); name one by its moref.',
  });
});

test.each([
  ['host-99', { RetrievePropertiesEx: fault('ManagedObjectNotFound', '<obj type="HostSystem">host-99</obj>') }],
  [
    'DC0/vm/web',
    {
      FindByInventoryPath: found('FindByInventoryPath', 'vm-1', 'VirtualMachine'),
      RetrievePropertiesEx: nothing('RetrievePropertiesEx'),
    },
  ],
  ['DC0/host/none', { FindByInventoryPath: nothing('FindByInventoryPath') }],
  [
    'none',
    {
      FindByDnsName: nothing('FindByDnsName'),
      CreateContainerView: VIEW,
      RetrievePropertiesEx: nothing('RetrievePropertiesEx'),
    },
  ],
])('%s is not found', async (wanted, script) => {
  await expect(find(wanted, script)).rejects.toMatchObject({
    code: 'host-not-found',
    message: `vc01: There is no host "${wanted}".`,
  });
});
