import type { Command } from './command.ts';
import { dnsCommands } from './dns.ts';
import { netstackCommands } from './netstack.ts';
import { pingCommands } from './ping.ts';
import { routeCommands } from './routes.ts';

const commands = [...netstackCommands, ...dnsCommands, ...routeCommands, ...pingCommands];

/** The commands of a namespace such as `network.ip.dns.server`; none when it is unknown. */
export const commandsOf = (namespace: string): readonly Command[] =>
  commands.filter((command) => command.namespace === namespace);

/** The namespace that an object handles, `ha-cli-handler-` and the namespace with dashes; undefined for another. */
export const handlerNamespace = (moid: string): string | undefined =>
  commands.find(({ namespace }) => moid === `ha-cli-handler-${namespace.replaceAll('.', '-')}`)?.namespace;

/** True for a command as it is typed: `network ip dns server add`. */
export const isCommand = (typed: string): boolean =>
  commands.some(({ namespace, name }) => `${namespace}.${name}`.replaceAll('.', ' ') === typed);
