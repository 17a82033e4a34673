/** An alert as SNS delivers it: a text for mail, and for everything else the one form that chats and programs read. */
import { EVENT_SOURCE } from '../contract.ts';
import type { Alert } from '../reconcile/alert.ts';

/**
 * What Amazon Q Developer in chat applications takes from a topic (its administrator guide, "Custom notifications": event
 * schema 1.0). Programs that read a queue of the topic have the same in `metadata`.
 */
export interface CustomNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Alerts of one host, or of one code, in one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** From memory: nobody has read these lengths in the guide, or seen a longer notification be refused. */
const LONGEST = { title: 250, description: 8_000, nextStep: 350, summary: 500 };

/** SNS takes 256 KB in all, JSON's own escapes included: at most two bytes for each of these. */
const LONGEST_MAIL_BYTES = 80_000;

/** SNS API reference, Publish: up to 100 printable ASCII characters, not beginning with a space. */
export function asSubject(subject: string): string {
  const ascii = subject.replace(/[^ -~]+/g, '?').trim();
  return (ascii === '' ? EVENT_SOURCE : ascii).slice(0, 100);
}

/**
 * `Message` for `MessageStructure: json` (SNS API reference, Publish): `email` goes to mail addresses; all others, the
 * `https` of Amazon Q Developer as well as `sqs`, `lambda` and `firehose`, get `default`; `sms` has its own few words.
 */
export function alertMessage(alert: Alert): string {
  return JSON.stringify({
    default: JSON.stringify(customNotification(alert)),
    email: mailText(alert),
    sms: asSubject(alert.subject),
  });
}

/** With the commands to type at its end. */
export function mailText({ text: words, commands }: Alert): string {
  const text = printable(words);
  const next = commands.length === 0 ? [] : ['', 'Next:', ...commands.map((command) => `  ${command}`)];
  const bytes = Buffer.from(`${[text, ...next].join('\n').trim() || '-'}\n`);
  if (bytes.length <= LONGEST_MAIL_BYTES) return bytes.toString();
  // what to do comes first when not all of it can be said
  const rest = Buffer.from(text).subarray(0, LONGEST_MAIL_BYTES).toString();
  return `${[...next.slice(1), '', rest].join('\n').trim()}\n(cut)\n`;
}

/** @returns the notification; a fence keeps names from being taken for markup or mentions */
export function customNotification(alert: Alert): CustomNotification {
  const { id, kind, vcenter, subject, text, commands, code, host } = alert;
  const fenced = printable(text)
    .replaceAll('`', "'")
    .slice(0, LONGEST.description - 10);
  const thread = host?.moref ?? code ?? 'notices';
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: subject.slice(0, LONGEST.title) || EVENT_SOURCE,
      description: `\`\`\`\n${fenced || '-'}\n\`\`\``,
      ...(commands.length === 0
        ? {}
        : { nextSteps: commands.map((command) => `\`${command}\``.slice(0, LONGEST.nextStep)) }),
      keywords: [vcenter, ...(code === undefined ? [] : [code])],
    },
    metadata: {
      threadId: `${vcenter}/${thread}`,
      summary: subject.slice(0, LONGEST.summary) || EVENT_SOURCE,
      eventType: kind,
      relatedResources: host === undefined ? [vcenter] : [host.name],
      additionalContext: contextOf(alert),
    },
  };
}

/** No mail or chat shows a control character, and JSON takes six bytes for one. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '?');
}

function contextOf({ vcenter, at, code, host, commands }: Alert): Record<string, string> {
  const [first] = commands;
  return {
    vcenter,
    at,
    ...(code === undefined ? {} : { code }),
    ...(host === undefined ? {} : { host: host.name, moref: host.moref }),
    ...(host?.datacenter === undefined ? {} : { datacenter: host.datacenter }),
    ...(host?.cluster === undefined ? {} : { cluster: host.cluster }),
    ...(first === undefined ? {} : { nextCommand: first }),
  };
}
