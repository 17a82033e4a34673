/**
 * Data objects of the PropertyCollector.
 * Read from the public type information of pyVmomi 9.1; the notation is explained in `schema.ts`.
 */
export const propertyTypes = `
PropertyFilterSpec: propSet:PropertySpec[] objectSet:ObjectSpec[] reportMissingObjectsInResults?:boolean@4.1
TraversalSpec<SelectionSpec: type:string path:string skip?:boolean selectSet?:SelectionSpec[]
RetrieveOptions@4.1: maxObjects?:int
RetrieveResult@4.1: token?:string objects:ObjectContent[]
WaitOptions@4.1: maxWaitSeconds?:int maxObjectUpdates?:int
UpdateSet: version:string filterSet?:PropertyFilterUpdate[] truncated?:boolean@4.1
PropertySpec: type:string all?:boolean pathSet?:string[]
ObjectSpec: obj:&ManagedObject skip?:boolean selectSet?:SelectionSpec[]
SelectionSpec: name?:string
ObjectContent: obj:&ManagedObject propSet?:DynamicProperty[] missingSet?:MissingProperty[]
PropertyFilterUpdate: filter:&PropertyFilter objectSet?:ObjectUpdate[] missingSet?:MissingObject[]
MissingProperty: path:string fault:LocalizedMethodFault
ObjectUpdate: kind:ObjectUpdateKind obj:&ManagedObject changeSet?:PropertyChange[] missingSet?:MissingProperty[]
MissingObject: obj:&ManagedObject fault:LocalizedMethodFault
PropertyChange: name:string op:PropertyChangeOp val?:anyType
`;
