import { expect, test } from '@jest/globals';
import type { ErrorCode, OnboardingError } from '../../lib/errors.ts';
import { connectTo } from './connect.ts';
import { fault, govmomiForm, prefixed } from './replies.ts';
import { scriptedVcenter } from './scripted-vcenter.ts';

async function errorFor(text: string): Promise<OnboardingError> {
  const server = await scriptedVcenter({ RemoveVirtualNic: text });
  const removal = connectTo(server).removeVirtualNic('networkSystem-21', 'vmk2');
  return (await removal.catch((error: unknown) => error)) as OnboardingError;
}

const CODES: [type: string, code: ErrorCode][] = [
  ['HostNotConnected', 'fault-passing'],
  ['HostCommunication', 'fault-passing'],
  ['ConcurrentAccess', 'fault-passing'],
  ['TaskInProgress', 'fault-passing'],
  ['ResourceInUse', 'fault-passing'],
  ['InvalidState', 'fault-passing'],
  ['NoPermission', 'permission-missing'],
  ['MethodNotFound', 'method-missing'],
  ['NotImplemented', 'method-missing'],
  ['NotFound', 'fault-refused'],
  ['AlreadyExists', 'fault-refused'],
  ['HostConfigFault', 'fault-refused'],
  ['ATypeThatNobodyKnows', 'fault-refused'],
];

test.each(CODES)('%s is %s', async (type, code) => {
  expect(await errorFor(fault(type))).toMatchObject({
    code,
    context: { fault: type, step: 'RemoveVirtualNic', vcenter: 'vc01' },
  });
});

test.each([
  ['its network system', '<obj type="HostNetworkSystem">networkSystem-21</obj>', 'host-gone'],
  ['the host', '<obj type="HostSystem">host-21</obj>', 'host-gone'],
  ['something else', '<obj type="DistributedVirtualPortgroup">dvportgroup-1</obj>', 'fault-refused'],
])('an object that was not found is the host only if it is %s', async (_what, members, code) => {
  expect(await errorFor(fault('ManagedObjectNotFound', members))).toMatchObject({ code });
});

test.each([
  ["vCenter's form", (text: string) => text],
  ['prefixes', prefixed],
  ["govmomi's form", govmomiForm],
])('a missing permission names privilege and object, in %s', async (_form, form) => {
  const members = '<object type="HostSystem">host-21</object><privilegeId>Host.Config.Network</privilegeId>';
  const error = await errorFor(
    form(fault('NoPermission', members, 'Permission to perform this operation was denied.')),
  );
  expect(error).toMatchObject({
    code: 'permission-missing',
    message:
      'vc01: RemoveVirtualNic needs the privilege Host.Config.Network on HostSystem host-21: NoPermission: ' +
      'Permission to perform this operation was denied.',
    context: { fault: 'NoPermission', privilege: 'Host.Config.Network', object: 'host-21' },
  });
});

test.each([
  ['one detail line', '<faultMessage><key>k</key><message>vmknic in use</message></faultMessage>', ' vmknic in use'],
  [
    'two detail lines and text',
    '<faultMessage><key>a</key><message>one</message></faultMessage><faultMessage><key>b</key><message>two</message></faultMessage><text>three</text>',
    ' one two three',
  ],
])('the message carries %s', async (_what, members, words) => {
  const error = await errorFor(fault('PlatformConfigFault', members, 'An error occurred.'));
  expect(error.message).toBe(
    `vc01: RemoveVirtualNic was answered with PlatformConfigFault: An error occurred.${words}`,
  );
});

test('the message names the property that was wrong', async () => {
  const error = await errorFor(fault('InvalidArgument', '<invalidProperty>nic.ip</invalidProperty>'));
  expect(error.message).toContain('nic.ip');
});

test('a transaction that rolled back may pass, whatever its type', async () => {
  const members = '<faultMessage><key>k</key><message>Transaction has rolled back on the host</message></faultMessage>';
  expect(await errorFor(fault('HostConfigFault', members))).toMatchObject({ code: 'fault-passing' });
});

test('a fault that comes with HTTP 200 is a fault', async () => {
  const server = await scriptedVcenter({
    RemoveVirtualNic: (response) => response.writeHead(200).end(fault('NotFound')),
  });
  await expect(connectTo(server).removeVirtualNic('networkSystem-21', 'vmk2')).rejects.toMatchObject({
    code: 'fault-refused',
    context: { fault: 'NotFound' },
  });
});

test('a fault without a type is known by its element', async () => {
  const text = fault('ResourceInUse').replace(' xsi:type="ResourceInUse"', '').replace(' xmlns="urn:vim25"', '');
  expect(await errorFor(text)).toMatchObject({ code: 'fault-passing', context: { fault: 'ResourceInUse' } });
});
