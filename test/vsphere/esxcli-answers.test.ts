import { describe, expect, test } from '@jest/globals';
import { faultWords, readAnswer } from '../../lib/vsphere/esxcli-answers.ts';
import { columnValues, commandParameters, pingCounts, routeEntries } from '../../lib/vsphere/esxcli-values.ts';
import { cliFault, cliInfo, list, obj } from './esxcli-replies.ts';

const SERVERS = ['10.0.0.53', '10.0.0.54'];
const PING = `<Summary xsi:type="VimEsxCLInetworkdiagpingSummary"><Duplicated>0</Duplicated><HostAddr>10.20.0.1</HostAddr>
  <PacketLost>33</PacketLost><Recieved>2</Recieved><RoundtripAvgMS>1</RoundtripAvgMS><Transmitted>3</Transmitted></Summary>`;
const UNREADABLE = expect.objectContaining({ code: 'reply-unreadable' });

/** The answer with a prefix on every element. */
function prefixed(xml: string): string {
  return xml
    .replaceAll(/<(\/?)(\w)/g, '<$1vim25:$2')
    .replace(' xmlns="urn:vim25"', ' xmlns:vim25="urn:vim25"')
    .replaceAll('xsi:type="', 'xsi:type="vim25:');
}

describe('DNS servers are read from', () => {
  const columns = SERVERS.map((server) => `<DNSServers>${server}</DNSServers>`).join('');
  test.each([
    ['one object', obj('VimEsxCLInetworkipdnsserverlistDNSServer', columns)],
    ['a list of one object', list([columns])],
    ['a list of an object each', list(SERVERS.map((server) => `<DNSServers>${server}</DNSServers>`))],
    ['one cell with commas', list([`<DNSServers>${SERVERS.join(', ')}</DNSServers>`])],
    ['a typed list in the column', list([columns.replaceAll(/<(\/?)DNSServers>/g, '<$1string>')].map(inColumn))],
    ['prefixed elements', prefixed(list([columns]))],
    ['another case', list([columns.replaceAll('DNSServers', 'dnsServers')])],
    ['an XML declaration and blanks', `<?xml version="1.0"?>\n ${list([`\n ${columns}\n`])}\n`],
    ['CDATA', list(SERVERS.map((server) => `<DNSServers><![CDATA[${server}]]></DNSServers>`))],
  ])('%s', async (_what, xml) => {
    expect(columnValues(await readAnswer(xml), 'DNSServers')).toEqual(SERVERS);
  });

  test.each([
    ['an empty list', obj('ArrayOfDataObject', '')],
    ['an empty column', list(['<DNSServers></DNSServers>'])],
    ['an empty answer', ''],
    ['true', obj('xsd:boolean', 'true')],
  ])('%s: none', async (_what, xml) => {
    expect(columnValues(await readAnswer(xml), 'DNSServers')).toEqual([]);
  });

  test('an answer with other columns only is not taken for an empty one', async () => {
    const answer = await readAnswer(list(['<Servers>10.0.0.53</Servers>']));
    expect(() => columnValues(answer, 'DNSServers')).toThrow(UNREADABLE);
  });
});

function inColumn(inner: string): string {
  return `<DNSServers xsi:type="ArrayOfString">${inner}</DNSServers>`;
}

describe('routes', () => {
  const row = (fields: Record<string, string>) =>
    Object.entries(fields)
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join('');

  test('of IPv4 are read with default, connected and added rows', async () => {
    const answer = list([
      row({ Gateway: '10.20.0.1', Interface: 'vmk2', Netmask: '0.0.0.0', Network: 'default', Source: 'MANUAL' }),
      row({ Gateway: '0.0.0.0', Interface: 'vmk2', Netmask: '255.255.255.0', Network: '10.20.0.0', Source: 'MANUAL' }),
      row({ Gateway: '10.20.0.2', Interface: '', Netmask: '255.255.240.0', Network: '10.30.0.0', Source: 'MANUAL' }),
    ]);
    expect(routeEntries(await readAnswer(answer), '0.0.0.0')).toEqual([
      { network: '0.0.0.0', prefixLength: 0, gateway: '10.20.0.1', deviceName: 'vmk2' },
      { network: '10.20.0.0', prefixLength: 24, gateway: '0.0.0.0', deviceName: 'vmk2' },
      { network: '10.30.0.0', prefixLength: 20, gateway: '10.20.0.2' },
    ]);
  });

  test('of IPv6 are read, also in CIDR', async () => {
    const answer = list([
      row({ Gateway: 'fd00:20::1', Interface: 'vmk2', Network: 'default', Prefix: '0' }),
      row({ Gateway: '', Interface: 'vmk2', Network: 'fd00:20::', Prefix: '64' }),
      row({ Gateway: 'fd00:20::2', Network: 'fd00:30::/48' }),
    ]);
    expect(routeEntries(await readAnswer(answer), '::')).toEqual([
      { network: '::', prefixLength: 0, gateway: 'fd00:20::1', deviceName: 'vmk2' },
      { network: 'fd00:20::', prefixLength: 64, gateway: '::', deviceName: 'vmk2' },
      { network: 'fd00:30::', prefixLength: 48, gateway: 'fd00:20::2' },
    ]);
  });

  test.each([
    ['without a network', { Gateway: '10.20.0.1', Netmask: '255.0.0.0' }],
    ['without a length', { Gateway: '10.20.0.1', Network: '10.30.0.0' }],
    ['with a mask that is none', { Gateway: '10.20.0.1', Network: '10.30.0.0', Netmask: '255.0.255.0' }],
    ['with a mask that is too short', { Gateway: '10.20.0.1', Network: '10.30.0.0', Netmask: '255.255' }],
    ['with a length that is none', { Gateway: 'fd00::1', Network: 'fd00::', Prefix: 'many' }],
  ])('of a row %s are unreadable', async (_what, fields) => {
    const answer = await readAnswer(list([row(fields)]));
    expect(() => routeEntries(answer, '0.0.0.0')).toThrow(UNREADABLE);
  });
});

describe('a ping', () => {
  test.each([
    ['as the platform spells it', obj('VimEsxCLInetworkdiagping', PING)],
    ['in a list', list([PING])],
    ['spelt right', obj('VimEsxCLInetworkdiagping', PING.replaceAll('Recieved', 'Received'))],
  ])('is counted %s', async (_what, xml) => {
    expect(pingCounts(await readAnswer(xml))).toEqual({ transmitted: 3, received: 2 });
  });

  test('without its counts is unreadable', async () => {
    const answer = await readAnswer(obj('VimEsxCLInetworkdiagping', '<Summary><Transmitted>3</Transmitted></Summary>'));
    expect(() => pingCounts(answer)).toThrow(UNREADABLE);
  });
});

test('the parameters of a namespace are read in their order, of commands without any too', async () => {
  const answer = await readAnswer(cliInfo({ add: ['netstack', 'server'], list: ['netstack'], get: [] }));
  expect([...commandParameters(answer)]).toEqual([
    ['add', ['netstack', 'server']],
    ['list', ['netstack']],
    ['get', []],
  ]);
});

test.each([
  ['that ends in its middle', '<obj><DNSServers>'],
  ['with two roots', '<a/><b/>'],
  ['with an entity of its own', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
  ['that refers to other elements', '<obj><a href="#1"/><b id="1"/></obj>'],
  ['that would write into the prototype of objects', '<obj><a id="__proto__"><polluted>1</polluted></a></obj>'],
  ['that nests absurdly', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
])('an answer %s is unreadable', async (_what, xml) => {
  await expect(readAnswer(xml)).rejects.toMatchObject({ code: 'reply-unreadable' });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

describe('the words of a failed command', () => {
  test.each([
    ['stand in faultMsg', { faultMsg: ['no such server'] }, 'no such server'],
    ['stand in faultMsg, each once', { faultMsg: ['one', 'two', 'one'] }, 'one two'],
    ['stand in the detail when faultMsg is a key', summary(cliFault('Invalid netstack')), 'Invalid netstack'],
    ['are all of the detail', summary(cliFault('one', 'two')), 'one two'],
    ['are detail that is plain text', summary('Invalid netstack'), 'Invalid netstack'],
    ['do without detail that cannot be read', { faultMsg: ['one'], faultDetail: '<broken' }, 'one'],
    ['may be missing', { faultMsg: ['EsxCLI.CLIFault.summary'] }, ''],
  ])('%s', async (_what, fault, words) => {
    expect(await faultWords(fault)).toBe(words);
  });

  function summary(faultDetail: string) {
    return { faultMsg: ['EsxCLI.CLIFault.summary'], faultDetail };
  }
});
