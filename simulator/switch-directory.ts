import type { MoRef } from './values.ts';

/** What a host needs to know of a distributed switch. */
export interface SwitchFacts {
  readonly ref: MoRef;
  readonly name: string;
  readonly uuid: string;
  readonly key: string;
  readonly mtu: number;
}

/** One of the switch's own, the one of its uplinks, or a segment that NSX has made. */
export type PortgroupKind = 'standard' | 'uplink' | 'nsx';

/** What a host needs to know of a distributed portgroup. */
export interface PortgroupFacts {
  readonly ref: MoRef;
  readonly key: string;
  readonly name: string;
  readonly kind: PortgroupKind;
  readonly dvs: SwitchFacts;
}

/** The distributed switches and portgroups of a vCenter, for lookup by uuid and key. */
export class SwitchDirectory {
  readonly switches = new Map<string, SwitchFacts>();
  readonly portgroups = new Map<string, PortgroupFacts>();
  #port = 0;

  /** A port key that is not in use. */
  nextPort(): string {
    this.#port += 1;
    return String(this.#port);
  }

  /** The first portgroup of that name, on that switch when one is named. */
  portgroupByName(name: string, dvs?: string): PortgroupFacts | undefined {
    return [...this.portgroups.values()].find(
      (portgroup) => portgroup.name === name && (dvs === undefined || portgroup.dvs.name === dvs),
    );
  }
}
