/**
 * The reflection API that esxcli travels by through vCenter. It is in no published WSDL and not in pyVmomi's type
 * information, so these tables stand apart from those that are compared with it. Read from govmomi's `internal` types
 * and from what other clients send; the notation is explained in `schema.ts`.
 */
export const reflectionTypes = `
ReflectManagedMethodExecuterSoapArgument@5.0: name:string val:string
ReflectManagedMethodExecuterSoapFault@5.0: faultMsg:string[] faultDetail?:string
ReflectManagedMethodExecuterSoapResult@5.0: response?:string fault?:ReflectManagedMethodExecuterSoapFault
`;

export const reflectionObjects = `
ReflectManagedMethodExecuter@5.0:
InternalDynamicTypeManager@5.0:
`;

export const reflectionMethods = `
HostSystem.RetrieveManagedMethodExecuter@5.0():&ReflectManagedMethodExecuter !System.Read
HostSystem.RetrieveDynamicTypeManager@5.0():&InternalDynamicTypeManager !System.Read
ReflectManagedMethodExecuter.ExecuteSoap@5.0(moid:string version:string method:string argument?:ReflectManagedMethodExecuterSoapArgument[]):ReflectManagedMethodExecuterSoapResult?
`;
