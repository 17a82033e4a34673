/**
 * Data objects of ServiceInstance, sessions, descriptions and tasks.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const serviceTypes = `
ServiceContent: rootFolder:&Folder propertyCollector:&PropertyCollector viewManager?:&ViewManager@2.5 about:AboutInfo setting?:&OptionManager
    userDirectory?:&UserDirectory sessionManager?:&SessionManager authorizationManager?:&AuthorizationManager serviceManager?:&ServiceManager@5.1
    perfManager?:&PerformanceManager scheduledTaskManager?:&ScheduledTaskManager alarmManager?:&AlarmManager eventManager?:&EventManager
    taskManager?:&TaskManager extensionManager?:&ExtensionManager@2.5 customizationSpecManager?:&CustomizationSpecManager
    guestCustomizationManager?:&VirtualMachineGuestCustomizationManager@6.8.7 customFieldsManager?:&CustomFieldsManager
    accountManager?:&HostLocalAccountManager diagnosticManager?:&DiagnosticManager licenseManager?:&LicenseManager searchIndex?:&SearchIndex
    fileManager?:&FileManager@2.5 datastoreNamespaceManager?:&DatastoreNamespaceManager@5.5 virtualDiskManager?:&VirtualDiskManager@2.5
    virtualizationManager?:&VirtualizationManager@2.5 snmpSystem?:&HostSnmpSystem@4.0 vmProvisioningChecker?:&VirtualMachineProvisioningChecker@4.0
    vmCompatibilityChecker?:&VirtualMachineCompatibilityChecker@4.0 ovfManager?:&OvfManager@4.0 ipPoolManager?:&IpPoolManager@4.0
    dvSwitchManager?:&DistributedVirtualSwitchManager@4.0 hostProfileManager?:&HostProfileManager@4.0
    clusterProfileManager?:&ClusterProfileManager@4.0 complianceManager?:&ProfileComplianceManager@4.0 localizationManager?:&LocalizationManager@4.0
    storageResourceManager?:&StorageResourceManager@4.1 guestOperationsManager?:&GuestOperationsManager@5.0
    overheadMemoryManager?:&OverheadMemoryManager@6.0 certificateManager?:&CertificateManager@6.0 ioFilterManager?:&IoFilterManager@6.0
    vStorageObjectManager?:&VStorageObjectManagerBase@6.5 hostSpecManager?:&HostSpecificationManager@6.5 cryptoManager?:&CryptoManager@6.5
    healthUpdateManager?:&HealthUpdateManager@6.5 failoverClusterConfigurator?:&FailoverClusterConfigurator@6.5
    failoverClusterManager?:&FailoverClusterManager@6.5 tenantManager?:&TenantTenantManager@6.9.1 siteInfoManager?:&SiteInfoManager@7.0.0.0
    storageQueryManager?:&StorageQueryManager@6.7.2 directPathProfileManager?:&DirectPathProfileManager@9.0.0.0
UserSession: key:string userName:string fullName:string loginTime:dateTime lastActiveTime:dateTime locale:string messageLocale:string
    extensionSession:boolean@5.0 ipAddress:string@5.1 userAgent:string@5.1 callCount:long@5.1
PrivilegeAvailability@5.5: privId:string isGranted:boolean
EntityPrivilege@5.5: entity:&ManagedEntity privAvailability:PrivilegeAvailability[]
Capability: provisioningSupported:boolean multiHostSupported:boolean userShellAccessSupported:boolean@2.5 supportedEVCMode?:EVCMode[]@4.0
    supportedEVCGraphicsMode?:FeatureEVCMode[]@7.0.1.0 networkBackupAndRestoreSupported?:boolean@5.1 ftDrsWithoutEvcSupported?:boolean@6.7
    hciWorkflowSupported?:boolean@6.7.1 computePolicyVersion?:int@6.8.7 clusterPlacementSupported?:boolean@7.0.0.0
    lifecycleManagementSupported?:boolean@7.0.0.0 hostSeedingSupported?:boolean@7.0.2.0 scalableSharesSupported?:boolean@7.0.0.0
    hadcsSupported?:boolean@7.0.1.1 configMgmtSupported?:boolean@7.0.3.1
SelectionSet@5.0:
EventDescription: category:ElementDescription[] eventInfo:EventDescriptionEventDetail[] enumeratedTypes?:EnumDescription[]@4.0
EventDescriptionEventDetail: key:string description?:string@4.0 category:string formatOnDatacenter:string formatOnComputeResource:string
    formatOnHost:string formatOnVm:string fullFormat:string longDescription?:string@4.1
ElementDescription<Description: key:string
EnumDescription@4.0: key:string tags:ElementDescription[]
TypeDescription<Description: key:string
AuthorizationPrivilege: privId:string onParent:boolean name:string privGroupName:string
AuthorizationRole: roleId:int system:boolean name:string info:Description privilege?:string[]
AuthorizationDescription: privilege:ElementDescription[] privilegeGroup:ElementDescription[]
ExtendedElementDescription<ElementDescription@4.0: messageCatalogKeyPrefix:string messageArg?:KeyAnyValue[]
KeyAnyValue: key:string value:anyType
LocalizableMessage: key:string arg?:KeyAnyValue[] message?:string
AboutInfo: name:string fullName:string vendor:string version:string patchLevel?:string@7.0.2.0 build:string localeVersion?:string localeBuild?:string
    osType:string productLineId:string apiType:string apiVersion:string instanceUuid?:string@4.0 licenseProductName?:string@4.0
    licenseProductVersion?:string@4.0
EVCMode<ElementDescription@4.0: guaranteedCPUFeatures?:HostCpuIdInfo[]@4.1 featureCapability?:HostFeatureCapability[]@5.1
    featureMask?:HostFeatureMask[]@5.1 featureRequirement?:VirtualMachineFeatureRequirement[]@5.1 vendor:string track:string[]@4.1 vendorTier:int
FeatureEVCMode<ElementDescription@7.0.1.0: mask?:HostFeatureMask[] capability?:HostFeatureCapability[] requirement?:VirtualMachineFeatureRequirement[]
Description: label:string summary:string
HostCpuIdInfo: level:int vendor?:string eax?:string ebx?:string ecx?:string edx?:string
HostFeatureMask@5.1: key:string featureName:string value:string
VirtualMachineFeatureRequirement@5.1: key:string featureName:string value:string
TaskInfo: key:string task:&Task description?:LocalizableMessage@4.0 name?:string descriptionId:string entity?:&ManagedEntity entityName?:string
    locked?:&ManagedEntity[] state:TaskInfoState cancelled:boolean cancelable:boolean error?:LocalizedMethodFault result?:anyType progress?:int
    progressDetails?:KeyAnyValue[]@8.0.1.0 reason:TaskReason queueTime:dateTime startTime?:dateTime completeTime?:dateTime eventChainId:int
    changeTag?:string@4.0 parentTaskKey?:string@4.0 rootTaskKey?:string@4.0 activationId?:string@6.0
TaskReason:
TaskReasonUser<TaskReason: userName:string
TaskReasonSystem<TaskReason:
TaskDescription: methodInfo:ElementDescription[] state:ElementDescription[] reason:TypeDescription[]
`;
