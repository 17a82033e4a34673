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

/** One request to a host. */
interface Order {
  readonly host: string;
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
   * @param read what is wanted of the answer, which is an element without anything where there was none
   * @throws esxcli-unavailable, esxcli-refused, permission-missing, host-gone, and the codes of every call
   */
  execute<T>(host: string, command: EsxcliCommand, isWrite: boolean, read: (answer: AnswerElement) => T): Promise<T> {
    return this.#session.run(async (session) => {
      try {
        const request = soapCommand(command, await this.#parametersOf(session, host, command));
        return read(await this.#send(session, { host, isWrite, request }));
      } catch (error) {
        throw named(error, host, command);
      }
    });
  }

  /** The parameters of a command in their order; asked of the host when it has one that is not known yet. */
  async #parametersOf(session: LoggedIn, host: string, command: EsxcliCommand): Promise<readonly string[]> {
    const names = argumentNames(command);
    // one argument has no order
    if (names.length < 2) return names;
    const namespace = namespaceOf(command);
    const known = () => this.#parameters.get(namespace)?.get(commandName(command)) ?? [];
    const unknown = () => names.filter((name) => !known().includes(name));
    // another release of ESXi may have more of them
    if (unknown().length > 0) {
      const info = await this.#send(session, { host, isWrite: false, request: cliInfoCommand(namespace) });
      this.#parameters.set(namespace, commandParameters(info));
    }
    if (unknown().length === 0) return known();
    const what = `ExecuteSoap with ${unknown().join(', ')} is not known to the host.`;
    throw new OnboardingError('esxcli-refused', what);
  }

  async #send(session: LoggedIn, order: Order): Promise<AnswerElement> {
    const { fault, response } = (await this.#executeSoap(session, order)) ?? {};
    if (fault === undefined) return readAnswer(response ?? '');
    const words = (await faultWords(fault)) || 'the host does not say why';
    throw new OnboardingError('esxcli-refused', `ExecuteSoap failed: ${words}`);
  }

  async #executeSoap(session: LoggedIn, order: Order): Promise<ReflectManagedMethodExecuterSoapResult | undefined> {
    const { host, request, isWrite } = order;
    const _this = await this.#executer(session, host);
    try {
      return await session.client.call('ExecuteSoap', { _this, version: VERSION, ...request }, isWrite);
    } catch (error) {
      // it may be the executer that is gone
      this.#executers.delete(host);
      throw error;
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

/** The error with host and command; its message names the command instead of the operation, the same for all. */
function named(error: unknown, host: string, { command }: EsxcliCommand): unknown {
  if (!(error instanceof OnboardingError)) return error;
  const step = `esxcli ${command}`;
  const message = error.message.replace(/RetrieveManagedMethodExecuter|ExecuteSoap/, step);
  return new OnboardingError(error.code, message, { ...error.context, step, moref: host });
}
