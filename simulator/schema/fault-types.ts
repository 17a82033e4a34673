/**
 * Faults.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const faultTypes = `
SecurityError<RuntimeFault:
LocalizedMethodFault: fault:MethodFault localizedMessage?:string
MethodFault: faultCause?:LocalizedMethodFault@4.0 faultMessage?:LocalizableMessage[]@4.0
RuntimeFault<MethodFault:
VimFault<MethodFault:
NotAuthenticated<NoPermission@2.5:
NoPermission<SecurityError: object?:&ManagedObject privilegeId?:string missingPrivileges?:NoPermissionEntityPrivileges[]@7.0.3.2
NoPermissionEntityPrivileges@7.0.3.2: entity:&ManagedObject privilegeIds?:string[]
InvalidLogin<VimFault:
InvalidLocale<VimFault:
InvalidArgument<RuntimeFault: invalidProperty?:string
InvalidRequest<RuntimeFault:
InvalidType<InvalidRequest: argument?:string
InvalidProperty<MethodFault: name:string
InvalidCollectorVersion<MethodFault:
ManagedObjectNotFound<RuntimeFault: obj:&ManagedObject
MethodNotFound<InvalidRequest: receiver:&ManagedObject method:string
NotSupported<RuntimeFault:
NotImplemented<RuntimeFault:
NotEnoughLicenses<RuntimeFault:
RequestCanceled<RuntimeFault:
SystemError<RuntimeFault: reason:string
UnexpectedFault<RuntimeFault: faultName:string fault?:LocalizedMethodFault
HostCommunication<RuntimeFault:
HostNotConnected<HostCommunication:
HostNotReachable<HostCommunication:
HostConfigFault<VimFault:
HostConfigFailed<HostConfigFault@4.0: failure:LocalizedMethodFault[]
PlatformConfigFault<HostConfigFault: text:string
HostInDomain<HostConfigFault@4.1:
HostConnectFault<VimFault:
NoHost<HostConnectFault: name?:string
AlreadyBeingManaged<HostConnectFault: ipAddress:string
AlreadyConnected<HostConnectFault: name:string
NotSupportedHost<HostConnectFault: productName?:string productVersion?:string
SSLVerifyFault<HostConnectFault@2.5: selfSigned:boolean thumbprint?:string certificate?:string@9.0.0.0
TooManyHosts<HostConnectFault:
AgentInstallFailed<HostConnectFault: reason?:string@4.0 statusCode?:int@4.0 installerOutput?:string@4.0
DuplicateName<VimFault: name:string object:&ManagedObject
AlreadyExists<VimFault: name?:string
NotFound<VimFault:
ResourceInUse<VimFault: type?:string name?:string
ResourceNotAvailable<VimFault@4.0: containerType?:string containerName?:string type?:string
InvalidState<VimFault:
InvalidPowerState<InvalidState: requestedState?:VirtualMachinePowerState existingState:VirtualMachinePowerState
InvalidName<VimFault: name:string entity?:&ManagedEntity
ConcurrentAccess<VimFault:
TaskInProgress<VimFault: task:&Task
Timedout<VimFault:
DvsFault<VimFault@4.0:
DvsOperationBulkFault<DvsFault@4.0: hostFault:DvsOperationBulkFaultFaultOnHost[]
DvsOperationBulkFaultFaultOnHost@4.0: host:&HostSystem fault:LocalizedMethodFault
DvsNotAuthorized<DvsFault@4.0: sessionExtensionKey?:string dvsExtensionKey?:string
VspanSameSessionPortConflict<DvsFault@5.0: vspanSessionKey:string portKey:string
LimitExceeded<VimFault@4.0: property?:string limit?:int
RestrictedByAdministrator<RuntimeFault@6.0: details:string
FaultToleranceVmNotDasProtected<VimFault@5.0: vm:&VirtualMachine vmName:string
FileFault<VimFault: file:string
NetworkCopyFault<FileFault:
InsufficientResourcesFault<VimFault:
UserNotFound<VimFault: principal:string unresolved:boolean
`;
