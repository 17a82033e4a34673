import { invalidArgument, managedObjectNotFound, noPermission } from '../faults.ts';
import { hasPrivilege } from '../session.ts';
import { type DataObject, MoRef, referencesIn, textIn, textsIn } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { ManagedEntity } from './managed-entity.ts';
import { type Call, type Handler, ManagedObject, type Reader } from './managed-object.ts';

/**
 * AuthorizationManager: tells which privileges a session has on entities. A user of the scenario has the same ones on
 * every entity that is not hidden; roles and permissions are not modelled.
 */
export class AuthorizationManager extends ManagedObject {
  readonly #vcenter: VCenter;

  constructor(vcenter: VCenter) {
    super(new MoRef('AuthorizationManager', 'AuthorizationManager'));
    this.#vcenter = vcenter;
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    privilegeList: () => undefined,
    roleList: () => undefined,
    description: () => ({ $type: 'AuthorizationDescription', privilege: [], privilegeGroup: [] }),
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    HasPrivilegeOnEntities: (call) => this.#privileges(call),
  };

  /** Throws InvalidArgument for a session that is none, ManagedObjectNotFound, NoPermission. */
  #privileges({ parameters, session }: Call): DataObject[] {
    const key = textIn(parameters, 'sessionId');
    const asked = [...this.#vcenter.sessions.values()].find((candidate) => candidate.key === key);
    if (asked === undefined) throw invalidArgument('sessionId');
    const privileges = textsIn(parameters, 'privId');
    return referencesIn(parameters, 'entity').map((ref) => {
      const entity = this.#vcenter.find(ref.id);
      if (!(entity instanceof ManagedEntity)) throw managedObjectNotFound(ref);
      if (!entity.visibleTo(session)) throw noPermission(entity.ref, 'System.Read');
      const privAvailability = privileges.map((privId) => ({
        $type: 'PrivilegeAvailability',
        privId,
        isGranted: hasPrivilege(asked.user, privId),
      }));
      return { $type: 'EntityPrivilege', entity: entity.ref, privAvailability };
    });
  }
}
