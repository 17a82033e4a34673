import { randomUUID } from 'node:crypto';
import { alreadyExists, invalidArgument, notFound, VimFault } from '../faults.ts';
import { requirePrivilege } from '../privileges.ts';
import type { PortgroupKind, SwitchFacts } from '../switch-directory.ts';
import { joinSwitch, leaveSwitch } from '../switch-membership.ts';
import { type DataObject, MoRef, objectIn, objectsIn, referenceIn, textIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { DistributedVirtualPortgroup } from './distributed-virtual-portgroup.ts';
import { Host } from './host.ts';
import { ManagedEntity } from './managed-entity.ts';
import type { Call, Handler, Reader } from './managed-object.ts';
import { startTask } from './task.ts';

/** The uplinks that a member has when its backing names none. */
const defaultUplinks: readonly string[] = ['vmnic1'];

/** VmwareDistributedVirtualSwitch with its uplink portgroup; members are added and removed by ReconfigureDvs_Task. */
export class DistributedVirtualSwitch extends ManagedEntity {
  readonly facts: SwitchFacts;
  readonly uplinkPortgroup: DistributedVirtualPortgroup;
  readonly portgroups: DistributedVirtualPortgroup[] = [];
  readonly #createTime: Date;
  #configVersion = 1;

  constructor(vcenter: VCenter, name: string, parent: ManagedEntity, mtu: number) {
    const ref = new MoRef('VmwareDistributedVirtualSwitch', `dvs-${vcenter.nextNumber()}`);
    super(vcenter, ref, name, parent);
    vcenter.add(this);
    const hex = randomUUID().replaceAll('-', '');
    const bytes = hex.match(/../g) ?? [];
    const uuid = `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
    this.facts = { ref, name, uuid, key: ref.id, mtu };
    this.#createTime = new Date(vcenter.now());
    vcenter.switches.switches.set(uuid, this.facts);
    this.uplinkPortgroup = this.addPortgroup(`${name}-DVUplinks-${ref.id.slice('dvs-'.length)}`, parent, 'uplink');
  }

  /** Adds a portgroup in a folder. */
  addPortgroup(name: string, folder: ManagedEntity, kind: PortgroupKind = 'standard'): DistributedVirtualPortgroup {
    const portgroup = new DistributedVirtualPortgroup(this.vcenter, name, folder, this.facts, kind);
    this.portgroups.push(portgroup);
    return portgroup;
  }

  protected override entityProperties(): Record<string, Reader> {
    return {
      ...super.entityProperties(),
      uuid: () => this.facts.uuid,
      config: () => this.#config(),
      summary: () => this.#summary(),
      portgroup: () => this.portgroups.map(({ ref }) => ref),
      capability: () => ({
        $type: 'DVSCapability',
        dvsOperationSupported: true,
        dvPortGroupOperationSupported: true,
        dvPortOperationSupported: true,
      }),
      networkResourcePool: () => [],
      runtime: () => ({ $type: 'DVSRuntimeInfo', hostMemberRuntime: [] }),
    };
  }

  override readonly methods: Readonly<Record<string, Handler>> = {
    ReconfigureDvs_Task: (call) => this.#reconfigure(call),
  };

  #members(): Host[] {
    return [...this.vcenter.all()].filter(
      (object) => object instanceof Host && object.network.memberships.has(this.facts.uuid),
    ) as Host[];
  }

  #reconfigure(call: Call): MoRef {
    const spec = objectIn(call.parameters, 'spec') ?? {};
    const unmodelled = Object.keys(spec).find((member) => !['$type', 'configVersion', 'host'].includes(member));
    if (unmodelled !== undefined)
      throw new VimFault('NotSupported', `spec.${unmodelled} is not modelled by this simulator`);
    const userName = call.session?.userName ?? '';
    const changes = objectsIn(spec, 'host');
    requirePrivilege(call.session, changes.length > 0 ? 'DVSwitch.HostOp' : 'DVSwitch.Modify', this.ref);
    const hosts = changes.map((change) => this.vcenter.find(referenceIn(change, 'host')?.id ?? ''));
    return startTask(this.vcenter, {
      name: 'ReconfigureDvs_Task',
      descriptionId: 'DistributedVirtualSwitch.reconfigure',
      entity: this,
      userName,
      alsoOn: hosts.filter((host) => host instanceof Host),
      work: () => {
        const version = textIn(spec, 'configVersion') ?? String(this.#configVersion);
        if (version !== String(this.#configVersion))
          throw new VimFault('ConcurrentAccess', 'The switch was changed since its configuration was read.');
        changes.forEach((change, index) => {
          const host = hosts[index];
          if (!(host instanceof Host)) throw invalidArgument('spec.host.host');
          this.#changeMember(host, change, userName);
        });
        this.#configVersion += 1;
        return undefined;
      },
    });
  }

  /** Throws AlreadyExists, NotFound, HostNotConnected, ResourceInUse (an adapter is still on the switch), InvalidArgument. */
  #changeMember(host: Host, change: DataObject, userName: string): void {
    const member = host.network.memberships.has(this.facts.uuid);
    const pnics = objectsIn(objectIn(change, 'backing'), 'pnicSpec').map((pnic) => textIn(pnic, 'pnicDevice') ?? '');
    const backing = objectIn(change, 'backing');
    const uplinks = backing === undefined ? defaultUplinks : pnics;
    const operation = textIn(change, 'operation');
    host.requireConnection();
    if (operation === 'add') {
      if (member) throw alreadyExists(host.name);
      joinSwitch(host, this.facts, uplinks, userName);
    } else if (!member) {
      throw notFound(host.name);
    } else if (operation === 'edit') {
      const facts = { dvs: this.facts, uplinks };
      if (backing !== undefined) host.network.write(() => host.network.memberships.set(this.facts.uuid, facts));
    } else if (operation === 'remove') {
      const user = host.network.state.vnics.find(({ dvPort }) => dvPort?.switchUuid === this.facts.uuid);
      if (user !== undefined)
        throw new VimFault('ResourceInUse', `The resource ${user.device} is in use.`, { name: user.device });
      leaveSwitch(host, this.facts, userName);
    } else {
      throw invalidArgument('spec.host.operation');
    }
  }

  #product(): DataObject {
    const { version, build } = this.vcenter.scenario.inventory;
    return {
      $type: 'DistributedVirtualSwitchProductSpec',
      name: 'DVS',
      vendor: 'VMware, Inc.',
      version,
      build,
      forwardingClass: 'etherswitch',
    };
  }

  #config(): DataObject {
    return {
      $type: 'VMwareDVSConfigInfo',
      uuid: this.facts.uuid,
      name: this.name,
      numStandalonePorts: 0,
      numPorts: 64,
      maxPorts: 2147483647,
      uplinkPortPolicy: { $type: 'DVSNameArrayUplinkPortPolicy', uplinkPortName: ['Uplink 1', 'Uplink 2'] },
      uplinkPortgroup: [this.uplinkPortgroup.ref],
      defaultPortConfig: {
        $type: 'VMwareDVSPortSetting',
        vlan: { $type: 'VmwareDistributedVirtualSwitchVlanIdSpec', inherited: false, vlanId: 0 },
      },
      host: this.#members().map((host) => this.#member(host)),
      productInfo: this.#product(),
      configVersion: String(this.#configVersion),
      contact: { $type: 'DVSContactInfo' },
      createTime: this.#createTime,
      networkResourceManagementEnabled: true,
      defaultProxySwitchMaxNumPorts: 512,
      networkResourceControlVersion: 'version3',
      pvlanConfig: [],
      maxMtu: this.facts.mtu,
      linkDiscoveryProtocolConfig: { $type: 'LinkDiscoveryProtocolConfig', protocol: 'cdp', operation: 'listen' },
      lacpApiVersion: 'multipleLag',
      multicastFilteringMode: 'snooping',
    };
  }

  #member(host: Host): DataObject {
    const uplinks = host.network.memberships.get(this.facts.uuid)?.uplinks ?? [];
    const pnicSpec = uplinks.map((pnicDevice) => ({ $type: 'DistributedVirtualSwitchHostMemberPnicSpec', pnicDevice }));
    return {
      $type: 'DistributedVirtualSwitchHostMember',
      config: {
        $type: 'DistributedVirtualSwitchHostMemberConfigInfo',
        host: host.ref,
        maxProxySwitchPorts: 512,
        backing: { $type: 'DistributedVirtualSwitchHostMemberPnicBacking', pnicSpec },
      },
      status: host.connectionState === 'connected' ? 'up' : 'disconnected',
    };
  }

  #summary(): DataObject {
    const members = this.#members().map(({ ref }) => ref);
    return {
      $type: 'DVSSummary',
      name: this.name,
      uuid: this.facts.uuid,
      numPorts: 64,
      productInfo: this.#product(),
      hostMember: members,
      host: members,
      portgroupName: this.portgroups.map(({ name }) => name),
      numHosts: members.length,
    };
  }
}
