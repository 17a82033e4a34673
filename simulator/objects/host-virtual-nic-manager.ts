import { hostConfigFault, invalidArgument } from '../faults.ts';
import { nicManagerInfo, nicTypeConfig } from '../host/network-info.ts';
import { defaultStack, type NetworkState, vnicsOf } from '../host/network-state.ts';
import { nicTypes } from '../host/stack-info.ts';
import type { Session } from '../session.ts';
import { MoRef, textIn } from '../values.ts';
import type { Host } from './host.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** HostVirtualNicManager: which adapters carry which service. */
export class HostVirtualNicManager extends ManagedObject {
  readonly host: Host;

  constructor(host: Host) {
    super(new MoRef('HostVirtualNicManager', `virtualNicManager-${host.number}`));
    this.host = host;
  }

  override get subject(): MoRef {
    return this.host.ref;
  }

  override visibleTo(session: Session | undefined): boolean {
    return this.host.visibleTo(session);
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    // Never unset, as the type information has it: a host that is away has no adapters to name.
    info: () =>
      this.host.connectionState === 'connected'
        ? nicManagerInfo(this.host.network)
        : { $type: 'HostVirtualNicManagerInfo', netConfig: [] },
    value: () => [],
    availableField: () => [],
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    QueryNetConfig: ({ parameters }) => {
      this.host.requireConnection();
      const nicType = textIn(parameters, 'nicType') ?? '';
      if (!nicTypes.includes(nicType)) throw invalidArgument('nicType');
      return nicTypeConfig(this.host.network, nicType);
    },
    SelectVnicForNicType: (call) => this.#change(call, (before, device) => [...new Set([...before, device])]),
    DeselectVnicForNicType: (call) =>
      this.#change(call, (before, device) => before.filter((other) => other !== device)),
  };

  /**
   * Once a service has a stack in use, adapters elsewhere are of no use to it. Those on its stack are selected by
   * themselves, which nobody can change, unless the scenario answers otherwise.
   */
  #change(call: Call, edit: (before: string[], device: string) => string[]): undefined {
    this.host.requireConnection();
    const nicType = textIn(call.parameters, 'nicType') ?? '';
    const device = textIn(call.parameters, 'device') ?? '';
    if (!nicTypes.includes(nicType)) throw invalidArgument('nicType');
    const { network } = this.host;
    network.write((state: NetworkState) => {
      const vnic = state.vnics.find((candidate) => candidate.device === device);
      if (vnic === undefined) throw invalidArgument('device');
      const own = vnicsOf(state, nicType);
      const { stackServiceSelected } = network.vcenter.scenario.answers;
      const free = own.length > 0 ? own.includes(vnic) && !stackServiceSelected : vnic.stack === defaultStack;
      if (!free) {
        throw hostConfigFault(
          `Services can only be chosen for adapters of the default TCP/IP stack: ${device}, ${nicType}.`,
        );
      }
      state.selected[nicType] = edit(state.selected[nicType] ?? [], device);
    });
    return undefined;
  }
}
