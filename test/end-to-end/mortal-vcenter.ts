/** A vCenter at which a run can be killed: each call that changes a host goes through its life. */
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import type { Life } from './mortal.ts';

export function mortalVcenter(vcenter: Vcenter, life: Life): Vcenter {
  const { commands } = vcenter;
  return life.of(vcenter, {
    addVirtualNic: (...call) => life.write('AddVirtualNic', () => vcenter.addVirtualNic(...call)),
    updateVirtualNic: (...call) => life.write('UpdateVirtualNic', () => vcenter.updateVirtualNic(...call)),
    removeVirtualNic: (...call) => life.write('RemoveVirtualNic', () => vcenter.removeVirtualNic(...call)),
    updateNetworkConfig: (...call) => life.write('UpdateNetworkConfig', () => vcenter.updateNetworkConfig(...call)),
    commands: life.of(commands, {
      runCommand: (moref, command) => life.write(command.command, () => commands.runCommand(moref, command)),
      refreshNetwork: (system) => life.write('RefreshNetworkSystem', () => commands.refreshNetwork(system)),
    }),
  });
}
