/**
 * Data objects of folders, clusters, networks, resource pools and profiles.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const inventoryTypes = `
ComputeResourceSummary: totalCpu:int totalMemory:long numCpuCores:short numCpuThreads:short effectiveCpu:int effectiveMemory:long numHosts:int
    numEffectiveHosts:int overallStatus:ManagedEntityStatus
ClusterComputeResourceSummary<ComputeResourceSummary: currentFailoverLevel:int admissionControlInfo?:ClusterDasAdmissionControlInfo@4.0
    numVmotions:int targetBalance?:int@4.0 currentBalance?:int@4.0 drsScore?:int@7.0.0.0 numVmsPerDrsScoreBucket?:int[]@7.0.0.0
    usageSummary?:ClusterUsageSummary@6.0 currentEVCModeKey?:string@4.0 currentEVCGraphicsModeKey?:string@7.0.1.0 dasData?:ClusterDasData@5.0
    clusterMaintenanceModeStatus?:string@7.0.0.2 vcsHealthStatus?:string@7.0.1.1 vcsSlots?:ClusterComputeResourceVcsSlots[]@7.0.1.1
ComputeResourceConfigInfo@2.5: vmSwapPlacement:string spbmEnabled?:boolean@5.0 defaultHardwareVersionKey?:string@5.1
    maximumHardwareVersionKey?:string@7.0.2.0
ClusterConfigInfo: dasConfig:ClusterDasConfigInfo dasVmConfig?:ClusterDasVmConfigInfo[] drsConfig:ClusterDrsConfigInfo
    drsVmConfig?:ClusterDrsVmConfigInfo[] rule?:ClusterRuleInfo[]
ClusterConfigInfoEx<ComputeResourceConfigInfo@2.5: systemVMsConfig?:ClusterSystemVMsConfigInfo@7.0.3.0 dasConfig:ClusterDasConfigInfo
    dasVmConfig?:ClusterDasVmConfigInfo[] drsConfig:ClusterDrsConfigInfo drsVmConfig?:ClusterDrsVmConfigInfo[] rule?:ClusterRuleInfo[]
    orchestration?:ClusterOrchestrationInfo@6.5 vmOrchestration?:ClusterVmOrchestrationInfo[]@6.5 dpmConfigInfo?:ClusterDpmConfigInfo
    dpmHostConfig?:ClusterDpmHostConfigInfo[] vsanConfigInfo?:VsanClusterConfigInfo@5.5 vsanHostConfig?:VsanHostConfigInfo[]@5.5
    group?:ClusterGroupInfo[]@4.1 infraUpdateHaConfig?:ClusterInfraUpdateHaConfigInfo@6.5 proactiveDrsConfig?:ClusterProactiveDrsConfigInfo@6.5
    cryptoConfig?:ClusterCryptoConfigInfo@7.0.0.0 vsanCoreConfig?:VsanClusterCoreConfig@9.0.0.0
DatacenterConfigInfo@5.1: defaultHardwareVersionKey?:string maximumHardwareVersionKey?:string@7.0.2.0
NetworkSummary: network?:&Network name:string accessible:boolean ipPoolName:string@4.0 ipPoolId?:int@5.1
ResourcePoolSummary: name:string config:ResourceConfigSpec runtime:ResourcePoolRuntimeInfo quickStats?:ResourcePoolQuickStats@4.0
    configuredMemoryMB?:int@4.0
ResourcePoolRuntimeInfo: memory:ResourcePoolResourceUsage cpu:ResourcePoolResourceUsage overallStatus:ManagedEntityStatus
    sharesScalable?:string@7.0.0.0
ResourceConfigSpec: entity?:&ManagedEntity changeVersion?:string lastModified?:dateTime cpuAllocation:ResourceAllocationInfo
    memoryAllocation:ResourceAllocationInfo scaleDescendantsShares?:string@7.0.0.0
ProfileConfigInfo@4.0: name:string annotation?:string enabled:boolean
Permission: entity?:&ManagedEntity principal:string group:boolean roleId:int propagate:boolean
CustomFieldDef: key:int name:string type:string managedObjectType?:string@2.5 fieldDefPrivileges?:PrivilegePolicyDef@2.5
    fieldInstancePrivileges?:PrivilegePolicyDef@2.5
CustomFieldValue: key:int
Tag@4.0: key:string
AlarmState: key:string entity:&ManagedEntity alarm:&Alarm overallStatus:ManagedEntityStatus time:dateTime acknowledged?:boolean@4.0
    acknowledgedByUser?:string@4.0 acknowledgedTime?:dateTime@4.0 eventKey?:int@6.0 disabled?:boolean@6.9.1
ComputeResourceConfigSpec@2.5: vmSwapPlacement?:string spbmEnabled?:boolean@5.0 defaultHardwareVersionKey?:string@5.1
    desiredSoftwareSpec?:DesiredSoftwareSpec@7.0.0.0 maximumHardwareVersionKey?:string@7.0.2.0 enableConfigManager?:boolean@7.0.3.1
    hostSeedSpec?:ComputeResourceHostSeedSpec@8.0.3.0 softwareSpecId?:string@9.0.0.0 networkBootMode?:string@9.0.0.0
FolderNewHostSpec@6.7.1: hostCnxSpec:HostConnectSpec esxLicense?:string
DesiredSoftwareSpec@7.0.0.0: baseImageSpec:DesiredSoftwareSpecBaseImageSpec vendorAddOnSpec?:DesiredSoftwareSpecVendorAddOnSpec
    components?:DesiredSoftwareSpecComponentSpec[]@7.0.2.0 removedComponents?:string[]@8.0.3.0
ComputeResourceHostSeedSpec@8.0.3.0: singleHostSpec:ComputeResourceHostSeedSpecSingleHostSpec
DesiredSoftwareSpecBaseImageSpec@7.0.0.0: version:string
DesiredSoftwareSpecVendorAddOnSpec@7.0.0.0: name:string version:string
DesiredSoftwareSpecComponentSpec@7.0.2.0: name:string version?:string
ComputeResourceHostSeedSpecSingleHostSpec: newHostCnxSpec?:HostConnectSpec existingHost?:&HostSystem
EventManagerEventViewSpec@9.0.0.0:
ClusterDasConfigInfo: enabled?:boolean vmMonitoring?:string@4.0 hostMonitoring?:string@4.0 vmComponentProtecting?:string@6.0 failoverLevel?:int
    admissionControlPolicy?:ClusterDasAdmissionControlPolicy@4.0 admissionControlEnabled?:boolean defaultVmSettings?:ClusterDasVmSettings@2.5
    option?:OptionValue[] heartbeatDatastore?:&Datastore[]@5.0 hBDatastoreCandidatePolicy?:string@5.0
ClusterDrsConfigInfo: enabled?:boolean enableVmBehaviorOverrides?:boolean@4.0 defaultVmBehavior?:DrsBehavior vmotionRate?:int
    scaleDescendantsShares?:string@7.0.0.0 option?:OptionValue[]
ResourcePoolResourceUsage: reservationUsed:long reservationUsedForVm:long unreservedForPool:long unreservedForVm:long overallUsage:long
    maxUsage:long
ResourceAllocationInfo: reservation?:long expandableReservation?:boolean limit?:long shares?:SharesInfo overheadLimit?:long@2.5
`;
