/**
 * esxcli on a host, over the vCenter session: RetrieveManagedMethodExecuter, then ExecuteSoap. Neither is documented;
 * PowerCLI's Get-EsxCli and `govc host.esxcli` depend on them (govmomi cli/esx/executor.go).
 */
import { OnboardingError } from '../errors.ts';
import type { EsxcliCommand } from '../reconcile/host-commands.ts';
import { type AnswerElement, faultWords, readAnswer } from './esxcli-answers.ts';
import {
  argumentNames,
  cliInfoCommand,
  commandName,
  namespaceOf,
  type SoapCommand,
  soapCommand,
} from './esxcli-arguments.ts';
import { commandParameters } from './esxcli-values.ts';
import type { LoggedIn, Session } from './session.ts';
import type { ManagedObjectReference, ReflectManagedMethodExecuterSoapResult } from './vim25-types.ts';

/** The schema version of esxcli's types, whatever the host's release is (govmomi cli/esx/executor.go). */
const VERSION = 'urn:vim25/5.0';

/** One request to a host, with what errors call it. */
interface Order {
  readonly host: string;
  /** `esxcli network ip dns server add`. */
  readonly step: string;
  readonly isWrite: boolean;
  readonly request: SoapCommand;
}

interface Executer {
  readonly session: LoggedIn;
  readonly reference: ManagedObjectReference;
}

/** The channel to all hosts of a vCenter. */
export class EsxcliChannel {
  readonly #session: Session;
  readonly #executers = new Map<string, Executer>();
  readonly #parameters = new Map<string, ReadonlyMap<string, readonly string[]>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Runs a command.
   * @param isWrite a lost answer is then `answer-lost`, and nothing is sent twice
   * @returns what it answered; an element without text and children where it answered nothing
   * @throws esxcli-unavailable, esxcli-refused, permission-missing, host-gone, and the codes of every call
   */
  async execute(host: string, command: EsxcliCommand, isWrite: boolean): Promise<AnswerElement> {
    const request = soapCommand(command, await this.#parametersOf(host, command));
    return this.#send({ host, step: `esxcli ${command.command}`, isWrite, request });
  }

  /** The parameters of a command in their order; asked of the host that has one which is not known yet. */
  async #parametersOf(host: string, command: EsxcliCommand): Promise<readonly string[]> {
    const names = argumentNames(command);
    // one argument has no order
    if (names.length < 2) return names;
    const namespace = namespaceOf(command);
    const known = () => this.#parameters.get(namespace)?.get(commandName(command)) ?? [];
    // another release of ESXi may have more of them
    if (!names.every((name) => known().includes(name))) {
      const step = `esxcli ${command.command}`;
      const info = await this.#send({ host, step, isWrite: false, request: cliInfoCommand(namespace) });
      this.#parameters.set(namespace, commandParameters(info));
    }
    return known();
  }

  #send(order: Order): Promise<AnswerElement> {
    return this.#session.run(async (session) => {
      const { fault, response } = (await this.#executeSoap(session, order)) ?? {};
      if (fault !== undefined) {
        const words = (await faultWords(fault)) || 'the host does not say why';
        throw new OnboardingError('esxcli-refused', `${order.step} failed: ${words}`, contextOf(order));
      }
      return readAnswer(response ?? '');
    });
  }

  async #executeSoap(session: LoggedIn, order: Order): Promise<ReflectManagedMethodExecuterSoapResult | undefined> {
    const { host, request, isWrite } = order;
    try {
      const _this = await this.#executer(session, host);
      return await session.client.call('ExecuteSoap', { _this, version: VERSION, ...request }, isWrite);
    } catch (error) {
      // it may be the executer that is gone
      this.#executers.delete(host);
      throw named(error, order);
    }
  }

  async #executer(session: LoggedIn, host: string): Promise<ManagedObjectReference> {
    const known = this.#executers.get(host);
    if (known?.session === session) return known.reference;
    const _this = { type: 'HostSystem', value: host };
    const reference = await session.client.call('RetrieveManagedMethodExecuter', { _this });
    this.#executers.set(host, { session, reference });
    return reference;
  }
}

/** The error with the command instead of the operation, which is the same for all commands. */
function named(error: unknown, order: Order): unknown {
  if (!(error instanceof OnboardingError)) return error;
  const message = error.message.replace(/RetrieveManagedMethodExecuter|ExecuteSoap/, order.step);
  return new OnboardingError(error.code, message, { ...error.context, ...contextOf(order) });
}

function contextOf({ step, host }: Order): { readonly step: string; readonly moref: string } {
  return { step, moref: host };
}
