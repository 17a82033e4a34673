import type { HostNetwork } from '../host/host-network.ts';

/** What a command of esxcli takes, as its metadata has it. */
export interface Parameter {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly help: string;
  readonly kind: 'flag' | 'integer' | 'text';
  readonly required?: boolean;
}

/** A field of an answer; lists repeat the element. */
export type Field = string | number | boolean | readonly string[] | Structure | readonly Structure[];

/** A structure that a command answers; its type on the wire is the method's name with `kind` behind it. */
export interface Structure {
  readonly kind: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** What a command answers; `true` is all that one without output says. */
export type CommandAnswer = true | Structure | readonly Structure[];

/** The arguments of one call by name, checked against the parameter list. */
export type Arguments = ReadonlyMap<string, readonly string[]>;

/** A command of esxcli; `parameters` is in the order in which arguments have to come. Throws CliFault when it fails. */
export interface Command {
  readonly namespace: string;
  readonly name: string;
  readonly help: string;
  readonly parameters: readonly Parameter[];
  readonly writes: boolean;
  readonly run: (network: HostNetwork, given: Arguments) => CommandAnswer;
}

/** A command that failed, with the lines that esxcli prints. */
export class CliFault extends Error {
  override readonly name = 'CliFault';
}

/** The one value of an argument, or undefined. */
export const argumentOf = (given: Arguments, name: string): string | undefined => given.get(name)?.[0];

/** True when a flag is given and not `false`. */
export const flagOf = (given: Arguments, name: string): boolean => argumentOf(given, name) === 'true';

/** `--netstack`, which nearly every command takes. */
export const netstackParameter: Parameter = {
  name: 'netstack',
  aliases: ['-N', '--netstack'],
  help: 'The network stack instance; if unspecified, the default netstack instance',
  kind: 'text',
};
