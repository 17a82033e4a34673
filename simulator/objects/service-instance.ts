import { type DataObject, MoRef } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import { type Handler, ManagedObject, type Reader } from './managed-object.ts';

/** ServiceInstance: the way in, readable without a session. */
export class ServiceInstance extends ManagedObject {
  readonly #vcenter: VCenter;
  readonly #rootFolder: MoRef;

  constructor(vcenter: VCenter, rootFolder: MoRef) {
    super(new MoRef('ServiceInstance', 'ServiceInstance'));
    this.#vcenter = vcenter;
    this.#rootFolder = rootFolder;
  }

  override readonly properties: Readonly<Record<string, Reader>> = {
    content: () => this.#content(),
    serverClock: () => new Date(this.#vcenter.now()),
    capability: () => ({
      $type: 'Capability',
      provisioningSupported: true,
      multiHostSupported: true,
      userShellAccessSupported: false,
    }),
  };

  override readonly methods: Readonly<Record<string, Handler>> = {
    RetrieveServiceContent: () => this.#content(),
    CurrentTime: () => new Date(this.#vcenter.now()),
  };

  /** Only managers that exist here are named: a client that finds one calls it. */
  #content(): DataObject {
    return {
      $type: 'ServiceContent',
      rootFolder: this.#rootFolder,
      propertyCollector: new MoRef('PropertyCollector', 'propertyCollector'),
      viewManager: new MoRef('ViewManager', 'ViewManager'),
      about: this.#about(),
      sessionManager: new MoRef('SessionManager', 'SessionManager'),
      authorizationManager: new MoRef('AuthorizationManager', 'AuthorizationManager'),
      eventManager: new MoRef('EventManager', 'EventManager'),
      taskManager: new MoRef('TaskManager', 'TaskManager'),
      searchIndex: new MoRef('SearchIndex', 'SearchIndex'),
      hostProfileManager: new MoRef('HostProfileManager', 'HostProfileManager'),
    };
  }

  /** Clients parse it: three numeric parts in `version`, an integer in `build`, exactly this name. */
  #about(): DataObject {
    const { version, build, apiVersion } = this.#vcenter.scenario.inventory;
    return {
      $type: 'AboutInfo',
      name: 'VMware vCenter Server',
      fullName: `VMware vCenter Server ${version} build-${build}`,
      vendor: 'VMware, Inc.',
      version,
      build,
      localeVersion: 'INTL',
      localeBuild: '000',
      osType: 'linux-x64',
      productLineId: 'vpx',
      apiType: 'VirtualCenter',
      apiVersion,
      instanceUuid: this.#vcenter.instanceUuid,
      licenseProductName: 'VMware VirtualCenter Server',
      licenseProductVersion: version.split('.', 1)[0],
    };
  }
}
