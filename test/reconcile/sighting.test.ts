import { expect, test } from '@jest/globals';
import { addedAfter } from '../../lib/reconcile/added-adapters.ts';
import { Sighting } from '../../lib/reconcile/sighting.ts';
import type { VirtualNicSpec } from '../../lib/reconcile/steps.ts';
import { configuredHost, SWITCH } from '../builders.ts';
import { FakeClock } from '../fake-clock.ts';
import { InMemoryVcenter } from '../in-memory-vcenter.ts';

const SYSTEM = 'networkSystem-21';

function watching() {
  const clock = new FakeClock();
  const vcenter = new InMemoryVcenter(clock, [configuredHost()]);
  return { vcenter, sighting: new Sighting(vcenter, clock, 'vSphereProvisioning') };
}

const SPEC: VirtualNicSpec = {
  ip: { dhcp: true },
  distributedVirtualPort: { switchUuid: SWITCH, portgroupKey: 'dvportgroup-12' },
  netStackInstanceKey: 'vSphereProvisioning',
};

test('a watched vCenter is the same one in everything else', async () => {
  const { vcenter, sighting } = watching();
  expect([sighting.vcenter.name, await sighting.vcenter.about()]).toEqual([vcenter.name, await vcenter.about()]);
});

test('the first and the last sight of the host are kept', async () => {
  const { vcenter, sighting } = watching();
  await sighting.vcenter.readHost('host-21');
  vcenter.put({ ...configuredHost(), inMaintenanceMode: true });
  await sighting.vcenter.readHost('host-21');
  expect([sighting.first?.inMaintenanceMode, sighting.last?.inMaintenanceMode]).toEqual([false, true]);
});

test('an adapter that takes the name of one that was taken off is ours, also before it is shown', async () => {
  const { sighting } = watching();
  await sighting.vcenter.removeVirtualNic(SYSTEM, 'vmk1');
  await sighting.vcenter.readHost('host-21');
  expect(await sighting.vcenter.addVirtualNic(SYSTEM, '', SPEC)).toBe('vmk1');
  expect(await addedAfter(undefined, 'run', { status: 'deferred' }, sighting)).toMatchObject([{ device: 'vmk1' }]);
});

test('an adapter that is put back on the default stack is not ours, also under the name of ours', async () => {
  const { sighting } = watching();
  await sighting.vcenter.removeVirtualNic(SYSTEM, 'vmk1');
  expect(await sighting.vcenter.addVirtualNic(SYSTEM, '', SPEC)).toBe('vmk1');
  await sighting.vcenter.removeVirtualNic(SYSTEM, 'vmk1');
  const { netStackInstanceKey: _ours, ...theirs } = SPEC;
  expect(await sighting.vcenter.addVirtualNic(SYSTEM, '', theirs)).toBe('vmk1');
  await sighting.vcenter.readHost('host-21');
  expect(await addedAfter(undefined, 'run', { status: 'failed' }, sighting)).toEqual([]);
});
