import type { PortgroupFacts, PortgroupKind, SwitchFacts } from '../switch-directory.ts';
import { type DataObject, MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import type { Host } from './host.ts';
import type { ManagedEntity } from './managed-entity.ts';
import type { Reader } from './managed-object.ts';
import { Network } from './network.ts';

/** What NSX Manager writes into a portgroup of its own making. */
function segment({ key, name }: PortgroupFacts): DataObject {
  const digits = key.replaceAll(/\D/g, '').padStart(12, '0');
  return {
    logicalSwitchUuid: `6f1a2c00-0000-4000-8000-${digits}`,
    segmentId: `/infra/segments/${encodeURIComponent(name)}`,
  };
}

/** DistributedVirtualPortgroup; its key is also its object id. An uplink portgroup carries the tag SYSTEM/DVS.UPLINKPG. */
export class DistributedVirtualPortgroup extends Network {
  readonly facts: PortgroupFacts;

  constructor(vcenter: VCenter, name: string, parent: ManagedEntity, dvs: SwitchFacts, kind: PortgroupKind) {
    const ref = new MoRef('DistributedVirtualPortgroup', `dvportgroup-${vcenter.nextNumber()}`);
    super(vcenter, name, parent, ref);
    this.facts = { ref, key: ref.id, name, kind, dvs };
    vcenter.switches.portgroups.set(ref.id, this.facts);
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      key: () => this.facts.key,
      config: () => this.#config(),
      portKeys: () => [],
      tag: () => (this.facts.kind === 'uplink' ? [{ $type: 'Tag', key: 'SYSTEM/DVS.UPLINKPG' }] : []),
    };
  }

  override isOn({ network }: Host): boolean {
    return network.memberships.has(this.facts.dvs.uuid);
  }

  #config(): DataObject {
    const { dvs, key, kind } = this.facts;
    const uplink = kind === 'uplink';
    return {
      $type: 'DVPortgroupConfigInfo',
      key,
      name: this.name,
      numPorts: { uplink: 4, standard: 8, nsx: 0 }[kind],
      distributedVirtualSwitch: dvs.ref,
      defaultPortConfig: {
        $type: 'VMwareDVSPortSetting',
        vlan: uplink
          ? {
              $type: 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
              inherited: false,
              vlanId: [{ $type: 'NumericRange', start: 0, end: 4094 }],
            }
          : { $type: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: false, vlanId: 0 },
      },
      type: kind === 'nsx' ? 'ephemeral' : 'earlyBinding',
      backingType: kind === 'nsx' ? 'nsx' : 'standard',
      policy: {
        $type: 'VMwareDVSPortgroupPolicy',
        blockOverrideAllowed: true,
        shapingOverrideAllowed: false,
        vendorConfigOverrideAllowed: false,
        livePortMovingAllowed: false,
        portConfigResetAtDisconnect: true,
        vlanOverrideAllowed: false,
        uplinkTeamingOverrideAllowed: false,
        securityPolicyOverrideAllowed: false,
      },
      configVersion: '1',
      autoExpand: kind === 'standard',
      uplink,
      ...(kind === 'nsx' ? segment(this.facts) : {}),
    };
  }
}
