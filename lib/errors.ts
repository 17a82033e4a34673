/**
 * The error family. Every error that this product knows has a stable code; the table says whether a retry can
 * help, which outcome a run ends in, and what to do next. An error outside the family is a bug in us: nobody
 * catches it, the queue delivers its message again, and its stack trace is logged.
 */

/** `later`: the same call may succeed with no change by us. `never`: somebody has to change something first. */
export type Retry = 'later' | 'never';

/** The outcome in which a run ends that meets the error; `poison` leaves the message to the dead-letter queue. */
export type ErrorStatus = 'deferred' | 'refused' | 'failed' | 'excluded' | 'gone' | 'poison' | 'usage';

/** The outcome, and what the reader does next, in one sentence. */
type ErrorKind = readonly [status: ErrorStatus, next: string];

/** Every code, in the order of `docs/operations.md`, which has one heading a code. */
export const ERROR_CODES = {
  'message-malformed': ['poison', 'Look at the message in the dead-letter queue; it names no host.'],
  'message-newer': ['poison', 'Deploy the release that wrote the message, or let it be redelivered to it.'],
  'source-unknown': [
    'refused',
    "Add the name to the names of its vCenter in the deployer's context, then send the event again from the failure queue.",
  ],
  'settings-missing': ['usage', 'Give the settings file with --settings FILE.'],
  'settings-invalid': ['refused', 'Correct the settings at the parameter and path named here.'],
  'settings-changed': [
    'refused',
    'Look at "settings diff" again, then repeat the push; nothing of somebody else\'s was written over.',
  ],
  'settings-overwritten': [
    'failed',
    'Talk to whoever wrote at the same time, then push the settings that are to hold; the versions are in the history of the parameter.',
  ],
  'file-differs': ['refused', 'Commit or move the file first, or repeat the command with --force.'],
  'settings-incomplete': ['refused', 'Add the missing member to the settings of a scope that covers the host.'],
  'scope-ambiguous': ['refused', 'Rename one of the two objects, or move the settings to a scope that fits only one.'],
  'scope-unreadable': ['refused', 'Grant System.View and System.Read at the root folder, with propagation.'],
  'out-of-scope': ['excluded', 'Add settings for its cluster, datacenter or vCenter if the host is to be configured.'],
  'mode-off': ['excluded', 'Set "mode" to report, onboard or enforce if the host is to be configured.'],
  'gateway-outside-subnet': ['refused', 'Give a gateway inside the subnet of the adapter.'],
  'gateway-unusable': ['refused', 'Give the address of a router: not the adapter, network or broadcast address.'],
  'gateway-shared': ['refused', 'Before ESXi 8.0 each stack needs a gateway of its own: give another one.'],
  'ipv6-disabled': ['refused', 'Switch IPv6 on and reboot the host, or take IPv6 out of its settings.'],
  'route-unusable': [
    'refused',
    'Give a gateway inside the subnet of the adapter, and a network that is not this subnet.',
  ],
  'address-unusable': [
    'refused',
    'Give an address of the subnet that is neither its network or broadcast address nor on another adapter of the host.',
  ],
  'address-not-derivable': [
    'refused',
    'Give the host a static address in its own scope, or a subnet of the same prefix length.',
  ],
  'address-claimed': [
    'refused',
    'Give the host another address, or release the claim once the host named here no longer has the address.',
  ],
  'pool-without-table': ['refused', 'Name the journal table: --state DIR of a "run", or --vcenter NAME on AWS.'],
  'pool-exhausted': [
    'refused',
    'Add a range to the pool, or release addresses whose hosts are gone; the sweep lists them.',
  ],
  'pool-not-ready': ['deferred', 'Nothing: the next sweep of this vCenter claims the addresses that its hosts have.'],
  'ranges-overlap': [
    'refused',
    'Give the two vCenters ranges that do not overlap, or each a "site" of its own if their networks are separate.',
  ],
  'portgroup-not-found': ['refused', 'Create the portgroup, correct its name, or let the account read it.'],
  'portgroup-ambiguous': ['refused', 'Rename one of the portgroups, or name another one in the settings.'],
  'portgroup-is-uplink': ['refused', 'Name a portgroup for adapters, not the uplink portgroup of the switch.'],
  'portgroup-is-nsx': [
    'refused',
    'Set "nsxSegments" to allow if the segment carries the MTU and reaches the gateway, or name another portgroup.',
  ],
  'mtu-above-switch': ['refused', "Raise the switch's MTU first, or give one that it carries."],
  'portgroup-in-use': ['refused', 'A standard portgroup takes one VMkernel adapter: name one that is free.'],
  'adapter-on-wrong-stack': [
    'refused',
    'Take the adapter off, or let "apply --allow-replace" take it off and add one on the stack.',
  ],
  'adapter-ambiguous': ['refused', 'Remove the adapters that are not wanted, so that one is left on the stack.'],
  'configuration-profile': [
    'refused',
    "Put the adapter into the cluster's configuration profile; it would take ours away.",
  ],
  'disruptive-needs-live': ['refused', 'Put the host into maintenance mode, or repeat the command with --live.'],
  'adapter-not-ours': [
    'refused',
    'Remove it in the vSphere Client if it is not wanted: what is not as we added it is left alone.',
  ],
  'stack-absent': ['refused', 'The provisioning stack needs ESXi 6.0 or newer.'],
  'host-gone': ['gone', 'Nothing: the host is no longer in the inventory.'],
  'host-not-found': ['usage', 'Check the name, inventory path or moref, and that the account may see the host.'],
  'host-disconnected': ['deferred', 'Connect the host in vCenter; a run by itself comes as soon as it is there.'],
  'host-busy': ['deferred', 'Nothing: the host is read again when its running task is over.'],
  'host-settling': ['deferred', 'Nothing: a standalone host may be on its way into a cluster.'],
  'switch-not-joined': ['deferred', 'Add the host to the distributed switch of the portgroup.'],
  'baseline-pending': ['deferred', 'Nothing: the first sweep of this vCenter is not done yet.'],
  halted: [
    'deferred',
    'Look at the hosts named here, then correct the settings, or lift the brake with "provisioning-stack resume".',
  ],
  'lease-held': ['deferred', 'Repeat the command when the run named here is over; a run by itself comes again.'],
  'intent-open': [
    'deferred',
    'Let the run that was interrupted come to its end: a sweep queues it, or apply its stack by hand first.',
  ],
  'lease-lost': ['deferred', 'Repeat the command; a run by itself comes again.'],
  interrupted: ['deferred', 'Repeat the command: hosts that are done are only read.'],
  'plan-stale': ['refused', 'Make a new plan, look at it, and apply that one.'],
  'plan-foreign': ['refused', 'Apply the plan to the vCenter that it was made for, or make one for this vCenter.'],
  'plan-newer': ['refused', 'Apply the plan with the release that made it, or make a new one with this release.'],
  'plan-invalid': ['usage', 'Make the plan file with "plan --out FILE", and leave it as it is.'],
  'time-short': ['deferred', 'Nothing: the next run begins with its whole time.'],
  'dhcp-no-lease': ['deferred', 'Check the DHCP server or relay of the portgroup.'],
  'gateway-outside-lease': ['refused', 'Give the gateway that fits the DHCP scope of the portgroup.'],
  'not-verified': ['deferred', 'Repeat the command in a minute, which reads first; a run by itself comes again.'],
  'verified-wrong': [
    'failed',
    'Somebody else writes to this stack, or the host refuses the value: compare it in the client.',
  ],
  'change-ignored': [
    'failed',
    'This ESXi release drops the change: remove it from the settings, or set "onUnsupported" to "warn".',
  ],
  'gateway-silent': [
    'failed',
    'Check the gateway, the VLAN of the portgroup and the switch ports; a router that drops ICMP needs "pingGateway": "off".',
  ],
  'mtu-above-adapter': ['failed', "Compare the adapter's MTU in the client: the host sends no packet of this size."],
  'mtu-above-path': ['failed', 'Raise the MTU of every switch between host and gateway, or lower "mtu".'],
  'service-not-restored': ['failed', 'Select the service again with the command named here, or in the client.'],
  'rollback-incomplete': ['failed', 'Finish by hand with the commands named here, then apply the host again.'],
  'vcenter-unreachable': ['deferred', 'Check the name, port and firewall between here and vCenter.'],
  'vcenter-timeout': ['deferred', 'Nothing: vCenter is slow; the host is read again before anything is written.'],
  'vcenter-untrusted': ['deferred', "Give vCenter's CA certificate or the SHA-256 thumbprint of its certificate."],
  'login-refused': [
    'deferred',
    'Correct user name and password: the same are not tried again for 15 minutes, a new version of the secret at once.',
  ],
  'reply-unreadable': ['deferred', 'Check that the endpoint is a vCenter (https://…/sdk) and no proxy answers for it.'],
  'reply-too-large': ['deferred', 'Check that the endpoint is a vCenter; its replies never come near the limit.'],
  'answer-lost': ['deferred', 'Repeat the command, which reads the host first; a run by itself comes again.'],
  'fault-passing': ['deferred', 'Nothing: vSphere says that it may pass.'],
  'fault-refused': ['failed', "Read vSphere's words in this message, and the host's own task list in the client."],
  'permission-missing': ['failed', 'Grant the privilege named here to the account, then apply the host by hand.'],
  'method-missing': ['failed', 'This endpoint cannot configure VMkernel adapters; point at the vCenter of the host.'],
  'esxcli-unavailable': ['failed', 'Set "esxcli" to never, or set these values on the host by hand.'],
  'esxcli-refused': ['failed', "Read the command's own words in this message, and try it on the host itself."],
  'queue-unavailable': ['deferred', 'Check the queue and the permission to send to it.'],
  'parameters-unavailable': ['deferred', 'Check Parameter Store and the permission to read the settings.'],
  'secret-unavailable': ['deferred', 'Check the secret that the connection parameter names.'],
  'journal-unavailable': ['poison', 'Check the journal table and the permission to write to it.'],
  'announcement-unavailable': ['poison', 'Check the event bus, the alert topic and the permission to put to them.'],
  'connection-invalid': [
    'deferred',
    'Correct the connection parameter, or VCENTER_URL, VCENTER_USERNAME, VCENTER_PASSWORD and VCENTER_CA_FILE or VCENTER_THUMBPRINT.',
  ],
  'event-not-found': [
    'usage',
    'Check key and time (vCenter keeps events for 30 days), or replay the host by its name.',
  ],
  'function-unavailable': ['deferred', 'Check region, account and lambda:InvokeFunction, then repeat the command.'],
  'function-failed': ['failed', 'Read the log of the function named here; what it had done by then stays done.'],
  'deployment-invalid': ['usage', 'Check vCenter name, region and account, or deploy this release again.'],
  'door-closed': [
    'usage',
    'Name the state directory of a "run" that is running, or start one with it; a door.json without a process may be deleted.',
  ],
  'claim-in-use': [
    'refused',
    'Take the adapter off first, or repeat the command with --force if nothing has the address.',
  ],
  usage: ['usage', 'See --help.'],
} as const satisfies Record<string, ErrorKind>;

/** A stable name of a thing that went wrong; listed with its cure in `docs/operations.md`. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Where it happened. Never a secret: no password, no cookie, no request text. */
export interface ErrorContext {
  readonly vcenter?: string;
  readonly host?: string;
  readonly moref?: string;
  readonly step?: string;
  readonly [detail: string]: unknown;
}

/** The one error class: `message` says what and where, `next` what to do, `context` names host and step. */
export class OnboardingError extends Error {
  readonly code: ErrorCode;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OnboardingError';
    this.code = code;
    this.context = context;
  }

  /** Whether the same call may succeed later with no change by anybody. */
  get retry(): Retry {
    return this.status === 'deferred' ? 'later' : 'never';
  }

  /** The outcome of a run that ends with this error. */
  get status(): ErrorStatus {
    return ERROR_CODES[this.code][0];
  }

  /** One sentence that says what to do. */
  get next(): string {
    return ERROR_CODES[this.code][1];
  }
}

/** True for an error with this code. */
export function hasCode(error: unknown, code: ErrorCode): error is OnboardingError {
  return error instanceof OnboardingError && error.code === code;
}

/** A part of a result that a person has to read: an error or a warning, with its code. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Several errors found at once, of which the first one decides code and status. */
export class OnboardingErrors extends OnboardingError {
  readonly errors: readonly OnboardingError[];

  constructor(errors: readonly [OnboardingError, ...OnboardingError[]]) {
    super(errors[0].code, errors.map((error) => error.message).join(' '), errors[0].context);
    this.name = 'OnboardingErrors';
    this.errors = errors;
  }
}

/** The problems that an error is: its words, and what to do; one each where several were found at once. */
export function problemsOf(error: OnboardingError): Problem[] {
  if (error instanceof OnboardingErrors) return error.errors.flatMap(problemsOf);
  return [{ code: error.code, message: `${sentence(error.message)} ${error.next}` }];
}

/** Words that another sentence follows: vSphere's and AWS's own may end without a full stop. */
export function sentence(words: string): string {
  return words.trimEnd().replace(/(?<![.!?]["')]?)$/, '.');
}
