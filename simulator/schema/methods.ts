/**
 * The methods that are modelled: arguments in wire order, result, and the privilege that the class itself asks for.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const methodTable = `
ManagedObject.Fetch(prop:string):anyType? !System.Anonymous
ServiceInstance.CurrentTime():dateTime !System.View
ServiceInstance.RetrieveServiceContent():ServiceContent !System.Anonymous
SessionManager.Login(userName:string password:string locale?:string):UserSession !System.Anonymous
SessionManager.Logout() !System.View
SessionManager.SessionIsActive@2.5(sessionID:string userName:string):boolean !Sessions.ValidateSession
AuthorizationManager.HasPrivilegeOnEntities@5.5(entity:&ManagedEntity[] sessionId:string privId?:string[]):EntityPrivilege[]? !System.View
PropertyCollector.RetrievePropertiesEx@4.1(specSet:PropertyFilterSpec[] options:RetrieveOptions):RetrieveResult? !System.Anonymous
PropertyCollector.ContinueRetrievePropertiesEx@4.1(token:string):RetrieveResult !System.View
PropertyCollector.CancelRetrievePropertiesEx@4.1(token:string) !System.View
PropertyCollector.RetrieveProperties(specSet:PropertyFilterSpec[]):ObjectContent[]? !System.Anonymous
PropertyCollector.CreateFilter(spec:PropertyFilterSpec partialUpdates:boolean):&PropertyFilter !System.View
PropertyCollector.WaitForUpdatesEx@4.1(version?:string options?:WaitOptions):UpdateSet? !System.View
PropertyCollector.WaitForUpdates(version?:string):UpdateSet !System.View
PropertyCollector.CheckForUpdates(version?:string):UpdateSet? !System.View
PropertyCollector.CancelWaitForUpdates() !System.View
PropertyCollector.CreatePropertyCollector@4.1():&PropertyCollector !System.View
PropertyCollector.DestroyPropertyCollector@4.1() !System.View
PropertyFilter.DestroyPropertyFilter()
ViewManager.CreateContainerView@2.5(container:&ManagedEntity type?:string[] recursive:boolean):&ContainerView !System.View
View.DestroyView@2.5() !System.View
SearchIndex.FindByDnsName(datacenter?:&Datacenter dnsName:string vmSearch:boolean):&ManagedEntity? !System.View
SearchIndex.FindByIp(datacenter?:&Datacenter ip:string vmSearch:boolean):&ManagedEntity? !System.View
SearchIndex.FindByUuid(datacenter?:&Datacenter uuid:string vmSearch:boolean instanceUuid?:boolean@4.0):&ManagedEntity? !System.View
SearchIndex.FindByInventoryPath(inventoryPath:string):&ManagedEntity? !System.View
SearchIndex.FindAllByDnsName@4.0(datacenter?:&Datacenter dnsName:string vmSearch:boolean):&ManagedEntity[] !System.View
SearchIndex.FindAllByIp@4.0(datacenter?:&Datacenter ip:string vmSearch:boolean):&ManagedEntity[] !System.View
SearchIndex.FindChild(entity:&ManagedEntity name:string):&ManagedEntity? !System.View
ManagedEntity.Destroy_Task():&Task
Folder.AddStandaloneHost_Task(spec:HostConnectSpec compResSpec?:ComputeResourceConfigSpec@2.5 addConnected:boolean license?:string@4.0):&Task
    !Host.Inventory.AddStandaloneHost
Folder.MoveIntoFolder_Task(list:&ManagedEntity[]):&Task
Folder.BatchAddHostsToCluster_Task@6.7.1(cluster:&ClusterComputeResource newHosts?:FolderNewHostSpec[] existingHosts?:&HostSystem[]
    compResSpec?:ComputeResourceConfigSpec desiredState?:string):&Task
ClusterComputeResource.AddHost_Task(spec:HostConnectSpec asConnected:boolean resourcePool?:&ResourcePool license?:string@4.0):&Task
    !Host.Inventory.AddHostToCluster
ClusterComputeResource.MoveHostInto_Task(host:&HostSystem resourcePool?:&ResourcePool):&Task !Host.Inventory.EditCluster
ClusterComputeResource.MoveInto_Task(host:&HostSystem[]):&Task !Host.Inventory.EditCluster
HostSystem.ReconnectHost_Task(cnxSpec?:HostConnectSpec reconnectSpec?:HostSystemReconnectSpec@5.0):&Task !Host.Config.Connection
HostSystem.DisconnectHost_Task():&Task !Host.Config.Connection
HostSystem.EnterMaintenanceMode_Task(timeout:int evacuatePoweredOffVms?:boolean@2.5 maintenanceSpec?:HostMaintenanceSpec@5.5):&Task
    !Host.Config.Maintenance
HostSystem.ExitMaintenanceMode_Task(timeout:int):&Task !Host.Config.Maintenance
HostNetworkSystem.AddVirtualNic(portgroup:string nic:HostVirtualNicSpec):string
HostNetworkSystem.UpdateVirtualNic(device:string nic:HostVirtualNicSpec)
HostNetworkSystem.RemoveVirtualNic(device:string) !Host.Config.Network
HostNetworkSystem.UpdateNetworkConfig(config:HostNetworkConfig changeMode:string):HostNetworkConfigResult
HostNetworkSystem.RefreshNetworkSystem() !Host.Config.Network
HostNetworkSystem.UpdateDnsConfig(config:HostDnsConfig) !Host.Config.Network
HostNetworkSystem.UpdateIpRouteConfig(config:HostIpRouteConfig) !Host.Config.Network
HostNetworkSystem.UpdateIpRouteTableConfig@4.0(config:HostIpRouteTableConfig) !Host.Config.Network
HostVirtualNicManager.QueryNetConfig@4.0(nicType:string):VirtualNicManagerNetConfig? !System.Read
HostVirtualNicManager.SelectVnicForNicType@4.0(nicType:string device:string) !Host.Config.Network
HostVirtualNicManager.DeselectVnicForNicType@4.0(nicType:string device:string) !Host.Config.Network
DistributedVirtualSwitch.ReconfigureDvs_Task@4.0(spec:DVSConfigSpec):&Task
EventManager.CreateCollectorForEvents(filter:EventFilterSpec):&EventHistoryCollector !System.View
EventManager.QueryEvents(filter:EventFilterSpec eventViewSpec?:EventManagerEventViewSpec@9.0.0.0):Event[]? !System.View
EventManager.PostEvent@2.5(eventToPost:Event taskInfo?:TaskInfo) !Global.LogEvent
ProfileManager.FindAssociatedProfile@4.0(entity:&ManagedEntity):&Profile[]? !System.View
HistoryCollector.SetCollectorPageSize(maxCount:int)
HistoryCollector.RewindCollector()
HistoryCollector.ResetCollector()
HistoryCollector.DestroyCollector()
EventHistoryCollector.ReadNextEvents(maxCount:int):Event[]?
EventHistoryCollector.ReadPreviousEvents(maxCount:int):Event[]?
`;
