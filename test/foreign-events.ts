/** One HostAddedEvent as each known forwarder sends it; keys, nesting and nulls as their own libraries print them. */

export const SOURCE = 'https://vcenter.example.com/sdk';
export const CREATED = '2026-01-15T09:30:11.482999Z';

/** Which event a shape holds. */
export interface Told {
  readonly key: number;
  readonly eventTypeId: string;
}

/** VMware Event Router and the Knative source, whose govmomi is before 0.31. */
export function upperCamel({ key }: Told) {
  return {
    Key: key,
    ChainId: 280031,
    CreatedTime: CREATED,
    UserName: 'VSPHERE.LOCAL\\Administrator',
    Datacenter: { Name: 'DC0', Datacenter: { Type: 'Datacenter', Value: 'datacenter-2' } },
    ComputeResource: { Name: 'C0', ComputeResource: { Type: 'ClusterComputeResource', Value: 'domain-c7' } },
    Host: { Name: 'esx01.example.com', Host: { Type: 'HostSystem', Value: 'host-21' } },
    Vm: null,
    Ds: null,
    Net: null,
    Dvs: null,
    FullFormattedMessage: 'Added host esx01.example.com to datacenter DC0',
    ChangeTag: '',
  };
}

/** govmomi since 0.31, without `_typeName`. */
export function lowerCamel({ key }: Told) {
  return {
    key,
    chainId: 280031,
    createdTime: CREATED,
    userName: 'VSPHERE.LOCAL\\Administrator',
    datacenter: { name: 'DC0', datacenter: { type: 'Datacenter', value: 'datacenter-2' } },
    host: { name: 'esx01.example.com', host: { type: 'HostSystem', value: 'host-21' } },
    fullFormattedMessage: 'Added host esx01.example.com to datacenter DC0',
  };
}

/** vCenter's own JSON. */
export function viJson({ key, eventTypeId }: Told) {
  return {
    _typeName: eventTypeId,
    key,
    chainId: 280031,
    createdTime: CREATED,
    userName: 'VSPHERE.LOCAL\\Administrator',
    host: {
      _typeName: 'HostEventArgument',
      name: 'esx01.example.com',
      host: { _typeName: 'ManagedObjectReference', type: 'HostSystem', value: 'host-21' },
    },
  };
}

/** pyVmomi's JSON encoder, Ansible's too: the reference is one text. */
export function pyVmomi({ key, eventTypeId }: Told) {
  return {
    _vimtype: `vim.event.${eventTypeId}`,
    auditId: null,
    chainId: 280031,
    changeTag: null,
    computeResource: null,
    createdTime: CREATED,
    datacenter: {
      _vimtype: 'vim.event.DatacenterEventArgument',
      datacenter: 'vim.Datacenter:datacenter-2',
      name: 'DC0',
    },
    ds: null,
    dvs: null,
    fullFormattedMessage: 'Added host esx01.example.com to datacenter DC0',
    host: { _vimtype: 'vim.event.HostEventArgument', host: 'vim.HostSystem:host-21', name: 'esx01.example.com' },
    key,
    net: null,
    tgw: null,
    userName: 'VSPHERE.LOCAL\\Administrator',
    vm: null,
  };
}

/** The Knative source's default encoding. */
export function xml({ key, eventTypeId }: Told): string {
  return `<${eventTypeId}><key>${key}</key><chainId>280031</chainId><createdTime>${CREATED}</createdTime><userName>VSPHERE.LOCAL\\Administrator</userName><datacenter><name>DC0</name><datacenter type="Datacenter">datacenter-2</datacenter></datacenter><computeResource><name>C0</name><computeResource type="ClusterComputeResource">domain-c7</computeResource></computeResource><host><name>esx01.example.com</name><host type="HostSystem">host-21</host></host><fullFormattedMessage>Added host esx01.example.com to datacenter DC0</fullFormattedMessage></${eventTypeId}>`;
}

/** A CloudEvent of VMware Event Router; its id is new each time. */
export function routerEvent(told: Told, data: unknown = upperCamel(told)) {
  return {
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: SOURCE,
    type: 'com.vmware.event.router/event',
    subject: told.eventTypeId,
    datacontenttype: 'application/json',
    time: CREATED,
    data,
    vsphereapiversion: '8.0.3.0',
  };
}

/** A CloudEvent of the Knative source: no subject. */
export function sourceEvent(told: Told, data: unknown = upperCamel(told)) {
  return {
    specversion: '1.0',
    id: String(told.key),
    source: SOURCE,
    type: `com.vmware.vsphere.${told.eventTypeId}.v0`,
    datacontenttype: typeof data === 'string' ? 'application/xml' : 'application/json',
    time: CREATED,
    data,
    eventclass: 'event',
    vsphereapiversion: '8.0.3.0',
  };
}

/** EventBridge's envelope, as a function or a queue gets it. */
export function onBus(detail: unknown, detailType = 'vSphere Event', source = SOURCE) {
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': detailType,
    source,
    account: '111122223333',
    time: '2026-01-15T09:30:12Z',
    region: 'eu-central-1',
    resources: [],
    detail,
  };
}

/** A notification of a topic, as a queue gets it. */
export function notification(message: unknown) {
  return {
    Type: 'Notification',
    MessageId: crypto.randomUUID(),
    TopicArn: 'arn:aws:sns:eu-central-1:111122223333:events',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: '2026-01-15T09:30:12.000Z',
  };
}

/** What a function gets that subscribes to the topic. */
export function toSubscriber(message: unknown) {
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: notification(message) }] };
}

/** Every shape that is accepted, by what it is. */
export const SHAPES: readonly (readonly [name: string, shape: (told: Told) => unknown])[] = [
  ['VMware Event Router, on the bus', (told) => onBus(routerEvent(told), told.eventTypeId)],
  ['VMware Event Router, the detail alone', (told) => routerEvent(told)],
  ['VMware Event Router with a newer govmomi', (told) => onBus(routerEvent(told, lowerCamel(told)), told.eventTypeId)],
  ['the Knative source, JSON', (told) => onBus(sourceEvent(told))],
  ['the Knative source, XML', (told) => onBus(sourceEvent(told, xml(told)))],
  [
    'XML in base64',
    (told) => ({ ...sourceEvent(told), data: undefined, data_base64: Buffer.from(xml(told)).toString('base64') }),
  ],
  ['XML without a CloudEvent', (told) => onBus({ ...sourceEvent(told, xml(told)), type: 'vsphere' })],
  ['govmomi, the bare event under its name', (told) => onBus(lowerCamel(told), told.eventTypeId)],
  ['VI-JSON, the bare event', (told) => onBus(viJson(told))],
  ['pyVmomi, the bare event', (told) => onBus(pyVmomi(told))],
  ['pyVmomi in a CloudEvent', (told) => routerEvent(told, pyVmomi(told))],
  ['a topic before the bus', (told) => onBus(notification(routerEvent(told)))],
  ['a topic after the bus', (told) => notification(onBus(routerEvent(told), told.eventTypeId))],
  ['a topic with raw XML', (told) => onBus(notification(xml(told)))],
  ['a topic that the function subscribes to', (told) => toSubscriber(onBus(sourceEvent(told, xml(told))))],
];
