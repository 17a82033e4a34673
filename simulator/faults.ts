import type { DataObject, MoRef, Value } from './values.ts';

/** A fault as vim25 knows it: thrown by a method, written as a SOAP fault or into a task's error. */
export class VimFault extends Error {
  override readonly name = 'VimFault';
  readonly type: string;
  readonly members: DataObject;

  constructor(type: string, message: string, members: Readonly<Record<string, Value | undefined>> = {}) {
    super(message);
    this.type = type;
    this.members = { ...members, $type: type };
  }

  /** The fault as the LocalizedMethodFault that tasks, events and missingSet carry. */
  localized(): DataObject {
    return { $type: 'LocalizedMethodFault', fault: this.members, localizedMessage: this.message };
  }
}

/** The request could not be read: unknown method, element, type, or wrong order. */
export const invalidRequest = (message: string): VimFault => new VimFault('InvalidRequest', message);

/** A parameter is wrong; `property` is its path below the argument. */
export const invalidArgument = (property: string): VimFault =>
  new VimFault('InvalidArgument', `A specified parameter was not correct: ${property}`, { invalidProperty: property });

/** The call needs a session that the client does not have. */
export const notAuthenticated = (object: MoRef, privilegeId = 'System.View'): VimFault =>
  new VimFault('NotAuthenticated', 'The session is not authenticated.', { object, privilegeId });

/** The user lacks a privilege on the object. */
export const noPermission = (object: MoRef, privilegeId: string): VimFault =>
  new VimFault('NoPermission', 'Permission to perform this operation was denied.', { object, privilegeId });

/** The reference names no object of that class. */
export const managedObjectNotFound = (obj: MoRef): VimFault =>
  new VimFault(
    'ManagedObjectNotFound',
    `The object '${obj.type}:${obj.id}' has already been deleted or has not been completely created`,
    { obj },
  );

/** The thing that was named does not exist. */
export const notFound = (what: string): VimFault =>
  new VimFault('NotFound', `The object or item referred to could not be found: ${what}.`);

/** A thing of that name exists. */
export const alreadyExists = (name: string): VimFault =>
  new VimFault('AlreadyExists', `The specified key, name, or identifier '${name}' already exists.`, { name });

/** The object's class has no such method, on this server. */
export const methodNotFound = (receiver: MoRef, method: string): VimFault =>
  new VimFault('MethodNotFound', `Method ${method} not found on ${receiver.type}`, { receiver, method });

/** The server does not do this, or this simulator does not model it. */
export const notSupported = (what: string): VimFault =>
  new VimFault('NotSupported', `The operation is not supported: ${what}.`);

/** vCenter has no connection to the host. */
export const hostNotConnected = (): VimFault =>
  new VimFault('HostNotConnected', 'Unable to communicate with the remote host, since it is disconnected.');

/** vCenter reached the host and lost it. */
export const hostCommunication = (): VimFault =>
  new VimFault('HostCommunication', 'An error occurred while communicating with the remote host.');

/** Host networking rollback undid what the call had done (vSphere 6.7 Networking guide). */
export const rolledBackOnHost = (): VimFault => hostConfigFault('Transaction has rolled back on the host');

/** The host refused a configuration; the useful text is in faultMessage, as with a real one. */
export function hostConfigFault(text: string): VimFault {
  const faultMessage = [{ $type: 'LocalizableMessage', key: 'com.vmware.esx.hostctl.default', message: text }];
  return new VimFault('HostConfigFault', 'An error occurred during host configuration.', { faultMessage });
}

/** As hostConfigFault, with the text in `text` as the platform's own errors have it. */
export function platformConfigFault(text: string): VimFault {
  const faultMessage = [{ $type: 'LocalizableMessage', key: 'com.vmware.esx.hostctl.default', message: text }];
  return new VimFault('PlatformConfigFault', 'An error occurred during host configuration.', { faultMessage, text });
}
