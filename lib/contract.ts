/** Names that more than one room writes or reads: messages, ids, parameters, environment, results. */

/** The version that this release writes into each message and result. */
export const MESSAGE_VERSION = 1;

/** Why a host is looked at. */
export type Cause =
  | {
      readonly kind: 'event';
      readonly eventTypeId: string;
      readonly key: number;
      readonly createdTime: string;
    }
  | { readonly kind: 'deferral'; readonly dueAt: string }
  | { readonly kind: 'sweep'; readonly sweep: string }
  | { readonly kind: 'replay'; readonly replay: string };

/** A host of one vCenter, by managed object id (`host-21`) and by the name that vCenter showed. */
export interface HostReference {
  readonly moref: string;
  readonly name: string;
}

/** The body of a message of `host-events.fifo`: a host, and why. Never what to do. */
export interface HostMessage {
  readonly version: typeof MESSAGE_VERSION;
  readonly vcenter: string;
  readonly host: HostReference;
  readonly cause: Cause;
}

/** Hosts run in parallel, the messages of one host in order. */
export function messageGroupId(message: HostMessage): string {
  return `${message.vcenter}/${message.host.moref}`;
}

/**
 * SQS drops a repeated id for five minutes and says success, so each cause has its own form: the same event is one
 * message, and two different reasons never swallow each other.
 */
export function deduplicationId(message: HostMessage): string {
  const { vcenter, host, cause } = message;
  switch (cause.kind) {
    case 'event':
      return `e/${vcenter}/${cause.key}/${new Date(cause.createdTime).getTime()}`;
    case 'deferral':
      return `d/${vcenter}/${host.moref}/${cause.dueAt}`;
    case 'sweep':
      return `s/${cause.sweep}/${host.moref}`;
    case 'replay':
      return `r/${cause.replay}/${host.moref}`;
  }
}

/**
 * The vCenter events that wake a host. The first says that it is new; the others end a reason for which it may
 * have been deferred.
 */
export const WAKING_EVENTS = [
  'HostAddedEvent',
  'HostConnectedEvent',
  'DvsHostJoinedEvent',
  'ExitMaintenanceModeEvent',
] as const;

/** The root of every parameter of this product. */
export const PARAMETER_ROOT = '/provisioning-stack';

/**
 * The longest name that a parameter can have: 1011 characters with its ARN (SSM API reference, PutParameter, Name),
 * whatever partition, region and account that names.
 */
export const PARAMETER_NAME_LENGTH = 1011 - 'arn:aws-us-gov:ssm:us-gov-east-1:123456789012:parameter'.length;

/** The parameter that says how a vCenter is reached; only the deployer writes it. */
export function connectionParameter(vcenter: string): string {
  return `${PARAMETER_ROOT}/${encodeScopeName(vcenter)}/connection`;
}

/** The parameter that says where everything of a vCenter was deployed to; the deployer writes it, a {@link Deployment}. */
export function deploymentParameter(vcenter: string): string {
  return `${PARAMETER_ROOT}/${encodeScopeName(vcenter)}/deployment`;
}

/** What the command line needs to know of a deployment: names, URLs and ARNs, and no secret. */
export interface Deployment {
  readonly table: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Function names. */
  readonly functions: Readonly<Record<'forwardEvents' | 'configureHost' | 'sweepHosts' | 'replayEvents', string>>;
  readonly alertTopicArn: string;
  /** Between two sweeps. */
  readonly sweepMinutes?: number;
}

/**
 * The parameter of a settings scope.
 * @param scope `defaults`, `datacenters/<datacenter>`, `datacenters/<datacenter>/clusters/<cluster>` or
 * `hosts/<host>`, its names already encoded by {@link encodeScopeName}.
 */
export function settingsParameter(vcenter: string, scope: string): string {
  return `${PARAMETER_ROOT}/${encodeScopeName(vcenter)}/${scope}`;
}

/**
 * A vSphere name as a part of a parameter name. vSphere escapes `/`, `\` and `%` in names (`%2f`, `%5c`, `%25`):
 * undone first; then each byte outside `[A-Za-z0-9.-]` becomes `_XX`.
 */
export function encodeScopeName(name: string): string {
  const bytes = new TextEncoder().encode(decodeVsphereName(name));
  return [...bytes]
    .map((byte) => String.fromCharCode(byte))
    .map((char) =>
      /[A-Za-z0-9.-]/.test(char) ? char : `_${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

/** The name as the vSphere Client shows it: `%2f`, `%5c` and `%25` undone. */
export function decodeVsphereName(name: string): string {
  return name.replace(/%(2f|5c|25)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The names of the environment variables that wire the functions; `functions/dependencies.ts` reads them. */
export const ENVIRONMENT = {
  /** The journal table. */
  table: 'TABLE_NAME',
  /** JSON object: vCenter name to the URL of its host events queue. */
  queues: 'HOST_EVENTS_QUEUES',
  /** The bus that results are put on. */
  eventBus: 'EVENT_BUS_NAME',
  /** The topic that people are alerted by. */
  alertTopic: 'ALERT_TOPIC_ARN',
  /** JSON object: vCenter name to the list of names by which other forwarders' events may call it as their source. */
  sourceNames: 'SOURCE_NAMES',
  /** How long one run of forward-events listens, in seconds; 0 looks once. */
  listenSeconds: 'LISTEN_SECONDS',
} as const;

/** The index of the journal table that holds only deferred hosts. */
export const DEFERRED_INDEX = 'deferred';

/**
 * The key members of the journal table and of its index, all strings. An item is in the index only while it has both
 * members of the index: a deferred host.
 */
export const JOURNAL_KEYS = {
  table: { partition: 'pk', sort: 'sk' },
  deferredIndex: { partition: 'deferredVcenter', sort: 'dueAt' },
} as const;

/**
 * The metrics that alarms and dashboard look at, in the namespace {@link EVENT_SOURCE}, each with its vCenter as
 * dimension. Besides these each run counts `Hosts<Status>` and each sweep `Swept<Status>`.
 */
export const METRICS = {
  /** Looks at vCenter's events; none means that nobody is listening. */
  eventPolls: 'EventPolls',
  eventsForwarded: 'EventsForwarded',
  /** Age of the oldest event that a look found unseen, by our clock, in milliseconds; 0 when there was none. */
  eventLag: 'EventLag',
  loginRefused: 'LoginRefused',
  /** Runs that put the brake on, or were kept from writing by it. */
  halted: 'Halted',
  /** Sweeps that came to their end. */
  sweeps: 'Sweeps',
  /** 1 when a pool has few addresses left, else 0; once a sweep. */
  poolLow: 'PoolLow',
  poolFree: 'PoolFree',
  addressConflicts: 'AddressConflicts',
  /** From the start of a run to its outcome, in milliseconds. */
  messageToOutcome: 'MessageToOutcome',
  /** From vCenter's event to the verified host, in milliseconds. */
  eventToVerified: 'EventToVerified',
} as const;

/**
 * What a sweep counts hosts as, `Swept<Verdict>`: each of these every time, also when there is none, because an alarm and
 * a dashboard take the number of an earlier sweep for the last one's otherwise.
 */
export const SWEPT_VERDICTS = [
  ...(['unchanged', 'queued', 'reported', 'deferred'] as const),
  ...(['degraded', 'refused', 'failed', 'excluded', 'gone'] as const),
];

/** What our events on EventBridge are called. */
export const EVENT_SOURCE = 'provisioning-stack';
/** The detail types of our events on EventBridge. */
export const DETAIL_TYPES = {
  outcome: 'Host Configuration Outcome',
  sweepRequested: 'Sweep Requested',
} as const;

/** What starts forward-events and sweep-hosts: AWS's scheduled event, with the vCenter as its detail. */
export interface ScheduledVcenter {
  readonly 'detail-type': string;
  readonly detail: { readonly vcenter: string };
}

/** The file in the state directory of a running `run` by which the command line finds its table and its queue. */
export const DOOR_FILE = 'door.json';

/** What the door file says. Whoever can read it can read vCenter's password: it is its owner's alone. */
export interface LocalDoor {
  /** The process that serves all this. */
  readonly pid: number;
  /** The name under which the table knows the vCenter. */
  readonly vcenter: string;
  /** That vCenter, `https://…/sdk`: no other one's hosts are meant by the table's morefs. */
  readonly endpoint: string;
  readonly region: string;
  /** Base URLs, and the access key without which they refuse. */
  readonly endpoints: Readonly<
    Record<'sqs' | 'dynamodb' | 'ssm' | 'secretsmanager' | 'eventbridge' | 'sns' | 'accessKeyId', string>
  >;
  readonly table: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}
