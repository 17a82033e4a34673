/**
 * Data objects of hosts. Members whose type has no line of its own are known by name and never filled.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const hostTypes = `
HostConfigInfo: host:&HostSystem product:AboutInfo deploymentInfo?:HostDeploymentInfo@6.5 hyperThread?:HostHyperThreadScheduleInfo
    cpuScheduler?:HostCpuSchedulerInfo@8.0.3.0 consoleReservation?:ServiceConsoleReservationInfo
    virtualMachineReservation?:VirtualMachineMemoryReservationInfo@2.5 storageDevice?:HostStorageDeviceInfo multipathState?:HostMultipathStateInfo@4.0
    fileSystemVolume?:HostFileSystemVolumeInfo systemFile?:string[]@4.1 network?:HostNetworkInfo vmotion?:HostVMotionInfo
    virtualNicManagerInfo?:HostVirtualNicManagerInfo@4.0 capabilities?:HostNetCapabilities datastoreCapabilities?:HostDatastoreSystemCapabilities@2.5
    offloadCapabilities?:HostNetOffloadCapabilities service?:HostServiceInfo firewall?:HostFirewallInfo autoStart?:HostAutoStartManagerConfig
    activeDiagnosticPartition?:HostDiagnosticPartition option?:OptionValue[] optionDef?:OptionDef[] datastorePrincipal?:string
    localSwapDatastore?:&Datastore@2.5 systemSwapConfiguration?:HostSystemSwapConfiguration@5.1 systemResources?:HostSystemResourceInfo
    dateTimeInfo?:HostDateTimeInfo@2.5 flags?:HostFlagInfo@2.5 adminDisabled?:boolean@2.5 lockdownMode?:HostLockdownMode@6.0 ipmi?:HostIpmiInfo@4.0
    sslThumbprintInfo?:HostSslThumbprintInfo@4.0 sslThumbprintData?:HostSslThumbprintInfo[]@5.0 authenticationData?:HostAuthenticationInfo[]@9.0.0.0
    certificate?:byte[]@5.0 pciPassthruInfo?:HostPciPassthruInfo[]@4.0 authenticationManagerInfo?:HostAuthenticationManagerInfo@4.1
    featureVersion?:HostFeatureVersionInfo[]@4.1 powerSystemCapability?:PowerSystemCapability@4.1 powerSystemInfo?:PowerSystemInfo@4.1
    cacheConfigurationInfo?:HostCacheConfigurationInfo[]@5.0 wakeOnLanCapable?:boolean@5.0 featureCapability?:HostFeatureCapability[]@5.1
    maskedFeatureCapability?:HostFeatureCapability[]@5.1 vFlashConfigInfo?:HostVFlashManagerVFlashConfigInfo@5.5
    vsanHostConfig?:VsanHostConfigInfo@5.5 domainList?:string[]@6.0 scriptCheckSum?:base64Binary@6.0 hostConfigCheckSum?:base64Binary@6.0
    descriptionTreeCheckSum?:base64Binary@7.0.0.0 graphicsInfo?:HostGraphicsInfo[]@5.5 sharedPassthruGpuTypes?:string[]@6.0
    graphicsConfig?:HostGraphicsConfig@6.5 sharedGpuCapabilities?:HostSharedGpuCapabilities[]@6.7 ioFilterInfo?:HostIoFilterInfo[]@6.0
    sriovDevicePool?:HostSriovDevicePoolInfo[]@6.5 assignableHardwareBinding?:HostAssignableHardwareBinding[]@7.0.0.0
    assignableHardwareConfig?:HostAssignableHardwareConfig@7.0.0.0
HostConfigManager: cpuScheduler?:&HostCpuSchedulerSystem datastoreSystem?:&HostDatastoreSystem memoryManager?:&HostMemorySystem
    storageSystem?:&HostStorageSystem networkSystem?:&HostNetworkSystem vmotionSystem?:&HostVMotionSystem
    virtualNicManager?:&HostVirtualNicManager@4.0 serviceSystem?:&HostServiceSystem firewallSystem?:&HostFirewallSystem advancedOption?:&OptionManager
    diagnosticSystem?:&HostDiagnosticSystem autoStartManager?:&HostAutoStartManager snmpSystem?:&HostSnmpSystem
    dateTimeSystem?:&HostDateTimeSystem@2.5 patchManager?:&HostPatchManager@2.5 imageConfigManager?:&HostImageConfigManager@5.0
    bootDeviceSystem?:&HostBootDeviceSystem@2.5 firmwareSystem?:&HostFirmwareSystem@2.5 healthStatusSystem?:&HostHealthStatusSystem@2.5
    pciPassthruSystem?:&HostPciPassthruSystem@4.0 licenseManager?:&LicenseManager@4.0 kernelModuleSystem?:&HostKernelModuleSystem@4.0
    authenticationManager?:&HostAuthenticationManager@4.1 powerSystem?:&HostPowerSystem@4.1
    cacheConfigurationManager?:&HostCacheConfigurationManager@5.0 esxAgentHostManager?:&HostEsxAgentHostManager@5.0 iscsiManager?:&IscsiManager@5.0
    vFlashManager?:&HostVFlashManager@5.5 vsanSystem?:&HostVsanSystem@5.5 messageBusProxy?:&MessageBusProxy@6.0 userDirectory?:&UserDirectory@6.0
    accountManager?:&HostLocalAccountManager@6.0 hostAccessManager?:&HostAccessManager@6.0 graphicsManager?:&HostGraphicsManager@5.5
    vsanInternalSystem?:&HostVsanInternalSystem@5.5 certificateManager?:&HostCertificateManager@6.0 cryptoManager?:&CryptoManager@6.5
    nvdimmSystem?:&HostNvdimmSystem@6.7 assignableHardwareManager?:&HostAssignableHardwareManager@7.0.0.0
HostRuntimeInfo: connectionState:HostSystemConnectionState powerState:HostSystemPowerState@2.5 standbyMode?:string@4.1 inMaintenanceMode:boolean
    inQuarantineMode?:boolean@6.5 bootTime?:dateTime healthSystemRuntime?:HealthSystemRuntime@2.5 dasHostState?:ClusterDasFdmHostState@5.0
    tpmPcrValues?:HostTpmDigestInfo[]@4.0 vsanRuntimeInfo?:VsanHostRuntimeInfo@5.5 networkRuntimeInfo?:HostRuntimeInfoNetworkRuntimeInfo@5.5
    vFlashResourceRuntimeInfo?:HostVFlashManagerVFlashResourceRunTimeInfo@5.5 hostMaxVirtualDiskCapacity?:long@5.5 cryptoState?:string@6.5
    cryptoKeyId?:CryptoKeyId@6.5 statelessNvdsMigrationReady?:string@7.0.2.0 partialMaintenanceMode?:HostPartialMaintenanceModeRuntimeInfo[]@8.0.3.0
    stateEncryption?:HostRuntimeInfoStateEncryptionInfo@7.0.3.0 podVMInfo?:PodVMInfo@9.1.0.0
HostListSummary: host?:&HostSystem hardware?:HostHardwareSummary runtime?:HostRuntimeInfo config:HostConfigSummary
    quickStats:HostListSummaryQuickStats overallStatus:ManagedEntityStatus rebootRequired:boolean rebootRequiredReason?:LocalizableMessage[]@9.1.0.0
    maintenanceModeRequired?:boolean@9.1.0.0 customValue?:CustomFieldValue[] managementServerIp?:string@2.5 maxEVCModeKey?:string@4.0
    currentEVCModeKey?:string@4.0 currentEVCGraphicsModeKey?:string@7.0.1.0 gateway?:HostListSummaryGatewaySummary@6.0
    tpmAttestation?:HostTpmAttestationInfo@6.7 trustAuthorityAttestationInfos?:HostTrustAuthorityAttestationInfo[]@7.0.1.0
HostHardwareSummary: vendor:string model:string family?:string@9.0.0.0 uuid:string otherIdentifyingInfo?:HostSystemIdentificationInfo[]@2.5
    memorySize:long cpuModel:string cpuMhz:int numCpuPkgs:short numCpuCores:short numCpuThreads:short numNics:int numHBAs:int
HostConfigSummary: name:string port:int sslThumbprint?:string@4.0 sslCertificate?:string@9.0.0.0 product?:AboutInfo vmotionEnabled:boolean
    faultToleranceEnabled:boolean@4.0 featureVersion?:HostFeatureVersionInfo[]@4.1 agentVmDatastore?:&Datastore@5.0 agentVmNetwork?:&Network@5.0
HostListSummaryQuickStats: overallCpuUsage?:int overallMemoryUsage?:int distributedCpuFairness?:int distributedMemoryFairness?:int
    availablePMemCapacity?:int@6.7 uptime?:int@4.1
HostHardwareInfo: systemInfo:HostSystemInfo cpuPowerManagementInfo?:HostCpuPowerManagementInfo@4.0 cpuInfo:HostCpuInfo cpuPkg:HostCpuPackage[]
    memorySize:long numaInfo?:HostNumaInfo smcPresent:boolean@5.0 pciDevice?:HostPciDevice[] dvxClasses?:HostDvxClass[]@8.0.0.1
    cpuFeature?:HostCpuIdInfo[] biosInfo?:HostBIOSInfo@2.5 reliableMemoryInfo?:HostReliableMemoryInfo@5.5
    persistentMemoryInfo?:HostPersistentMemoryInfo@6.7 sgxInfo?:HostSgxInfo@7.0.0.0 sevInfo?:HostSevInfo@7.0.1.0 memoryTieringType?:string@7.0.3.0
    memoryTierInfo?:HostMemoryTierInfo[]@7.0.3.0 tdxInfo?:HostTdxInfo@9.0.0.0
HostSystemInfo: vendor:string model:string family?:string@9.0.0.0 uuid:string otherIdentifyingInfo?:HostSystemIdentificationInfo[]@2.5
    serialNumber?:string@6.7 qualifiedName?:HostQualifiedName[]@7.0.3.0 vvolHostNQN?:HostQualifiedName@8.0.0.0 vvolHostId?:string@8.0.0.0
    bootCommandLine?:string@8.0.3.0
HostCapability: recursiveResourcePoolsSupported:boolean cpuMemoryResourceConfigurationSupported:boolean@2.5 rebootSupported:boolean
    shutdownSupported:boolean vmotionSupported:boolean standbySupported:boolean@2.5 ipmiSupported?:boolean@4.0 maxSupportedVMs?:int maxRunningVMs?:int
    maxSupportedVcpus?:int maxRegisteredVMs?:int@5.1 datastorePrincipalSupported:boolean sanSupported:boolean nfsSupported:boolean
    iscsiSupported:boolean vlanTaggingSupported:boolean nicTeamingSupported:boolean highGuestMemSupported:boolean maintenanceModeSupported:boolean
    suspendedRelocateSupported:boolean restrictedSnapshotRelocateSupported:boolean@2.5 perVmSwapFiles:boolean@2.5
    localSwapDatastoreSupported:boolean@2.5 unsharedSwapVMotionSupported:boolean@2.5 backgroundSnapshotsSupported:boolean@2.5
    preAssignedPCIUnitNumbersSupported:boolean@2.5 screenshotSupported:boolean@2.5 scaledScreenshotSupported:boolean@2.5
    storageVMotionSupported:boolean@4.0 vmotionWithStorageVMotionSupported:boolean@4.0 vmotionAcrossNetworkSupported?:boolean@5.5
    maxNumDisksSVMotion?:int@6.0 maxVirtualDiskDescVersionSupported?:int@8.0.1.0 hbrNicSelectionSupported:boolean@5.1
    vrNfcNicSelectionSupported:boolean@6.0 recordReplaySupported:boolean@4.0 ftSupported:boolean@4.0 replayUnsupportedReason?:string@4.0
    replayCompatibilityIssues?:string[]@4.1 smpFtSupported:boolean@6.0 ftCompatibilityIssues?:string[]@4.1 smpFtCompatibilityIssues?:string[]@6.0
    maxVcpusPerFtVm?:int@6.0 loginBySSLThumbprintSupported?:boolean@4.0 cloneFromSnapshotSupported:boolean@4.0 deltaDiskBackingsSupported:boolean@4.0
    perVMNetworkTrafficShapingSupported:boolean@2.5 tpmSupported:boolean@4.0 tpmVersion?:string@6.7 txtEnabled?:boolean@6.7 drtmType?:string@9.1.0.0
    supportedCpuFeature?:HostCpuIdInfo[]@4.0 virtualExecUsageSupported:boolean@4.0 storageIORMSupported:boolean@4.1
    vmDirectPathGen2Supported?:boolean@4.1 vmDirectPathGen2UnsupportedReason?:string[]@4.1 vmDirectPathGen2UnsupportedReasonExtended?:string@4.1
    supportedVmfsMajorVersion?:int[]@5.0 vStorageCapable:boolean@4.1 snapshotRelayoutSupported:boolean@5.0 firewallIpRulesSupported?:boolean@5.0
    servicePackageInfoSupported?:boolean@5.0 maxHostRunningVms?:int@5.0 maxHostSupportedVcpus?:int@5.0 vmfsDatastoreMountCapable:boolean@5.0
    eightPlusHostVmfsSharedAccessSupported:boolean@5.1 nestedHVSupported:boolean@5.1 vPMCSupported:boolean@5.1
    interVMCommunicationThroughVMCISupported:boolean@5.1 scheduledHardwareUpgradeSupported?:boolean@5.1 featureCapabilitiesSupported:boolean@5.1
    latencySensitivitySupported:boolean@5.1 storagePolicySupported?:boolean@5.5 accel3dSupported:boolean@5.1 reliableMemoryAware?:boolean@5.5
    multipleNetworkStackInstanceSupported?:boolean@5.5 messageBusProxySupported?:boolean@6.0 vsanSupported?:boolean@5.5 vFlashSupported?:boolean@5.5
    hostAccessManagerSupported?:boolean@6.0 provisioningNicSelectionSupported:boolean@6.0 nfs41Supported?:boolean@6.0 nfs41Krb5iSupported?:boolean@6.5
    turnDiskLocatorLedSupported?:boolean@6.0 virtualVolumeDatastoreSupported?:boolean@6.0 markAsSsdSupported?:boolean@6.0
    markAsLocalSupported?:boolean@6.0 smartCardAuthenticationSupported?:boolean@6.0 pMemSupported?:boolean@6.7 pMemSnapshotSupported?:boolean@6.7
    cryptoSupported?:boolean@6.5 oneKVolumeAPIsSupported?:boolean@6.5 gatewayOnNicSupported?:boolean@6.5 upitSupported?:boolean@6.5
    cpuHwMmuSupported?:boolean@6.5 encryptedVMotionSupported?:boolean@6.5 encryptionChangeOnAddRemoveSupported?:boolean@6.5
    encryptionHotOperationSupported?:boolean@6.5 encryptionWithSnapshotsSupported?:boolean@6.5 encryptionFaultToleranceSupported?:boolean@6.5
    encryptionMemorySaveSupported?:boolean@6.5 encryptionRDMSupported?:boolean@6.5 encryptionVFlashSupported?:boolean@6.5
    encryptionCBRCSupported?:boolean@6.5 encryptionHBRSupported?:boolean@6.5 ftEfiSupported?:boolean@6.7 unmapMethodSupported?:string@6.7
    maxMemMBPerFtVm?:int@6.7 virtualMmuUsageIgnored?:boolean@6.7 virtualExecUsageIgnored?:boolean@6.7 vmCreateDateSupported?:boolean@6.7
    vmfs3EOLSupported?:boolean@6.7 ftVmcpSupported?:boolean@6.7 quickBootSupported?:boolean@6.7.1 encryptedFtSupported?:boolean@7.0.2.0
    assignableHardwareSupported?:boolean@7.0.0.0 suspendToMemorySupported?:boolean@7.0.2.0 useFeatureReqsForOldHWv?:boolean@6.8.7
    markPerenniallyReservedSupported?:boolean@6.7.2 hppPspSupported?:boolean@7.0.0.0 deviceRebindWithoutRebootSupported?:boolean@7.0.0.0
    storagePolicyChangeSupported?:boolean@7.0.0.0 precisionTimeProtocolSupported?:boolean@7.0.0.0 remoteDeviceVMotionSupported?:boolean@7.0.0.0
    maxSupportedVmMemory?:int@7.0.0.0 ahDeviceHintsSupported?:boolean@7.0.2.0 nvmeOverTcpSupported?:boolean@7.0.3.0
    nvmeStorageFabricServicesSupported?:boolean@7.0.3.0 assignHwPciConfigSupported?:boolean@7.0.2.0 timeConfigSupported?:boolean@7.0.3.0
    nvmeBatchOperationsSupported?:boolean@7.0.3.0 pMemFailoverSupported?:boolean@7.0.2.0 hostConfigEncryptionSupported?:boolean@7.0.2.0
    maxSupportedSimultaneousThreads?:int@8.0.0.1 ptpConfigSupported?:boolean@7.0.3.0 maxSupportedPtpPorts?:int@7.0.3.0
    sgxRegistrationSupported?:boolean@8.0.0.1 pMemIndependentSnapshotSupported?:boolean@7.0.3.0 iommuSLDirtyCapable?:boolean@8.0.0.1
    vmknicBindingSupported?:boolean@8.0.1.0 ultralowFixedUnmapSupported?:boolean@8.0.0.1 nvmeVvolSupported?:boolean@8.0.0.0
    fptHotplugSupported?:boolean@8.0.1.0 mconnectSupported?:boolean@8.0.1.0 vsanNicMgmtSupported?:boolean@8.0.2.0 vvolNQNSupported?:boolean@8.0.2.0
    stretchedSCSupported?:boolean@8.0.3.0 vmknicBindingOnNFSv41?:boolean@8.0.3.0 vpStatusCheckSupported?:boolean@8.0.3.0
    e2e4knSupported?:boolean@9.0.0.0 vsanDedicatedVmkNicSupported?:boolean@9.0.0.0 nConnectSupported?:boolean@8.0.3.0
    userKeySupported?:boolean@8.0.3.0 ndcmSupported?:boolean@8.0.3.0 uefiSecureBoot?:boolean@8.0.3.0 vpxdVmxGenerationSupported?:boolean@9.0.0.0
    nfs41Krb5pSupported?:boolean@9.0.0.0 cimSupported?:boolean@9.0.0.0 npivSupported?:boolean@9.0.0.0 entitlementSupported?:boolean@9.0.0.0
    monitorUnrestricted?:boolean@9.1.0.0 vnetworkingNicSelectionSupported?:boolean@9.1.0.0 directPathInfoSupported?:boolean@9.1.0.0
    fcdLinkedCloneSupported?:boolean@9.1.0.0 ehvQuickBootSupported?:boolean@9.1.0.0 nestedHvTieringEnabled?:boolean@9.1.0.0
HostLicensableResourceInfo@5.0: resource:KeyAnyValue[]
HostSystemIdentificationInfo@2.5: identifierValue:string identifierType:ElementDescription
HostConnectSpec: hostName?:string port?:int sslThumbprint?:string@2.5 sslCertificate?:string@9.0.0.0 userName?:string password?:string
    vmFolder?:&Folder force:boolean vimAccountName?:string vimAccountPassword?:string managementIp?:string@4.0 lockdownMode?:HostLockdownMode@6.0
    hostGateway?:HostGatewaySpec@6.0
HostSystemReconnectSpec@5.0: syncState?:boolean
HostMaintenanceSpec@5.5: vsanMode?:VsanHostDecommissionMode purpose?:string@7.0.0.0 evacMode?:HostMaintenanceSpecEvacuationMode@9.1.0.0
HostGatewaySpec@6.0: gatewayType:string gatewayId?:string trustVerificationToken?:string hostAuthParams?:KeyValue[]
VsanHostDecommissionMode@5.5: objectAction:string
HostMaintenanceSpecEvacuationMode@9.1.0.0: workloadNonDisruptive:boolean
`;
