/**
 * Enumerations that a member is typed by.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const enumTypes = `
EventFilterSpecRecursionOption: self children all
HostLockdownMode: lockdownDisabled lockdownNormal lockdownStrict
HostSystemConnectionState: connected notResponding disconnected
HostSystemPowerState: poweredOn poweredOff standBy unknown
ManagedEntityStatus: gray green yellow red
ObjectUpdateKind: modify enter leave
PropertyChangeOp: add remove assign indirectRemove
SharesLevel: low normal high custom
TaskInfoState: queued running success error
VirtualMachinePowerState: poweredOff poweredOn suspended
`;
