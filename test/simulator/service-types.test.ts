import { afterEach, expect, test } from '@jest/globals';
import { HOST, type HostBench, startHostBench } from './host-bench.ts';
import { at, faultOf, textAt } from './soap-client.ts';

let host: HostBench;
afterEach(() => host.bench.simulator.close());

const manager = () => ['HostVirtualNicManager', host.system[1].replace('networkSystem', 'virtualNicManager')] as const;
const ask = async (method: string, nicType: string, device = 'vmk1') =>
  faultOf(await host.client.call(method, manager(), `<nicType>${nicType}</nicType><device>${device}</device>`));

async function service(nicType = 'vSphereProvisioning') {
  const [config] = await host.client.get('QueryNetConfig', manager(), `<nicType>${nicType}</nicType>`);
  const candidates = at(config, 'candidateVnic').map((vnic) => textAt(vnic, 'device'));
  const selected = at(config, 'selectedVnic').map(({ text }) => text);
  return { candidates, selected, many: textAt(config, 'multiSelectAllowed') };
}

test('an unused service has the adapters of the default stack as candidates, and none selected', async () => {
  host = await startHostBench();
  expect(await service()).toEqual({ candidates: ['vmk0'], selected: [], many: 'true' });
});

test('a service that is selected reads back by a link to its candidate, until it is deselected', async () => {
  host = await startHostBench();
  expect(await ask('SelectVnicForNicType', 'vSphereProvisioning', 'vmk0')).toBe('');
  expect((await service()).selected).toEqual(['vSphereProvisioning.key-vim.host.VirtualNic-vmk0']);
  expect(await ask('DeselectVnicForNicType', 'vSphereProvisioning', 'vmk0')).toBe('');
  expect((await service()).selected).toEqual([]);
});

test('the first adapter on its stack takes the service from the default stack, and its removal does not give it back', async () => {
  host = await startHostBench();
  await ask('SelectVnicForNicType', 'vSphereProvisioning', 'vmk0');
  await host.addDistributed();
  const own = 'vSphereProvisioning.key-vim.host.VirtualNic-vmk1';
  expect(await service()).toEqual({ candidates: ['vmk1'], selected: [own], many: 'true' });
  await host.remove('vmk1');
  expect(await service()).toEqual({ candidates: ['vmk0'], selected: [], many: 'true' });
});

const start = (services: object, more: object = {}) =>
  startHostBench({ inventory: { hosts: [{ name: HOST, services }] }, ...more });

test.each([
  [false, []],
  [true, ['vmk0']],
])(
  'with serviceComesBack %s the service is selected on %j when its stack has no adapter any more',
  async (serviceComesBack, left) => {
    host = await start({ vSphereProvisioning: ['vmk0'] }, { answers: { serviceComesBack } });
    const link = (device: string) => `vSphereProvisioning.key-vim.host.VirtualNic-${device}`;
    expect((await service()).selected).toEqual([link('vmk0')]);
    await host.addDistributed();
    await host.addDistributed('10.20.0.12');
    await host.remove('vmk1');
    expect(await service()).toMatchObject({ candidates: ['vmk2'], selected: [link('vmk2')] });
    await host.remove('vmk2');
    expect(await service()).toMatchObject({ candidates: ['vmk0'], selected: left.map(link) });
  },
);

test('vMotion goes to its own stack, and comes back from it, likewise', async () => {
  host = await start({ vmotion: ['vmk0'], vSphereProvisioning: ['vmk0'] }, { answers: { serviceComesBack: true } });
  const vmotion = async () => (await service('vmotion')).selected;
  await host.addDistributed('10.40.0.11', 'vmotion');
  expect(await vmotion()).toEqual(['vmotion.key-vim.host.VirtualNic-vmk1']);
  expect((await service()).selected).toEqual(['vSphereProvisioning.key-vim.host.VirtualNic-vmk0']);
  await host.remove('vmk1');
  expect(await vmotion()).toEqual(['vmotion.key-vim.host.VirtualNic-vmk0']);
});

test.each([
  ['its own service', 'vSphereProvisioning', 'vmk1'],
  ['another service', 'vmotion', 'vmk1'],
  ['a service whose stack is in use', 'vSphereProvisioning', 'vmk0'],
])('an adapter is not selected for %s by hand', async (_what, nicType, device) => {
  host = await startHostBench();
  await host.addDistributed();
  expect(await ask('SelectVnicForNicType', nicType, device)).toBe('HostConfigFault');
});

test('an adapter on the stack of its service is not deselected by hand either', async () => {
  host = await startHostBench();
  await host.addDistributed();
  expect(await ask('DeselectVnicForNicType', 'vSphereProvisioning')).toBe('HostConfigFault');
  expect((await service()).selected).toEqual(['vSphereProvisioning.key-vim.host.VirtualNic-vmk1']);
});

test('with stackServiceSelected false an adapter on the stack is selected by hand only', async () => {
  host = await startHostBench({ answers: { stackServiceSelected: false } });
  await host.addDistributed();
  expect((await service()).selected).toEqual([]);
  expect(await ask('SelectVnicForNicType', 'vSphereProvisioning')).toBe('');
  await host.addDistributed('10.20.0.12');
  expect((await service()).selected).toEqual(['vSphereProvisioning.key-vim.host.VirtualNic-vmk1']);
  expect(await ask('DeselectVnicForNicType', 'vSphereProvisioning')).toBe('');
  expect((await service()).selected).toEqual([]);
});

test('an unknown service and an unknown adapter are InvalidArgument', async () => {
  host = await startHostBench();
  expect(await ask('SelectVnicForNicType', 'provisioning', 'vmk0')).toBe('InvalidArgument');
  expect(await ask('SelectVnicForNicType', 'vmotion', 'vmk9')).toBe('InvalidArgument');
  const answer = await host.client.call('QueryNetConfig', manager(), '<nicType>provisioning</nicType>');
  expect(faultOf(answer)).toBe('InvalidArgument');
});

test('config.virtualNicManagerInfo and the info of the manager tell the same', async () => {
  host = await startHostBench();
  await host.addDistributed();
  const path = 'config.virtualNicManagerInfo.netConfig';
  const { [path]: config } = await host.client.read(host.host, path);
  const { info } = await host.client.read(manager(), 'info');
  const selected = (items: ReturnType<typeof at>) => items.map((item) => textAt(item, 'selectedVnic'));
  expect(selected(config?.children ?? [])).toEqual(selected(at(info, 'netConfig')));
});
