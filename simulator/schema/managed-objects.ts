/**
 * Managed objects and their properties; those without properties are classes that exist but are not modelled.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const managedObjectTypes = `
ManagedObject:
ExtensibleManagedObject: value?:CustomFieldValue[]@2.5 availableField?:CustomFieldDef[]@2.5
ManagedEntity<ExtensibleManagedObject: parent?:&ManagedEntity customValue?:CustomFieldValue[] overallStatus:ManagedEntityStatus
    configStatus:ManagedEntityStatus configIssue?:Event[] effectiveRole?:int[] permission?:Permission[] name:string disabledMethod?:string[]
    recentTask?:&Task[] declaredAlarmState?:AlarmState[] triggeredAlarmState?:AlarmState[] alarmActionsEnabled?:boolean@4.0 tag?:Tag[]@4.0
ServiceInstance: serverClock:dateTime capability:Capability content:ServiceContent
SessionManager: sessionList?:UserSession[] currentSession?:UserSession message?:string messageLocaleList?:string[] supportedLocaleList?:string[]
    defaultLocale:string
AuthorizationManager: privilegeList?:AuthorizationPrivilege[] roleList?:AuthorizationRole[] description:AuthorizationDescription
PropertyCollector: filter?:&PropertyFilter[]
PropertyFilter: spec:PropertyFilterSpec partialUpdates:boolean
ViewManager@2.5: viewList?:&View[]
View@2.5:
ManagedObjectView<View@2.5: view?:&ManagedObject[]
ContainerView<ManagedObjectView@2.5: container:&ManagedEntity type?:string[] recursive:boolean
SearchIndex:
Folder<ManagedEntity: childType?:string[] childEntity?:&ManagedEntity[] namespace?:string@7.0.0.0
    externallyManagedFolderInfo?:FolderExternallyManagedFolderInfo@9.0.0.0
Datacenter<ManagedEntity: vmFolder:&Folder hostFolder:&Folder datastoreFolder:&Folder@4.0 networkFolder:&Folder@4.0 datastore?:&Datastore[]
    network?:&Network[] configuration:DatacenterConfigInfo@5.1
ComputeResource<ManagedEntity: resourcePool?:&ResourcePool host?:&HostSystem[] datastore?:&Datastore[] network?:&Network[]
    summary:ComputeResourceSummary environmentBrowser?:&EnvironmentBrowser configurationEx:ComputeResourceConfigInfo@2.5
    lifecycleManaged?:boolean@6.9.1 configManagerEnabled?:boolean@8.0.0.0 networkBootMode?:string@9.0.0.0
ClusterComputeResource<ComputeResource: configuration:ClusterConfigInfo recommendation?:ClusterRecommendation[]@2.5
    drsRecommendation?:ClusterDrsRecommendation[] summaryEx:ClusterComputeResourceSummary@7.0.1.1 hciConfig?:ClusterComputeResourceHCIConfigInfo@6.7.1
    migrationHistory?:ClusterDrsMigration[] actionHistory?:ClusterActionHistory[]@2.5 drsFault?:ClusterDrsFaults[]@4.0
ResourcePool<ManagedEntity: summary:ResourcePoolSummary runtime:ResourcePoolRuntimeInfo owner:&ComputeResource resourcePool?:&ResourcePool[]
    vm?:&VirtualMachine[] config:ResourceConfigSpec namespace?:string@7.0.0.0 childConfiguration?:ResourceConfigSpec[]
HostSystem<ManagedEntity: runtime:HostRuntimeInfo summary:HostListSummary hardware?:HostHardwareInfo capability?:HostCapability
    licensableResource:HostLicensableResourceInfo@5.0 remediationState?:HostSystemRemediationState@6.7
    precheckRemediationResult?:ApplyHostProfileConfigurationSpec@6.7 remediationResult?:ApplyHostProfileConfigurationResult@6.7
    complianceCheckState?:HostSystemComplianceCheckState@6.7 complianceCheckResult?:ComplianceResult@6.7 configManager:HostConfigManager
    config?:HostConfigInfo vm?:&VirtualMachine[] datastore?:&Datastore[] network?:&Network[] datastoreBrowser:&HostDatastoreBrowser
    systemResources?:HostSystemResourceInfo answerFileValidationState?:AnswerFileStatusResult@6.7
    answerFileValidationResult?:AnswerFileStatusResult@6.7
HostNetworkSystem<ExtensibleManagedObject: capabilities?:HostNetCapabilities networkInfo?:HostNetworkInfo
    offloadCapabilities?:HostNetOffloadCapabilities networkConfig?:HostNetworkConfig dnsConfig?:HostDnsConfig ipRouteConfig?:HostIpRouteConfig
    consoleIpRouteConfig?:HostIpRouteConfig
HostVirtualNicManager<ExtensibleManagedObject@4.0: info:HostVirtualNicManagerInfo
Network<ManagedEntity: summary:NetworkSummary host?:&HostSystem[] vm?:&VirtualMachine[]
DistributedVirtualPortgroup<Network@4.0: key:string config:DVPortgroupConfigInfo portKeys?:string[]
DistributedVirtualSwitch<ManagedEntity@4.0: uuid:string capability:DVSCapability summary:DVSSummary config:DVSConfigInfo
    networkResourcePool?:DVSNetworkResourcePool[]@4.1 portgroup?:&DistributedVirtualPortgroup[] runtime?:DVSRuntimeInfo@5.1
VmwareDistributedVirtualSwitch<DistributedVirtualSwitch@4.0:
Task<ExtensibleManagedObject: info:TaskInfo
TaskManager: recentTask?:&Task[] description:TaskDescription maxCollector:int
EventManager: description:EventDescription latestEvent?:Event maxCollector:int
HistoryCollector: filter:anyType
EventHistoryCollector<HistoryCollector: latestPage?:Event[] initialized?:boolean@8.0.3.0
ProfileManager@4.0: profile?:&Profile[]
HostProfileManager<ProfileManager@4.0:
Profile@4.0: config:ProfileConfigInfo description?:ProfileDescription name:string createdTime:dateTime modifiedTime:dateTime entity?:&ManagedEntity[]
    complianceStatus:string
HostProfile<Profile@4.0: validationState?:string@6.7 validationStateUpdateTime?:dateTime@6.7
    validationFailureInfo?:HostProfileValidationFailureInfo@6.7 complianceCheckTime?:dateTime@8.0.1.0 referenceHost?:&HostSystem
VirtualMachine<ManagedEntity: resourcePool?:&ResourcePool parentVApp?:&ManagedEntity@4.1
TaskHistoryCollector<HistoryCollector:
OpaqueNetwork<Network:
VirtualApp<ResourcePool:
Datastore<ManagedEntity:
StoragePod<Folder:
InventoryView<ManagedObjectView:
ListView<ManagedObjectView:
`;
