import { invalidArgument } from '../faults.ts';
import { nicManagerInfo, nicTypeConfig } from '../host/network-info.ts';
import { selectVnic } from '../host/service-selection.ts';
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
    SelectVnicForNicType: (call) => this.#change(call, true),
    DeselectVnicForNicType: (call) => this.#change(call, false),
  };

  #change(call: Call, selected: boolean): undefined {
    this.host.requireConnection();
    const nicType = textIn(call.parameters, 'nicType') ?? '';
    const device = textIn(call.parameters, 'device') ?? '';
    const { network } = this.host;
    network.write((state) => selectVnic(network, state, { nicType, device, selected }));
    return undefined;
  }
}
