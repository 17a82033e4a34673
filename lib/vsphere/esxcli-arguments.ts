/** esxcli commands as ExecuteSoap takes them. */
import type { EsxcliCommand } from '../reconcile/host-commands.ts';
import type { ExecuteSoapRequestType, ReflectManagedMethodExecuterSoapArgument } from './vim25-types.ts';

/** What one command adds to a request: which handler of the host, which method of it, with which arguments. */
export type SoapCommand = Required<Pick<ExecuteSoapRequestType, 'moid' | 'method' | 'argument'>>;

/** `network.ip.dns.server` of `network ip dns server add`. */
export function namespaceOf({ command }: EsxcliCommand): string {
  return command.split(' ').slice(0, -1).join('.');
}

/** `add` of `network ip dns server add`. */
export function commandName({ command }: EsxcliCommand): string {
  return command.slice(command.lastIndexOf(' ') + 1);
}

/** The names of the arguments that have a value. */
export function argumentNames({ arguments: values }: EsxcliCommand): string[] {
  return Object.keys(values).filter((name) => [values[name]].flat().length > 0);
}

/**
 * The request of a command (names of handler and method: govmomi cli/esx/command.go).
 * @param parameters of the command, in the order of esxcli's own metadata: the host counts arguments against it
 */
export function soapCommand(command: EsxcliCommand, parameters: readonly string[]): SoapCommand {
  const names = argumentNames(command);
  return {
    moid: `ha-cli-handler-${namespaceOf(command).replaceAll('.', '-')}`,
    method: `vim.EsxCLI.${namespaceOf(command)}.${commandName(command)}`,
    argument: parameters
      .filter((name) => names.includes(name))
      .map((name) => soapArgument(name, command.arguments[name] ?? [])),
  };
}

/** The request for the parameters of all commands of a namespace (vim.CLIInfo.FetchCLIInfo; govmomi cli/esx/executor.go). */
export function cliInfoCommand(namespace: string): SoapCommand {
  return {
    moid: 'ha-dynamic-type-manager-local-cli-cliinfo',
    method: 'vim.CLIInfo.FetchCLIInfo',
    argument: [soapArgument('typeName', `vim.EsxCLI.${namespace}`)],
  };
}

/** `val` is XML that travels as text: node-soap escapes it once more. */
function soapArgument(name: string, value: string | readonly string[]): ReflectManagedMethodExecuterSoapArgument {
  const val = [value]
    .flat()
    .map((text) => `<${name}>${escaped(text)}</${name}>`)
    .join('');
  return { name, val };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
