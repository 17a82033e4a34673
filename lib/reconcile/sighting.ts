/** What one run sees of its host and calls on it, noted at the vCenter that it works with. */
import type { Clock, Vcenter } from './ports.ts';
import type { HostState } from './state.ts';
import type { VirtualNicSpec } from './steps.ts';

/** An answered AddVirtualNic. */
export interface AnsweredAdd {
  readonly device: string;
  readonly portgroup: string;
  readonly nic: VirtualNicSpec;
  readonly at: Date;
}

/** Watches a vCenter for the time of one run. */
export class Sighting {
  /** The same vCenter, watched. */
  readonly vcenter: Vcenter;
  /** The TCP/IP stack that the run is about. */
  readonly stack: string;
  first: HostState | undefined;
  last: HostState | undefined;
  /** On that stack: what is added to another one is put back there, and is not ours. */
  readonly adds: AnsweredAdd[] = [];
  /** Devices that were asked to be taken off, whatever the answer was. */
  readonly removals = new Set<string>();
  /** Devices that were changed. */
  readonly updates = new Set<string>();

  constructor(vcenter: Vcenter, clock: Clock, stack: string) {
    this.stack = stack;
    const watched: Pick<Vcenter, 'readHost' | 'addVirtualNic' | 'updateVirtualNic' | 'removeVirtualNic'> = {
      readHost: async (moref) => {
        this.last = await vcenter.readHost(moref);
        this.first ??= this.last;
        return this.last;
      },
      addVirtualNic: async (system, portgroup, nic) => {
        const device = await vcenter.addVirtualNic(system, portgroup, nic);
        if (nic.netStackInstanceKey !== stack) return device;
        this.adds.push({ device, portgroup, nic, at: clock.now() });
        // The first free number is given again: this is another adapter than the one that was taken off.
        this.removals.delete(device);
        return device;
      },
      updateVirtualNic: (system, device, nic) => {
        this.updates.add(device);
        return vcenter.updateVirtualNic(system, device, nic);
      },
      removeVirtualNic: (system, device) => {
        this.removals.add(device);
        return vcenter.removeVirtualNic(system, device);
      },
    };
    this.vcenter = inFrontOf(vcenter, watched);
  }
}

/** A class instance cannot be spread: its methods are on its prototype and reach for private members. */
function inFrontOf<Target extends object>(target: Target, own: Partial<Target>): Target {
  return new Proxy(target, {
    get: (_, member) => {
      if (Object.hasOwn(own, member)) return Reflect.get(own, member);
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
