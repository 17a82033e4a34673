/**
 * Events, their arguments and filters.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const eventTypes = `
Event: key:int chainId:int createdTime:dateTime userName:string datacenter?:DatacenterEventArgument computeResource?:ComputeResourceEventArgument
    host?:HostEventArgument vm?:VmEventArgument ds?:DatastoreEventArgument@4.0 net?:NetworkEventArgument@4.0 dvs?:DvsEventArgument@4.0
    tgw?:TgwEventArgument@9.1.0.0 fullFormattedMessage?:string changeTag?:string@4.0 auditId?:string@9.1.0.0
GeneralEvent<Event: message:string
EventEx<Event@4.0: eventTypeId:string severity?:string message?:string arguments?:KeyAnyValue[] objectId?:string objectType?:string
    objectName?:string@4.1 fault?:LocalizedMethodFault@4.1
ExtendedEvent<GeneralEvent@2.5: eventTypeId:string managedObject:&ManagedObject data?:ExtendedEventPair[]
ExtendedEventPair@2.5: key:string value:string
HostEvent<Event:
HostAddedEvent<HostEvent:
HostConnectedEvent<HostEvent:
HostDisconnectedEvent<HostEvent: reason?:string@4.0
HostConnectionLostEvent<HostEvent:
HostRemovedEvent<HostEvent:
HostAddFailedEvent<HostEvent: hostname:string
HostReconnectionFailedEvent<HostEvent:
HostCnxFailedEvent<HostEvent:
EnteringMaintenanceModeEvent<HostEvent:
EnteredMaintenanceModeEvent<HostEvent:
ExitMaintenanceModeEvent<HostEvent:
HostShutdownEvent<HostEvent: reason:string
HostIpChangedEvent<HostEvent@2.5: oldIP:string newIP:string
DvsEvent<Event@4.0:
DvsCreatedEvent<DvsEvent@4.0: parent:FolderEventArgument
DvsHostJoinedEvent<DvsEvent@4.0: hostJoined:HostEventArgument
DvsHostLeftEvent<DvsEvent@4.0: hostLeft:HostEventArgument
DvsReconfiguredEvent<DvsEvent@4.0: configSpec:DVSConfigSpec configChanges?:ChangesInfoEventArgument@6.5
TaskEvent<Event: info:TaskInfo
SessionEvent<Event:
UserLoginSessionEvent<SessionEvent: ipAddress:string userAgent?:string@5.1 locale:string sessionId:string
UserLogoutSessionEvent<SessionEvent: ipAddress?:string@5.1 userAgent?:string@5.1 callCount?:long@5.1 sessionId?:string@5.1 loginTime?:dateTime@5.1
BadUsernameSessionEvent<SessionEvent: ipAddress:string
SessionTerminatedEvent<SessionEvent: sessionId:string terminatedUsername:string
DVPortgroupEvent<Event@4.0:
DVPortgroupCreatedEvent<DVPortgroupEvent@4.0:
VmEvent<Event: template:boolean
VmPoweredOnEvent<VmEvent:
DatacenterEvent<Event@2.5:
DatacenterCreatedEvent<DatacenterEvent@2.5: parent:FolderEventArgument
ClusterEvent<Event:
ClusterCreatedEvent<ClusterEvent: parent:FolderEventArgument
AlarmEvent<Event: alarm:AlarmEventArgument
AlarmStatusChangedEvent<AlarmEvent: source:ManagedEntityEventArgument entity:ManagedEntityEventArgument from:string to:string
EventArgument:
EntityEventArgument<EventArgument: name:string
HostEventArgument<EntityEventArgument: host:&HostSystem
DatacenterEventArgument<EntityEventArgument: datacenter:&Datacenter
ComputeResourceEventArgument<EntityEventArgument: computeResource:&ComputeResource
VmEventArgument<EntityEventArgument: vm:&VirtualMachine
DatastoreEventArgument<EntityEventArgument: datastore:&Datastore
NetworkEventArgument<EntityEventArgument@4.0: network:&Network
DvsEventArgument<EntityEventArgument@4.0: dvs:&DistributedVirtualSwitch
AlarmEventArgument<EntityEventArgument: alarm:&Alarm
ManagedEntityEventArgument<EntityEventArgument: entity:&ManagedEntity
FolderEventArgument<EntityEventArgument: folder:&Folder
EventFilterSpec: entity?:EventFilterSpecByEntity time?:EventFilterSpecByTime userName?:EventFilterSpecByUsername eventChainId?:int alarm?:&Alarm
    scheduledTask?:&ScheduledTask disableFullMessage?:boolean category?:string[] type?:string[] tag?:string[]@4.0 eventTypeId?:string[]@4.0
    maxCount?:int@6.5 delayedInit?:boolean@8.0.3.0 auditable?:boolean@9.1.0.0 auditId?:string[]@9.1.0.0
EventFilterSpecByEntity: entity:&ManagedEntity recursion:EventFilterSpecRecursionOption
EventFilterSpecByTime: beginTime?:dateTime endTime?:dateTime
EventFilterSpecByUsername: systemUser:boolean userList?:string[]
`;
