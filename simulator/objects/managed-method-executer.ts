import { readArguments } from '../esxcli/arguments.ts';
import { CliFault } from '../esxcli/command.ts';
import { commandsOf, handlerNamespace } from '../esxcli/registry.ts';
import { faultDetail, faultSummary, writeAnswer, writeInfo } from '../esxcli/response.ts';
import { invalidArgument, managedObjectNotFound, notSupported } from '../faults.ts';
import { requirePrivilege } from '../privileges.ts';
import type { Session } from '../session.ts';
import { runCall } from '../struck-call.ts';
import { type DataObject, MoRef, textIn } from '../values.ts';
import type { Host } from './host.ts';
import { type Call, type Handler, ManagedObject } from './managed-object.ts';

/** The one version that the dotted names of methods are known in. */
const commandVersion = 'urn:vim25/5.0';

/** The object that tells the parameter lists of a namespace, and its method. */
const infoObject = 'ha-dynamic-type-manager-local-cli-cliinfo';
const infoMethod = 'vim.CLIInfo.FetchCLIInfo';
const infoParameters = [{ name: 'typeName', aliases: [], help: '', kind: 'text', required: true }] as const;

/** ReflectManagedMethodExecuter: runs commands of esxcli on one host for clients of vCenter. */
export class ManagedMethodExecuter extends ManagedObject {
  readonly host: Host;
  override readonly properties = {};

  constructor(host: Host) {
    super(new MoRef('ReflectManagedMethodExecuter', `ManagedMethodExecuter-${host.number}`));
    this.host = host;
  }

  override get subject(): MoRef {
    return this.host.ref;
  }

  override visibleTo(session: Session | undefined): boolean {
    return this.host.visibleTo(session);
  }

  override readonly runsCalls = true;

  override readonly methods: Readonly<Record<string, Handler>> = {
    ExecuteSoap: (call) => {
      this.#requireAccess(call);
      return runCall(this.host, call.strike, () => this.#execute(call));
    },
  };

  /** Throws HostNotConnected, NoPermission. */
  #requireAccess({ session }: Call): void {
    this.host.requireConnection();
    requirePrivilege(session, this.host.vcenter.scenario.answers.esxcliPrivilege, this.host.ref);
  }

  /**
   * Throws InvalidArgument `method` for another version or an unknown dotted method, NotSupported for one
   * in the style of WSDL (live trace of 9.1), InvalidArgument `argument[N]`, ManagedObjectNotFound. A command that
   * fails is no fault of the call: it stands in the result.
   */
  #execute({ parameters }: Call): DataObject {
    const { answers } = this.host.vcenter.scenario;
    const [moid, method] = [textIn(parameters, 'moid') ?? '', textIn(parameters, 'method') ?? ''];
    if (!method.startsWith('vim.')) throw notSupported(method);
    if (textIn(parameters, 'version') !== commandVersion) throw invalidArgument('method');
    try {
      return { response: moid === infoObject ? info(method, parameters) : this.#run(moid, method, parameters) };
    } catch (error) {
      if (!(error instanceof CliFault)) throw error;
      const inDetail = answers.esxcliFault === 'inDetail';
      const detail = inDetail ? { faultDetail: faultDetail(error.message) } : {};
      return { fault: { faultMsg: [inDetail ? faultSummary : error.message], ...detail } };
    }
  }

  #run(moid: string, method: string, parameters: DataObject): string {
    const namespace = handlerNamespace(moid);
    if (namespace === undefined) throw managedObjectNotFound(new MoRef('ManagedObject', moid));
    const command = commandsOf(namespace).find(({ name }) => method === `vim.EsxCLI.${namespace}.${name}`);
    if (command === undefined) throw invalidArgument('method');
    const given = readArguments(command, parameters);
    const { network } = this.host;
    const run = () => command.run(network, given);
    return writeAnswer(command, command.writes ? network.writeOnHost(run) : run());
  }
}

/** FetchCLIInfo. An unknown namespace is a fault in the result (govmomi's simulator). */
function info(method: string, parameters: DataObject): string {
  if (method !== infoMethod) throw invalidArgument('method');
  const given = readArguments({ parameters: infoParameters }, parameters);
  const namespace = (given.get('typeName')?.[0] ?? '').replace(/^vim\.EsxCLI\./, '');
  const commands = commandsOf(namespace);
  if (commands.length === 0) throw new CliFault('The object or item referred to could not be found.');
  return writeInfo(namespace, commands);
}
