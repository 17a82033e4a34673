/**
 * Data objects of a host's network: adapters, stacks, routes, DNS, switches, service types.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const hostNetworkTypes = `
HostNetworkConfig: vswitch?:HostVirtualSwitchConfig[] proxySwitch?:HostProxySwitchConfig[]@4.0 portgroup?:HostPortGroupConfig[]
    pnic?:PhysicalNicConfig[] vnic?:HostVirtualNicConfig[] consoleVnic?:HostVirtualNicConfig[] dnsConfig?:HostDnsConfig
    ipRouteConfig?:HostIpRouteConfig consoleIpRouteConfig?:HostIpRouteConfig routeTableConfig?:HostIpRouteTableConfig@4.0
    dhcp?:HostDhcpServiceConfig[]@2.5 nat?:HostNatServiceConfig[]@2.5 ipV6Enabled?:boolean@4.0 netStackSpec?:HostNetworkConfigNetStackSpec[]@5.5
    migrationStatus?:string@7.0.2.0
HostNetworkInfo: vswitch?:HostVirtualSwitch[] proxySwitch?:HostProxySwitch[]@4.0 portgroup?:HostPortGroup[] pnic?:PhysicalNic[]
    rdmaDevice?:HostRdmaDevice[]@7.0.0.0 vnic?:HostVirtualNic[] consoleVnic?:HostVirtualNic[] dnsConfig?:HostDnsConfig ipRouteConfig?:HostIpRouteConfig
    consoleIpRouteConfig?:HostIpRouteConfig routeTableInfo?:HostIpRouteTableInfo@4.0 dhcp?:HostDhcpService[]@2.5 nat?:HostNatService[]@2.5
    ipV6Enabled?:boolean@4.0 atBootIpV6Enabled?:boolean@4.1 netStackInstance?:HostNetStackInstance[]@5.5 opaqueSwitch?:HostOpaqueSwitch[]@5.5
    opaqueNetwork?:HostOpaqueNetworkInfo[]@5.5 nsxTransportNodeId?:string@7.0.0.0 nvdsToVdsMigrationRequired?:boolean@7.0.2.0
    migrationStatus?:string@7.0.2.0
HostVirtualNicManagerInfo@4.0: netConfig?:VirtualNicManagerNetConfig[]
HostNetCapabilities: canSetPhysicalNicLinkSpeed:boolean supportsNicTeaming:boolean nicTeamingPolicy?:string[] supportsVlan:boolean
    usesServiceConsoleNic:boolean supportsNetworkHints:boolean maxPortGroupsPerVswitch?:int@2.5 vswitchConfigSupported:boolean@2.5
    vnicConfigSupported:boolean@2.5 ipRouteConfigSupported:boolean@2.5 dnsConfigSupported:boolean@2.5 dhcpOnVnicSupported:boolean@2.5
    ipV6Supported:boolean@4.0 backupNfcNiocSupported?:boolean@7.0.1.0
HostNetOffloadCapabilities: csumOffload?:boolean tcpSegmentation?:boolean zeroCopyXmit?:boolean
HostRuntimeInfoNetworkRuntimeInfo@5.5: netStackInstanceRuntimeInfo?:HostRuntimeInfoNetStackInstanceRuntimeInfo[]
    networkResourceRuntime?:HostNetworkResourceRuntime@6.0
HostIpRouteConfigSpec<HostIpRouteConfig@4.0: gatewayDeviceConnection?:HostVirtualNicConnection ipV6GatewayDeviceConnection?:HostVirtualNicConnection
HostDnsConfigSpec<HostDnsConfig@4.0: virtualNicConnection?:HostVirtualNicConnection virtualNicConnectionV6?:HostVirtualNicConnection@6.7
HostNetworkConfigResult: vnicDevice?:string[] consoleVnicDevice?:string[]
HostVirtualSwitchBondBridge<HostVirtualSwitchBridge: nicDevice:string[] beacon?:HostVirtualSwitchBeaconConfig
    linkDiscoveryProtocolConfig?:LinkDiscoveryProtocolConfig@4.0
HostVirtualSwitchSimpleBridge<HostVirtualSwitchBridge: nicDevice:string
HostVirtualSwitchAutoBridge<HostVirtualSwitchBridge: excludedNicDevice?:string[]@2.5
HostVirtualSwitchConfig: changeOperation?:string name:string spec?:HostVirtualSwitchSpec
HostProxySwitchConfig@4.0: changeOperation?:string uuid:string spec?:HostProxySwitchSpec
HostPortGroupConfig: changeOperation?:string spec?:HostPortGroupSpec
PhysicalNicConfig: device:string spec:PhysicalNicSpec
HostVirtualNicConfig: changeOperation?:string device?:string portgroup:string spec?:HostVirtualNicSpec
HostDnsConfig: dhcp:boolean virtualNicDevice?:string ipv6VirtualNicDevice?:string@6.7 hostName:string domainName:string address?:string[]
    searchDomain?:string[]
HostIpRouteConfig: defaultGateway?:string gatewayDevice?:string ipV6DefaultGateway?:string@4.0 ipV6GatewayDevice?:string@4.0
HostIpRouteTableConfig@4.0: ipRoute?:HostIpRouteOp[] ipv6Route?:HostIpRouteOp[]
HostDhcpServiceConfig@2.5: changeOperation?:string key:string spec:HostDhcpServiceSpec
HostNatServiceConfig@2.5: changeOperation?:string key:string spec:HostNatServiceSpec
HostNetworkConfigNetStackSpec@5.5: netStackInstance:HostNetStackInstance operation?:string
HostProxySwitch@4.0: dvsUuid:string dvsName:string key:string numPorts:int configNumPorts?:int@5.0 numPortsAvailable:int uplinkPort?:KeyValue[]
    mtu?:int pnic?:string[] spec:HostProxySwitchSpec hostLag?:HostProxySwitchHostLagConfig[]@5.5 networkReservationSupported?:boolean@5.5
    nsxtEnabled?:boolean@7.0.0.0 ensEnabled?:boolean@7.0.0.0 ensInterruptEnabled?:boolean@7.0.0.0
    transportZones?:DistributedVirtualSwitchHostMemberTransportZoneInfo[]@7.0.0.0 nsxUsedUplinkPort?:string[]@7.0.0.0 nsxtStatus?:string@7.0.0.0
    nsxtStatusDetail?:string@7.0.0.0 ensInfo?:HostProxySwitchEnsInfo@8.0.0.1 networkOffloadingEnabled?:boolean@8.0.0.1
    hostUplinkState?:DistributedVirtualSwitchHostMemberHostUplinkState[]@8.0.3.0 autoDeployOwned?:boolean@9.1.0.0
    hostPerfNicOffloadState?:DistributedVirtualSwitchHostMemberHostPerfNicOffloadState@9.1.0.0 teplessMode?:boolean@9.1.0.0
HostVirtualNic: device:string key:string portgroup:string spec:HostVirtualNicSpec port?:string owner?:string@9.0.0.0
HostIpRouteTableInfo@4.0: ipRoute?:HostIpRouteEntry[] ipv6Route?:HostIpRouteEntry[]
HostVirtualSwitch: name:string key:string numPorts:int numPortsAvailable:int mtu?:int@2.5 portgroup?:string[] pnic?:string[]
    spec:HostVirtualSwitchSpec
HostPortGroup: key?:string port?:HostPortGroupPort[] vswitch?:string computedPolicy:HostNetworkPolicy spec:HostPortGroupSpec
HostPortGroupPort: key?:string mac?:string[] type:string
PhysicalNic: key?:string device:string pci:string driver?:string driverVersion?:string@8.0.0.1 firmwareVersion?:string@8.0.0.1
    linkSpeed?:PhysicalNicLinkInfo validLinkSpecification?:PhysicalNicLinkInfo[] spec:PhysicalNicSpec wakeOnLanSupported:boolean@2.5
    mac:string@2.5 fcoeConfiguration?:FcoeConfig@5.0 vmDirectPathGen2Supported?:boolean@4.1 vmDirectPathGen2SupportedMode?:string@4.1
    resourcePoolSchedulerAllowed?:boolean@4.1 resourcePoolSchedulerDisallowedReason?:string[]@4.1 autoNegotiateSupported?:boolean@4.1
    enhancedNetworkingStackSupported?:boolean@6.7 ensInterruptSupported?:boolean@7.0.0.0 rdmaDevice?:string@7.0.0.0 dpuId?:string@8.0.0.1
    perfNicOffloadSupported?:boolean@9.1.0.0
FcoeConfig@5.0: priorityClass:int sourceMac:string vlanRange:FcoeConfigVlanRange[] capabilities:FcoeConfigFcoeCapabilities fcoeActive:boolean
FcoeConfigVlanRange@5.0: vlanLow:int vlanHigh:int
FcoeConfigFcoeCapabilities@5.0: priorityClass:boolean sourceMacAddress:boolean vlanRange:boolean
HostRdmaDevice@7.0.0.0: key:string device:string driver?:string description?:string backing?:HostRdmaDeviceBacking
    connectionInfo:HostRdmaDeviceConnectionInfo capability:HostRdmaDeviceCapability
HostRdmaDeviceBacking@7.0.0.0:
HostRdmaDeviceConnectionInfo@7.0.0.0: state:string mtu:int speedInMbps:int
HostRdmaDeviceCapability@7.0.0.0: roceV1Capable:boolean roceV2Capable:boolean iWarpCapable:boolean
HostDhcpService@2.5: key:string spec:HostDhcpServiceSpec
HostNatService@2.5: key:string spec:HostNatServiceSpec
HostNetStackInstance@5.5: key?:string name?:string dnsConfig?:HostDnsConfig ipRouteConfig?:HostIpRouteConfig requestedMaxNumberOfConnections?:int
    congestionControlAlgorithm?:string ipV6Enabled?:boolean routeTableConfig?:HostIpRouteTableConfig owner?:string@9.0.0.0
HostOpaqueSwitch@5.5: key:string name?:string pnic?:string[] pnicZone?:HostOpaqueSwitchPhysicalNicZone[]@6.0 status?:string@6.0
    vtep?:HostVirtualNic[]@6.0 extraConfig?:OptionValue[]@6.5 featureCapability?:HostFeatureCapability[]@6.7
HostOpaqueNetworkInfo@5.5: opaqueNetworkId:string opaqueNetworkName:string opaqueNetworkType:string pnicZone?:string[]@6.0
    capability?:OpaqueNetworkCapability@6.5 extraConfig?:OptionValue[]@6.5
VirtualNicManagerNetConfig@4.0: nicType:string multiSelectAllowed:boolean candidateVnic?:HostVirtualNic[] selectedVnic?:string[]
HostRuntimeInfoNetStackInstanceRuntimeInfo@5.5: netStackInstanceKey:string state?:string vmknicKeys?:string[] maxNumberOfConnections?:int
    currentIpV6Enabled?:boolean
HostNetworkResourceRuntime@6.0: pnicResourceInfo:HostPnicNetworkResourceInfo[]
HostVirtualNicConnection@4.0: portgroup?:string dvPort?:DistributedVirtualSwitchPortConnection opNetwork?:HostVirtualNicOpaqueNetworkSpec@6.7
HostVirtualSwitchBridge:
HostVirtualSwitchBeaconConfig: interval:int
LinkDiscoveryProtocolConfig@4.0: protocol:string operation:string
DynamicProperty<DataObject: name:string val:anyType
HostVirtualSwitchSpec: numPorts:int bridge?:HostVirtualSwitchBridge policy?:HostNetworkPolicy mtu?:int@2.5
HostProxySwitchSpec@4.0: backing?:DistributedVirtualSwitchHostMemberBacking
HostPortGroupSpec: name:string vlanId:int vswitchName:string policy:HostNetworkPolicy
PhysicalNicSpec: ip?:HostIpConfig linkSpeed?:PhysicalNicLinkInfo enableEnhancedNetworkingStack?:boolean@6.7 ensInterruptEnabled?:boolean@7.0.0.0
HostVirtualNicSpec: ip?:HostIpConfig mac?:string distributedVirtualPort?:DistributedVirtualSwitchPortConnection@4.0 portgroup?:string@4.0 mtu?:int@4.0
    tsoEnabled?:boolean@4.0 netStackInstanceKey?:string@5.5 opaqueNetwork?:HostVirtualNicOpaqueNetworkSpec@6.0 externalId?:string@6.0
    pinnedPnic?:string@6.0 ipRouteSpec?:HostVirtualNicIpRouteSpec@6.5 systemOwned?:boolean@7.0.0.0 dpuId?:string@8.0.0.1
HostIpRouteOp@4.0: changeOperation:string route:HostIpRouteEntry
HostDhcpServiceSpec@2.5: virtualSwitch:string defaultLeaseDuration:int leaseBeginIp:string leaseEndIp:string maxLeaseDuration:int
    unlimitedLease:boolean ipSubnetAddr:string ipSubnetMask:string
HostNatServiceSpec@2.5: virtualSwitch:string activeFtp:boolean allowAnyOui:boolean configPort:boolean ipGatewayAddress:string udpTimeout:int
    portForward?:HostNatServicePortForwardSpec[] nameService?:HostNatServiceNameServiceSpec
KeyValue@2.5: key:string value:string
HostProxySwitchHostLagConfig@5.5: lagKey:string lagName?:string uplinkPort?:KeyValue[]
DistributedVirtualSwitchHostMemberTransportZoneInfo@7.0.0.0: uuid:string type:string
HostProxySwitchEnsInfo@8.0.0.1: opsVersion:long numPSOps:long numLcoreOps:long errorStatus:long lcoreStatus:long
DistributedVirtualSwitchHostMemberHostUplinkState@8.0.3.0: uplinkName:string state:string
DistributedVirtualSwitchHostMemberHostPerfNicOffloadState@9.1.0.0: enabled:boolean runtimeStatus?:string statusDescription?:string
HostIpRouteEntry@4.0: network:string prefixLength:int gateway:string deviceName?:string@4.1
HostOpaqueSwitchPhysicalNicZone@6.0: key:string pnicDevice?:string[]
OptionValue: key:string value?:anyType
HostFeatureCapability@5.1: key:string featureName:string value:string
OpaqueNetworkCapability@6.5: networkReservationSupported:boolean
HostPnicNetworkResourceInfo@6.0: pnicDevice:string availableBandwidthForVMTraffic?:long unusedBandwidthForVMTraffic?:long
    placedVirtualNics?:HostPlacedVirtualNicIdentifier[]
DistributedVirtualSwitchPortConnection@4.0: switchUuid:string portgroupKey?:string portKey?:string connectionCookie?:int
HostVirtualNicOpaqueNetworkSpec@6.0: opaqueNetworkId:string opaqueNetworkType:string
HostNetworkPolicy: security?:HostNetworkSecurityPolicy nicTeaming?:HostNicTeamingPolicy offloadPolicy?:HostNetOffloadCapabilities
    shapingPolicy?:HostNetworkTrafficShapingPolicy
DistributedVirtualSwitchHostMemberBacking@4.0:
HostIpConfig: dhcp:boolean ipAddress?:string subnetMask?:string ipV6Config?:HostIpConfigIpV6AddressConfiguration@4.0
PhysicalNicLinkInfo: speedMb:int duplex:boolean
HostVirtualNicIpRouteSpec@6.5: ipRouteConfig?:HostIpRouteConfig
HostNatServicePortForwardSpec@2.5: type:string name:string hostPort:int guestPort:int guestIpAddress:string
HostNatServiceNameServiceSpec@2.5: dnsAutoDetect:boolean dnsPolicy:string dnsRetries:int dnsTimeout:int dnsNameServer?:string[] nbdsTimeout:int
    nbnsRetries:int nbnsTimeout:int
HostPlacedVirtualNicIdentifier@6.0: vm:&VirtualMachine vnicKey:string reservation?:int
HostNetworkSecurityPolicy: allowPromiscuous?:boolean macChanges?:boolean forgedTransmits?:boolean
HostNicTeamingPolicy: policy?:string reversePolicy?:boolean notifySwitches?:boolean rollingOrder?:boolean failureCriteria?:HostNicFailureCriteria
    nicOrder?:HostNicOrderPolicy
HostNetworkTrafficShapingPolicy: enabled?:boolean averageBandwidth?:long peakBandwidth?:long burstSize?:long
HostIpConfigIpV6AddressConfiguration@4.0: ipV6Address?:HostIpConfigIpV6Address[] autoConfigurationEnabled?:boolean dhcpV6Enabled?:boolean
HostNicFailureCriteria: checkSpeed?:string speed?:int checkDuplex?:boolean fullDuplex?:boolean checkErrorPercent?:boolean percentage?:int
    checkBeacon?:boolean
HostNicOrderPolicy: activeNic?:string[] standbyNic?:string[]
HostIpConfigIpV6Address@4.0: ipAddress:string prefixLength:int origin?:string dadState?:string lifetime?:dateTime operation?:string
`;
