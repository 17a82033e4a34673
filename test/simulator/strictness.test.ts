import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  type Answer,
  type Bench,
  bodyOf,
  collector,
  dvPort,
  envelope,
  faultOf,
  methodXml,
  send,
  startBench,
  textAt,
} from './soap-client.ts';

let bench: Bench;
let system: readonly [string, string];
let port: string;
beforeAll(async () => {
  bench = await startBench();
  system = await bench.client.networkSystem('esx-001.example.test');
  port = await dvPort(bench.client);
});
beforeEach(() => {
  bench.client.soapAction = '"urn:vim25/8.0.3.0"';
});
afterAll(() => bench.simulator.close());

const ip = '<ip><dhcp>false</dhcp><ipAddress>10.20.0.9</ipAddress><subnetMask>255.255.255.0</subnetMask></ip>';
const add = (nic: string): Promise<Answer> =>
  bench.client.call('AddVirtualNic', system, `<portgroup></portgroup><nic>${nic}</nic>`);
const text = (answer: Answer): string => textAt(bodyOf(answer), 'faultstring') ?? '';

async function refused(answer: Answer, part: string): Promise<void> {
  expect([answer.status, faultOf(answer)]).toEqual([500, 'InvalidRequest']);
  expect(text(answer)).toContain(part);
  const host = await bench.client.host('esx-001.example.test');
  const { 'config.network.vnic': vnics } = await bench.client.read(host, 'config.network.vnic');
  expect(vnics?.children).toHaveLength(1);
}

test('members in the wrong order are refused by the name of the one that came late', async () => {
  await refused(await add(`${port}${ip}`), 'Unexpected element tag "vim25:ip" seen');
});

test('an unknown element is refused with tag, type and method', async () => {
  const answer = await add(`${ip}<gateway>10.20.0.1</gateway>`);

  await refused(answer, 'Unexpected element tag "vim25:gateway" seen');
  expect(text(answer)).toContain('HostVirtualNicSpec');
  expect(text(answer)).toContain('AddVirtualNic');
});

test('a member that is newer than the negotiated version is unknown', async () => {
  bench.client.soapAction = 'urn:vim25/5.1';
  const answer = await add(`${ip}<netStackInstanceKey>vSphereProvisioning</netStackInstanceKey>`);
  bench.client.soapAction = 'urn:vim25/8.0.3.0';

  await refused(answer, 'vim25:netStackInstanceKey');
});

test.each([
  [
    'an element without the namespace',
    (nic: string) => `${nic}<mtu xmlns="">1500</mtu>`,
    'Unexpected element tag "mtu"',
  ],
  ['a member that comes twice', (nic: string) => `${nic}${nic}`, 'vim25:ip'],
  ['text between members', (nic: string) => `${nic}hello`, 'Unexpected text'],
  ['xsi:nil', (nic: string) => `${nic}<mtu xsi:nil="true"/>`, 'xsi:nil'],
  ['a number that is none', (nic: string) => `${nic}<mtu>many</mtu>`, 'Invalid int "many"'],
  ['a number that is too large', (nic: string) => `${nic}<mtu>2147483648</mtu>`, 'Invalid int'],
  ['a type that is unknown', () => '<ip xsi:type="HostIpKonfig"><dhcp>true</dhcp></ip>', '"HostIpKonfig" is unknown'],
  ['a type that is no subtype', () => '<ip xsi:type="HostVirtualNicSpec"></ip>', 'no HostIpConfig'],
  [
    'a required member that is missing',
    () => '<ip><ipAddress>10.20.0.9</ipAddress></ip>',
    'Required property dhcp is missing',
  ],
])('%s is refused', async (_what, nic, part) => {
  await refused(await add(nic(ip)), part);
});

test('a missing argument is refused', async () => {
  await refused(
    await bench.client.call('AddVirtualNic', system, `<nic>${ip}</nic>`),
    'Required property portgroup is missing',
  );
});

test('an argument that is missing behind an empty list is refused as well', async () => {
  await refused(await bench.client.call('RetrievePropertiesEx', collector), 'Required property options is missing');
});

test('a type under any prefix is read', async () => {
  const nic =
    '<ip xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:v="urn:vim25" i:type="v:HostIpConfig"><dhcp>true</dhcp></ip>';

  expect(faultOf(await add(nic))).toBe('InvalidArgument');
});

test('a method that does not exist cannot be resolved', async () => {
  const answer = await bench.client.call('RetrieveServiceContentRequestMsg', ['ServiceInstance', 'ServiceInstance']);

  expect([answer.status, faultOf(answer)]).toEqual([500, 'InvalidRequest']);
  expect(text(answer)).toBe('Unable to resolve WSDL method name RetrieveServiceContentRequestMsg');
});

test.each(['', '""', '"urn:vim25"'])('a SOAPAction of %j is the oldest schema', async (soapAction) => {
  bench.client.soapAction = soapAction;
  const ask =
    '<specSet><propSet><type>Folder</type></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet></specSet>';

  expect((await bench.client.call('RetrieveServiceContent', ['ServiceInstance', 'ServiceInstance'])).status).toBe(200);
  expect((await bench.client.call('RetrieveProperties', collector, ask)).status).toBe(200);
  expect(text(await bench.client.call('RetrievePropertiesEx', collector, `${ask}<options/>`))).toBe(
    'Unable to resolve WSDL method name RetrievePropertiesEx',
  );
});

test.each(['urn:vim25/7.9.9', 'urn:vim25/eight', 'urn:sms/8.0', 'RetrieveServiceContent'])(
  'the SOAPAction %s is refused',
  async (soapAction) => {
    bench.client.soapAction = soapAction;
    const answer = await bench.client.call('RetrieveServiceContent', ['ServiceInstance', 'ServiceInstance']);

    expect(answer.status).toBe(500);
    expect(answer.text).toContain('Unsupported version URI');
  },
);

test('a version newer than the server is served', async () => {
  bench.client.soapAction = 'urn:vim25/9.1.0.0';

  expect((await bench.client.call('CurrentTime', ['ServiceInstance', 'ServiceInstance'])).status).toBe(200);
});

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['half an envelope', envelope('').slice(0, 60)],
  ['an empty body', envelope('')],
  [
    'a document type',
    `<!DOCTYPE a [<!ENTITY b "c">]>${envelope(methodXml('CurrentTime', ['ServiceInstance', 'ServiceInstance']))}`,
  ],
])('%s as a request is an InvalidRequest', async (_what, body) => {
  const answer = await send(bench.simulator.ready, { body });

  expect([answer.status, faultOf(answer)]).toEqual([500, 'InvalidRequest']);
  expect(text(answer)).toContain('before method was determined');
});

test('an object that does not exist, or is of another class, is not found', async () => {
  for (const target of [
    ['HostNetworkSystem', 'networkSystem-9999'],
    ['Folder', system[1]],
  ] as const) {
    expect(faultOf(await bench.client.call('RefreshNetworkSystem', target))).toBe('ManagedObjectNotFound');
  }
});

test('a method of another class is not found on an object', async () => {
  const host = await bench.client.host('esx-001.example.test');

  expect(faultOf(await bench.client.call('RefreshNetworkSystem', host))).toBe('MethodNotFound');
});

test('a method that vCenter has and the simulator does not model is not supported', async () => {
  expect(faultOf(await bench.client.call('AddPortGroup', system))).toBe('NotSupported');
});
