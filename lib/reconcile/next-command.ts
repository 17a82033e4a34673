/** What to type next: by error code, exactly as the command line takes it. */
import type { ErrorCode } from '../errors.ts';

/** Where the table is that a command works with. */
export interface CommandPlace {
  readonly vcenter: string;
  /** Of a running `run`, with the state directory where that was named: then it goes before the vCenter's name. */
  readonly run?: { readonly state?: string | undefined } | undefined;
}

/** Whom a command is about. */
interface Target extends CommandPlace {
  readonly host: string;
}

type Commands = (target: Target) => readonly string[];

const replay = (target: Target) => commandLine('replay', ...placeOptions(target), '--host', target.host);
const plan = (target: Target) => commandLine('plan', target.host, ...placeOptions(target));
const apply = (target: Target, ...flags: string[]) =>
  commandLine('apply', target.host, ...placeOptions(target), ...flags);

// the tree of a "run" is a file that only its operator knows; a plan tells what is wrong with it, too
const afterSettings: Commands = (target) => [
  ...(target.run === undefined ? [commandLine('settings', 'check', ...placeOptions(target))] : []),
  plan(target),
  replay(target),
];
const afterALook: Commands = (target) => [plan(target), replay(target)];
const afterRelease: Commands = (target) => [commandLine('release', ...placeOptions(target)), replay(target)];
const afterDoctor: Commands = (target) => [commandLine('doctor', ...placeOptions(target)), replay(target)];

/** What is not here is tried again after its cure, which the words of the problem name. */
const COMMANDS: Readonly<Partial<Record<ErrorCode, Commands>>> = {
  'settings-invalid': afterSettings,
  'settings-incomplete': afterSettings,
  'scope-ambiguous': afterSettings,
  'gateway-outside-subnet': afterSettings,
  'gateway-unusable': afterSettings,
  'gateway-shared': afterSettings,
  'gateway-outside-lease': afterSettings,
  'ipv6-disabled': afterSettings,
  'route-unusable': afterSettings,
  'address-unusable': afterSettings,
  'address-not-derivable': afterSettings,
  'ranges-overlap': afterSettings,
  'portgroup-not-found': afterSettings,
  'portgroup-ambiguous': afterSettings,
  'portgroup-is-uplink': afterSettings,
  'portgroup-is-nsx': afterSettings,
  'portgroup-in-use': afterSettings,
  'mtu-above-switch': afterSettings,
  'change-ignored': afterSettings,
  'address-claimed': afterRelease,
  'pool-exhausted': afterRelease,
  'disruptive-needs-live': (target) => [apply(target, '--live')],
  'adapter-on-wrong-stack': (target) => [plan(target), apply(target, '--allow-replace', '--live')],
  'rollback-incomplete': (target) => [plan(target), apply(target)],
  'service-not-restored': (target) => [plan(target)],
  'adapter-ambiguous': afterALook,
  'configuration-profile': afterALook,
  'verified-wrong': afterALook,
  'fault-refused': afterALook,
  'gateway-silent': afterALook,
  'mtu-above-adapter': afterALook,
  'mtu-above-path': afterALook,
  halted: (target) => [resumeCommand(target)],
  'scope-unreadable': afterDoctor,
  'permission-missing': afterDoctor,
  'login-refused': afterDoctor,
  'vcenter-unreachable': afterDoctor,
  'vcenter-timeout': afterDoctor,
  'vcenter-untrusted': afterDoctor,
  'connection-invalid': afterDoctor,
  'secret-unavailable': afterDoctor,
  'parameters-unavailable': afterDoctor,
};

/** The commands that follow on a host's trouble, the one that does the work last. */
export function nextCommands(code: ErrorCode, target: Target): readonly string[] {
  return COMMANDS[code]?.(target) ?? [replay(target)];
}

/** Lifts the brake. */
export function resumeCommand(place: CommandPlace): string {
  return commandLine('resume', ...placeOptions(place));
}

/** The options by which a command finds the place. */
export function placeOptions({ vcenter, run }: CommandPlace): readonly string[] {
  return run?.state === undefined ? ['--vcenter', vcenter] : ['--state', run.state];
}

/** Lists the hosts of a code, then replays them. */
export function replayCodeCommands(code: string, vcenter: string): readonly string[] {
  const command = ['replay', '--vcenter', vcenter, '--code', code];
  return [commandLine(...command, '--dry-run'), commandLine(...command)];
}

/** One command, as a POSIX shell takes it whatever its words hold. */
export function commandLine(...words: readonly string[]): string {
  return ['provisioning-stack', ...words.map(quoted)].join(' ');
}

/** For a POSIX shell; names in vSphere may hold nearly anything. */
function quoted(word: string): string {
  return /^[\w.:@%+=,/-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
