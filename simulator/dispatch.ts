import { belongsInTask, type FaultRules } from './fault-rules.ts';
import {
  managedObjectNotFound,
  methodNotFound,
  noPermission,
  notAuthenticated,
  notSupported,
  VimFault,
} from './faults.ts';
import { ManagedEntity } from './objects/managed-entity.ts';
import type { Call, ManagedObject } from './objects/managed-object.ts';
import { startTask } from './objects/task.ts';
import { requirePrivilege } from './privileges.ts';
import { readPath } from './property-path.ts';
import { isManagedType, type MethodType } from './schema/schema.ts';
import type { Strike } from './strike.ts';
import { type MoRef, textIn, type Value } from './values.ts';
import type { VCenter } from './vcenter.ts';
import type { Request } from './wire/envelope.ts';

/** A call's result, and what a fault rule wants done with the reply. */
export interface Outcome {
  readonly result: Value | undefined;
  readonly strike: Strike | undefined;
}

/**
 * Does one call, with vCenter's checks in its order: session, object, method, privilege; then the scenario's fault
 * rules; then the work. Throws VimFault.
 */
export async function dispatch(vcenter: VCenter, rules: FaultRules, request: Request, call: Call): Promise<Outcome> {
  const { method, target } = request;
  if (method.privilege !== 'System.Anonymous' && call.session === undefined) {
    throw notAuthenticated(target, method.privilege ?? 'System.View');
  }
  const object = findTarget(vcenter, target, call);
  requireMethod(object, method);
  requireAccess(object, method, call);
  const strike = rules.strike(method.name, object, request.parameters, (id) => vcenter.find(id));
  const handler = object.methods[method.name];
  if (handler !== undefined && object.runsCalls) {
    return { result: await onHost(strike, () => handler({ ...call, strike })), strike };
  }
  await vcenter.pause(strike?.delayMs ?? 0);
  const fault = strike?.fault;
  if (fault !== undefined && !strike?.answerLost) {
    if (!belongsInTask(method.name, fault) || !(object instanceof ManagedEntity)) throw fault;
    return { result: failingTask(vcenter, object, method.name, fault, call), strike };
  }
  if (method.name === 'Fetch') {
    return { result: readPath(object, textIn(request.parameters, 'prop') ?? '', call.session, call.version), strike };
  }
  if (handler === undefined)
    throw notSupported(`${method.name} of ${object.ref.type} is not modelled by this simulator`);
  return { result: await handler(call), strike };
}

/** A call that a host runs. When its answer is to be lost nobody hears of its end, and it may go on without a caller. */
async function onHost(
  strike: Strike | undefined,
  run: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value | undefined> {
  if (!strike?.answerLost) return run();
  const unheard = Promise.resolve()
    .then(run)
    .catch((error: unknown) => {
      if (!(error instanceof VimFault)) throw error;
      return undefined;
    });
  return strike.goesOn ? undefined : unheard;
}

/** The object of a call; the class in the reference must be its own or one above it. */
function findTarget(vcenter: VCenter, target: MoRef, { session }: Call): ManagedObject {
  const object = vcenter.find(target.id);
  const fits = target.type === '' || (object !== undefined && isManagedType(object.ref.type, target.type));
  const foreign = object?.owner !== undefined && object.owner !== session;
  if (object === undefined || !fits || foreign) throw managedObjectNotFound(target);
  return object;
}

function requireMethod(object: ManagedObject, method: MethodType): void {
  if (isManagedType(object.ref.type, method.owner)) return;
  throw methodNotFound(object.ref, method.name);
}

function requireAccess(object: ManagedObject, { privilege }: MethodType, { session }: Call): void {
  if (session === undefined) return;
  if (!object.visibleTo(session)) throw noPermission(object.subject, privilege ?? 'System.View');
  if (privilege !== undefined) requirePrivilege(session, privilege, object.subject);
}

function failingTask(vcenter: VCenter, entity: ManagedEntity, name: string, fault: VimFault, call: Call): MoRef {
  const operation = name.replace('_Task', '');
  return startTask(vcenter, {
    name,
    descriptionId: `${entity.ref.type}.${operation.slice(0, 1).toLowerCase()}${operation.slice(1)}`,
    entity,
    userName: call.session?.userName ?? '',
    work: () => {
      throw fault;
    },
  });
}
