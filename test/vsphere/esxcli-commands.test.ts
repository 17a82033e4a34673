/** What is read of hosts by esxcli, on a vCenter that answers as it is told. */
import { describe, expect, test } from '@jest/globals';
import { answered, argumentsOf, cliFault, esxcliCommands, failed, list, METHOD, obj } from './esxcli-replies.ts';
import { fault, prefixed } from './replies.ts';

const NONE = answered(obj('ArrayOfDataObject', ''));
const PING = { netstack: 'vSphereProvisioning', device: 'vmk2', target: '10.20.0.1', payloadBytes: 8972, count: 3 };
const ROUTE =
  '<Gateway>10.20.0.1</Gateway><Interface>vmk2</Interface><Netmask>0.0.0.0</Netmask><Network>default</Network>';

describe('DNS', () => {
  test('of a stack is read by its two lists', async () => {
    const { commands, server } = await esxcliCommands({
      [METHOD.servers]: answered(list(['<DNSServers>10.0.0.53</DNSServers><DNSServers>10.0.0.54</DNSServers>'])),
      [METHOD.searchDomains]: answered(list(['<DNSSearchDomains>corp.example</DNSSearchDomains>'])),
    });
    expect(await commands.readDns('host-21', 'vmotion')).toEqual({
      servers: ['10.0.0.53', '10.0.0.54'],
      searchDomains: ['corp.example'],
    });
    expect(server.calls.at(-1)?.body).toContain('>ha-cli-handler-network-ip-dns-search<');
    expect(argumentsOf(server.calls.at(-1)?.body ?? '')).toEqual([['netstack', '<netstack>vmotion</netstack>']]);
  });

  test("is read from vCenter's prefixed answers too", async () => {
    const servers = prefixed(answered(list(['<DNSServers>10.0.0.53</DNSServers>'])));
    const { commands } = await esxcliCommands({ [METHOD.servers]: servers, [METHOD.searchDomains]: prefixed(NONE) });
    expect(await commands.readDns('host-21', 'vmotion')).toEqual({ servers: ['10.0.0.53'], searchDomains: [] });
  });
});

describe('routes', () => {
  const entry = { network: '0.0.0.0', prefixLength: 0, gateway: '10.20.0.1', deviceName: 'vmk2' };

  test('of both families are read', async () => {
    const ipv6 = list([ROUTE.replace('10.20.0.1', 'fd00::1').replace(/<Netmask>.*<\/Netmask>/, '<Prefix>0</Prefix>')]);
    const { commands } = await esxcliCommands({
      [METHOD.ipv4]: answered(list([ROUTE])),
      [METHOD.ipv6]: answered(ipv6),
    });
    const ipv6Entry = { ...entry, network: '::', gateway: 'fd00::1' };
    expect(await commands.readRoutes('host-21', 'vmotion')).toEqual([entry, ipv6Entry]);
  });

  test('of IPv4 are read from a host that refuses the list of IPv6', async () => {
    const { commands } = await esxcliCommands({
      [METHOD.ipv4]: answered(list([ROUTE])),
      [METHOD.ipv6]: failed(['no']),
    });
    expect(await commands.readRoutes('host-21', 'vmotion')).toEqual([entry]);
  });

  test('cannot be read where the session may not', async () => {
    const { commands } = await esxcliCommands({ [METHOD.ipv4]: NONE, [METHOD.ipv6]: fault('NoPermission') });
    await expect(commands.readRoutes('host-21', 'vmotion')).rejects.toMatchObject({ code: 'permission-missing' });
  });
});

describe('ping', () => {
  const summary = (received: number) =>
    answered(obj('Ping', `<Summary><Recieved>${received}</Recieved><Transmitted>3</Transmitted></Summary>`));

  test('asks from the adapter and the stack, unfragmented, in the order of the parameters', async () => {
    const { commands, server } = await esxcliCommands({ [METHOD.ping]: summary(2) });
    expect(await commands.ping('host-21', PING)).toEqual({ transmitted: 3, received: 2, isTooLargeForHost: false });
    expect(argumentsOf(server.calls.at(-1)?.body ?? '').map(([, val]) => val)).toEqual([
      '<count>3</count>',
      '<df>true</df>',
      '<host>10.20.0.1</host>',
      '<interface>vmk2</interface>',
      '<netstack>vSphereProvisioning</netstack>',
      '<size>8972</size>',
    ]);
  });

  test('says so when the target is an IPv6 address', async () => {
    const { commands, server } = await esxcliCommands({ [METHOD.ping]: summary(3) });
    await commands.ping('host-21', { ...PING, target: 'fd00:20::1' });
    expect(argumentsOf(server.calls.at(-1)?.body ?? '')).toContainEqual(['ipv6', '<ipv6>true</ipv6>']);
  });

  test.each([
    ['is too large for the host', 'Message too long', true],
    ['finds nobody at the address', 'Host is down', false],
    ['finds no route', 'No route to host', false],
  ])('that %s is answered, not failed', async (_what, words, isTooLargeForHost) => {
    const detail = cliFault(`sendto() failed (${words})`);
    const { commands } = await esxcliCommands({ [METHOD.ping]: failed(['EsxCLI.CLIFault.summary'], detail) });
    expect(await commands.ping('host-21', PING)).toEqual({ transmitted: 0, received: 0, isTooLargeForHost });
  });

  test('that the host refuses for another reason is refused', async () => {
    const detail = cliFault('Unknown interface vmk2');
    const { commands } = await esxcliCommands({ [METHOD.ping]: failed(['EsxCLI.CLIFault.summary'], detail) });
    await expect(commands.ping('host-21', PING)).rejects.toMatchObject({
      code: 'esxcli-refused',
      message: 'vc01: esxcli network diag ping failed: Unknown interface vmk2',
      context: { vcenter: 'vc01', moref: 'host-21', step: 'esxcli network diag ping' },
    });
  });
});
