/**
 * Data objects of distributed switches and their portgroups.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const switchTypes = `
VMwareDVSConfigSpec<DVSConfigSpec@4.0: pvlanConfigSpec?:VMwareDVSPvlanConfigSpec[] vspanConfigSpec?:VMwareDVSVspanConfigSpec[]@5.0 maxMtu?:int
    linkDiscoveryProtocolConfig?:LinkDiscoveryProtocolConfig ipfixConfig?:VMwareIpfixConfig@5.0 lacpApiVersion?:string@5.5
    multicastFilteringMode?:string@6.0 networkOffloadSpecId?:string@8.0.0.1
    networkOffloadConfig?:VmwareDistributedVirtualSwitchNetworkOffloadConfig@8.0.3.0
    realTimeConfig?:VmwareDistributedVirtualSwitchRealTimeConfig@8.0.3.1
DVSSummary@4.0: name:string uuid:string numPorts:int productInfo?:DistributedVirtualSwitchProductSpec hostMember?:&HostSystem[] vm?:&VirtualMachine[]
    host?:&HostSystem[] portgroupName?:string[] description?:string contact?:DVSContactInfo numHosts?:int@5.5
VMwareDVSConfigInfo<DVSConfigInfo@4.0: vspanSession?:VMwareVspanSession[]@5.0 pvlanConfig?:VMwareDVSPvlanMapEntry[] maxMtu:int
    linkDiscoveryProtocolConfig?:LinkDiscoveryProtocolConfig ipfixConfig?:VMwareIpfixConfig@5.0 lacpGroupConfig?:VMwareDvsLacpGroupConfig[]@5.5
    lacpApiVersion?:string@5.5 multicastFilteringMode?:string@6.0 networkOffloadSpecId?:string@8.0.0.1
    networkOffloadConfig?:VmwareDistributedVirtualSwitchNetworkOffloadConfig@8.0.3.0
    realTimeConfig?:VmwareDistributedVirtualSwitchRealTimeConfig@8.0.3.1
DVPortgroupConfigInfo@4.0: key:string name:string numPorts:int distributedVirtualSwitch?:&DistributedVirtualSwitch defaultPortConfig?:DVPortSetting
    description?:string type:string backingType?:string@7.0.0.0 policy:DVPortgroupPolicy portNameFormat?:string scope?:&ManagedEntity[]
    vendorSpecificConfig?:DistributedVirtualSwitchKeyedOpaqueBlob[] configVersion?:string autoExpand?:boolean@5.0
    vmVnicNetworkResourcePoolKey?:string@6.0 uplink?:boolean@6.5 transportZoneUuid?:string@7.0.0.0 transportZoneName?:string@7.0.0.0
    logicalSwitchUuid?:string@7.0.0.0 segmentId?:string@7.0.0.0 subnetId?:string@9.0.0.0 nsxConfig?:DVPortgroupNsxConfig@9.1.0.0
DVSNameArrayUplinkPortPolicy<DVSUplinkPortPolicy@4.0: uplinkPortName:string[]
DistributedVirtualSwitchHostMemberPnicBacking<DistributedVirtualSwitchHostMemberBacking@4.0: pnicSpec?:DistributedVirtualSwitchHostMemberPnicSpec[]
DistributedVirtualSwitchHostMember@4.0: runtimeState?:DistributedVirtualSwitchHostMemberRuntimeState@5.0
    config:DistributedVirtualSwitchHostMemberConfigInfo productInfo?:DistributedVirtualSwitchProductSpec uplinkPortKey?:string[] status:string
    statusDetail?:string@4.1
VMwareDVSPortSetting<DVPortSetting@4.0: vlan?:VmwareDistributedVirtualSwitchVlanSpec qosTag?:IntPolicy
    uplinkTeamingPolicy?:VmwareUplinkPortTeamingPolicy securityPolicy?:DVSSecurityPolicy ipfixEnabled?:BoolPolicy@5.0 txUplink?:BoolPolicy
    lacpPolicy?:VMwareUplinkLacpPolicy@5.1 macManagementPolicy?:DVSMacManagementPolicy@6.7 VNI?:IntPolicy@7.0.0.0
VmwareDistributedVirtualSwitchVlanIdSpec<VmwareDistributedVirtualSwitchVlanSpec@4.0: vlanId:int
DVSCapability@4.0: dvsOperationSupported?:boolean dvPortGroupOperationSupported?:boolean dvPortOperationSupported?:boolean
    compatibleHostComponentProductInfo?:DistributedVirtualSwitchHostProductSpec[] featuresSupported?:DVSFeatureCapability@4.1
VmwareDistributedVirtualSwitchTrunkVlanSpec<VmwareDistributedVirtualSwitchVlanSpec@4.0: vlanId?:NumericRange[]
DVSConfigSpec@4.0: configVersion?:string name?:string numStandalonePorts?:int maxPorts?:int uplinkPortPolicy?:DVSUplinkPortPolicy
    uplinkPortgroup?:&DistributedVirtualPortgroup[] defaultPortConfig?:DVPortSetting host?:DistributedVirtualSwitchHostMemberConfigSpec[]
    extensionKey?:string description?:string policy?:DVSPolicy vendorSpecificConfig?:DistributedVirtualSwitchKeyedOpaqueBlob[] contact?:DVSContactInfo
    switchIpAddress?:string@5.0 defaultProxySwitchMaxNumPorts?:int@5.1 infrastructureTrafficResourceConfig?:DvsHostInfrastructureTrafficResource[]@6.0
    netResourcePoolTrafficResourceConfig?:DvsHostInfrastructureTrafficResource[]@6.7 networkResourceControlVersion?:string@6.0
VMwareDVSPvlanConfigSpec@4.0: pvlanEntry:VMwareDVSPvlanMapEntry operation:string
VMwareDVSVspanConfigSpec@5.0: vspanSession:VMwareVspanSession operation:string
VMwareIpfixConfig@5.0: collectorIpAddress?:string collectorPort?:int observationDomainId?:long@6.0 activeFlowTimeout:int idleFlowTimeout?:int
    samplingRate:int internalFlowsOnly:boolean
VmwareDistributedVirtualSwitchNetworkOffloadConfig@8.0.3.0: dpuFailoverPolicy?:VmwareDistributedVirtualSwitchDpuFailoverPolicy
VmwareDistributedVirtualSwitchRealTimeConfig@8.0.3.1: allowed?:boolean lanAnnotation?:VmwareDistributedVirtualSwitchRealTimeLanAnnotation
DistributedVirtualSwitchProductSpec@4.0: name?:string vendor?:string version?:string build?:string forwardingClass?:string bundleId?:string
    bundleUrl?:string
DVSContactInfo@4.0: name?:string contact?:string
DVSConfigInfo@4.0: uuid:string name:string numStandalonePorts:int numPorts:int maxPorts:int uplinkPortPolicy:DVSUplinkPortPolicy
    uplinkPortgroup?:&DistributedVirtualPortgroup[] defaultPortConfig:DVPortSetting host?:DistributedVirtualSwitchHostMember[]
    productInfo:DistributedVirtualSwitchProductSpec targetInfo?:DistributedVirtualSwitchProductSpec extensionKey?:string
    vendorSpecificConfig?:DistributedVirtualSwitchKeyedOpaqueBlob[] policy?:DVSPolicy description?:string configVersion:string contact:DVSContactInfo
    switchIpAddress?:string@5.0 createTime:dateTime networkResourceManagementEnabled:boolean@4.1 defaultProxySwitchMaxNumPorts?:int@5.1
    healthCheckConfig?:DVSHealthCheckConfig[]@5.1 infrastructureTrafficResourceConfig?:DvsHostInfrastructureTrafficResource[]@6.0
    netResourcePoolTrafficResourceConfig?:DvsHostInfrastructureTrafficResource[]@6.7 networkResourceControlVersion?:string@6.0
    vmVnicNetworkResourcePool?:DVSVmVnicNetworkResourcePool[]@6.0 pnicCapacityRatioForReservation?:int@6.0
VMwareVspanSession@5.0: key?:string name?:string description?:string enabled:boolean sourcePortTransmitted?:VMwareVspanPort
    sourcePortReceived?:VMwareVspanPort destinationPort?:VMwareVspanPort encapsulationVlanId?:int stripOriginalVlan:boolean mirroredPacketLength?:int
    normalTrafficAllowed:boolean sessionType?:string@5.1 samplingRate?:int@5.1 encapType?:string@6.5 erspanId?:int@6.5 erspanCOS?:int@6.5
    erspanGraNanosec?:boolean@6.5 netstack?:string@6.7
VMwareDVSPvlanMapEntry@4.0: primaryVlanId:int secondaryVlanId:int pvlanType:string
VMwareDvsLacpGroupConfig@5.5: key?:string name?:string mode?:string uplinkNum?:int loadbalanceAlgorithm?:string vlan?:VMwareDvsLagVlanConfig
    ipfix?:VMwareDvsLagIpfixConfig uplinkName?:string[] uplinkPortKey?:string[] timeoutMode?:string@7.0.2.0
DVPortSetting@4.0: blocked?:BoolPolicy vmDirectPathGen2Allowed?:BoolPolicy@4.1 inShapingPolicy?:DVSTrafficShapingPolicy
    outShapingPolicy?:DVSTrafficShapingPolicy vendorSpecificConfig?:DVSVendorSpecificConfig networkResourcePoolKey?:StringPolicy@5.0
    filterPolicy?:DvsFilterPolicy@5.5
DVPortgroupPolicy@4.0: blockOverrideAllowed:boolean shapingOverrideAllowed:boolean vendorConfigOverrideAllowed:boolean livePortMovingAllowed:boolean
    portConfigResetAtDisconnect:boolean networkResourcePoolOverrideAllowed?:boolean@5.0 trafficFilterOverrideAllowed?:boolean@5.5
DistributedVirtualSwitchKeyedOpaqueBlob@4.0: key:string opaqueData:string
DVPortgroupNsxConfig@9.1.0.0: vlanIdExtended?:int subnetAddresses?:DVPortgroupNsxSubnetAddressInfo spanIds?:string[]
DVSUplinkPortPolicy@4.0:
DistributedVirtualSwitchHostMemberPnicSpec@4.0: pnicDevice:string uplinkPortKey?:string uplinkPortgroupKey?:string connectionCookie?:int
DistributedVirtualSwitchHostMemberRuntimeState@5.0: currentMaxProxySwitchPorts:int
DistributedVirtualSwitchHostMemberConfigInfo@4.0: host?:&HostSystem maxProxySwitchPorts:int
    vendorSpecificConfig?:DistributedVirtualSwitchKeyedOpaqueBlob[] backing:DistributedVirtualSwitchHostMemberBacking nsxSwitch?:boolean@7.0.0.0
    ensEnabled?:boolean@7.0.0.0 ensInterruptEnabled?:boolean@7.0.0.0 transportZones?:DistributedVirtualSwitchHostMemberTransportZoneInfo[]@7.0.0.0
    nsxtUsedUplinkNames?:string[]@7.0.0.0 networkOffloadingEnabled?:boolean@8.0.0.1 teplessMode?:boolean@9.1.0.0
VmwareDistributedVirtualSwitchVlanSpec<InheritablePolicy@4.0:
IntPolicy<InheritablePolicy@4.0: value?:int
VmwareUplinkPortTeamingPolicy<InheritablePolicy@4.0: policy?:StringPolicy reversePolicy?:BoolPolicy notifySwitches?:BoolPolicy
    rollingOrder?:BoolPolicy failureCriteria?:DVSFailureCriteria uplinkPortOrder?:VMwareUplinkPortOrderPolicy
DVSSecurityPolicy<InheritablePolicy@4.0: allowPromiscuous?:BoolPolicy macChanges?:BoolPolicy forgedTransmits?:BoolPolicy
BoolPolicy<InheritablePolicy@4.0: value?:boolean
VMwareUplinkLacpPolicy<InheritablePolicy@5.1: enable?:BoolPolicy mode?:StringPolicy
DVSMacManagementPolicy<InheritablePolicy@6.7: allowPromiscuous?:boolean macChanges?:boolean forgedTransmits?:boolean
    macLearningPolicy?:DVSMacLearningPolicy
DistributedVirtualSwitchHostProductSpec@4.0: productLineId?:string version?:string
DVSFeatureCapability@4.1: networkResourceManagementSupported:boolean vmDirectPathGen2Supported?:boolean nicTeamingPolicy?:string[]
    networkResourcePoolHighShareValue?:int networkResourceManagementCapability?:DVSNetworkResourceManagementCapability@5.0
    healthCheckCapability?:DVSHealthCheckCapability@5.1 rollbackCapability?:DVSRollbackCapability@5.1
    backupRestoreCapability?:DVSBackupRestoreCapability@5.1 networkFilterSupported?:boolean@5.5 macLearningSupported?:boolean@6.7
NumericRange@4.0: start:int end:int
DistributedVirtualSwitchHostMemberConfigSpec@4.0: operation:string host:&HostSystem backing?:DistributedVirtualSwitchHostMemberBacking
    maxProxySwitchPorts?:int vendorSpecificConfig?:DistributedVirtualSwitchKeyedOpaqueBlob[]
DVSPolicy@4.0: autoPreInstallAllowed?:boolean autoUpgradeAllowed?:boolean partialUpgradeAllowed?:boolean
DvsHostInfrastructureTrafficResource@6.0: key:string description?:string allocationInfo:DvsHostInfrastructureTrafficResourceAllocation
VmwareDistributedVirtualSwitchDpuFailoverPolicy@8.0.3.0: activeUplink?:string[] standbyUplink?:string[]
VmwareDistributedVirtualSwitchRealTimeLanAnnotation@8.0.3.1: lanAUplink?:string[] lanBUplink?:string[]
DVSHealthCheckConfig@5.1: enable?:boolean interval?:int
DVSVmVnicNetworkResourcePool@6.0: key:string name?:string description?:string configVersion:string allocationInfo?:DvsVmVnicResourceAllocation
VMwareVspanPort@5.0: portKey?:string[] uplinkPortName?:string[] wildcardPortConnecteeType?:string[] vlans?:int[]@5.1 ipAddress?:string[]@5.1
VMwareDvsLagVlanConfig@5.5: vlanId?:NumericRange[]
VMwareDvsLagIpfixConfig@5.5: ipfixEnabled?:boolean
DVSTrafficShapingPolicy<InheritablePolicy@4.0: enabled?:BoolPolicy averageBandwidth?:LongPolicy peakBandwidth?:LongPolicy burstSize?:LongPolicy
DVSVendorSpecificConfig<InheritablePolicy@4.0: keyValue?:DistributedVirtualSwitchKeyedOpaqueBlob[]
StringPolicy<InheritablePolicy@4.0: value?:string
DvsFilterPolicy<InheritablePolicy@5.5: filterConfig?:DvsFilterConfig[]
DVPortgroupNsxSubnetAddressInfo@9.1.0.0: cidr?:string[]
InheritablePolicy@4.0: inherited:boolean
DVSFailureCriteria<InheritablePolicy@4.0: checkSpeed?:StringPolicy speed?:IntPolicy checkDuplex?:BoolPolicy fullDuplex?:BoolPolicy
    checkErrorPercent?:BoolPolicy percentage?:IntPolicy checkBeacon?:BoolPolicy
VMwareUplinkPortOrderPolicy<InheritablePolicy@4.0: activeUplinkPort?:string[] standbyUplinkPort?:string[]
DVSMacLearningPolicy<InheritablePolicy@6.7: enabled:boolean allowUnicastFlooding?:boolean limit?:int limitPolicy?:string
DVSNetworkResourceManagementCapability@5.0: networkResourceManagementSupported:boolean networkResourcePoolHighShareValue:int qosSupported:boolean
    userDefinedNetworkResourcePoolsSupported:boolean networkResourceControlVersion3Supported?:boolean@6.0
    userDefinedInfraTrafficPoolSupported?:boolean@6.7
DVSHealthCheckCapability@5.1:
DVSRollbackCapability@5.1: rollbackSupported:boolean
DVSBackupRestoreCapability@5.1: backupRestoreSupported:boolean
DvsHostInfrastructureTrafficResourceAllocation@6.0: limit?:long shares?:SharesInfo reservation?:long
DvsVmVnicResourceAllocation@6.0: reservationQuota?:long
LongPolicy<InheritablePolicy@4.0: value?:long
DvsFilterConfig<InheritablePolicy@5.5: key?:string agentName?:string slotNumber?:string parameters?:DvsFilterParameter onFailure?:string
SharesInfo: shares:int level:SharesLevel
DvsFilterParameter@5.5: parameters?:string[]
DVSRuntimeInfo@5.1: hostMemberRuntime?:HostMemberRuntimeInfo[] resourceRuntimeInfo?:DvsResourceRuntimeInfo@6.0
HostMemberRuntimeInfo@5.1: host:&HostSystem status?:string statusDetail?:string nsxtStatus?:string@7.0.0.0 nsxtStatusDetail?:string@7.0.0.0
    healthCheckResult?:HostMemberHealthCheckResult[] hostUplinkState?:DistributedVirtualSwitchHostMemberHostUplinkState[]@8.0.3.0
    hostPerfNicOffloadState?:DistributedVirtualSwitchHostMemberHostPerfNicOffloadState@9.1.0.0
VMwareDVSPortgroupPolicy<DVPortgroupPolicy@4.0: vlanOverrideAllowed:boolean uplinkTeamingOverrideAllowed:boolean
    securityPolicyOverrideAllowed:boolean ipfixOverrideAllowed?:boolean@5.0 macManagementOverrideAllowed?:boolean@6.7.1
`;
