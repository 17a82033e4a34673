import { expect, test } from '@jest/globals';
import { OnboardingError } from '../../lib/errors.ts';
import { unavailableVcenter } from '../../lib/reconcile/unavailable-vcenter.ts';

const INVALID = new OnboardingError('connection-invalid', 'There is no connection of vc99.');
const AWAY = unavailableVcenter('vc99', INVALID);
const EDIT = { netStackInstanceKey: 'vSphereProvisioning' } as const;

const CALLS: Record<string, () => Promise<unknown>> = {
  about: () => AWAY.about(),
  currentTime: () => AWAY.currentTime(),
  findHost: () => AWAY.findHost('esx-021'),
  readHost: () => AWAY.readHost('host-21'),
  readHosts: async () => {
    for await (const page of AWAY.readHosts()) expect(page).toBeUndefined();
  },
  directory: () => AWAY.directory(),
  openEvents: () => AWAY.openEvents(new Date(0), []),
  addVirtualNic: () => AWAY.addVirtualNic('networkSystem-21', '', {}),
  updateVirtualNic: () => AWAY.updateVirtualNic('networkSystem-21', 'vmk1', {}),
  removeVirtualNic: () => AWAY.removeVirtualNic('networkSystem-21', 'vmk1'),
  updateNetworkConfig: () => AWAY.updateNetworkConfig('networkSystem-21', EDIT),
};

test.each(Object.entries(CALLS))('%s of a vCenter without a connection says what is wrong with it', async (_, call) => {
  await expect(call()).rejects.toBe(INVALID);
});

test('it keeps its name, and closing it is nothing', async () => {
  await expect(AWAY.close()).resolves.toBeUndefined();
  expect(AWAY.name).toBe('vc99');
});
