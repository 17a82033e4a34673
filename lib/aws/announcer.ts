import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DETAIL_TYPES, EVENT_SOURCE, MESSAGE_VERSION } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { isAnnounced, type Outcome } from '../reconcile/outcome.ts';
import type { Announcer } from '../reconcile/ports.ts';
import { alertSubject, alertText } from './alert-text.ts';
import { callAws } from './aws-error.ts';

/** How often an event that the bus did not take is put again. */
const TRIES = 3;

/** Where results go: names of the bus and of the topic. */
export interface AnnouncerTargets {
  readonly eventBus: string;
  readonly alertTopic: string;
}

/** Results as events on the bus; what people have to know, to the topic. All throw `announcement-unavailable`. */
export class AwsAnnouncer implements Announcer {
  readonly #eventBridge: EventBridgeClient;
  readonly #sns: SNSClient;
  readonly #targets: AnnouncerTargets;

  constructor(eventBridge: EventBridgeClient, sns: SNSClient, targets: AnnouncerTargets) {
    this.#eventBridge = eventBridge;
    this.#sns = sns;
    this.#targets = targets;
  }

  /** Bus and topic are tried both before the failure of either is thrown. */
  async outcome(outcome: Outcome, isNews: boolean): Promise<void> {
    const attempts = await Promise.allSettled([
      this.#putEvent(DETAIL_TYPES.outcome, { version: MESSAGE_VERSION, ...outcome }),
      isNews && isAnnounced(outcome.status) ? this.alert(alertSubject(outcome), alertText(outcome)) : undefined,
    ]);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') {
        throw attempt.reason;
      }
    }
  }

  async alert(subject: string, text: string): Promise<void> {
    const command = new PublishCommand({
      TopicArn: this.#targets.alertTopic,
      Subject: asSubject(subject),
      Message: asMessage(text),
    });
    await callAws('announcement-unavailable', 'publish an alert', () => this.#sns.send(command));
  }

  requestSweep(vcenter: string, reason: string): Promise<void> {
    return this.#putEvent(DETAIL_TYPES.sweepRequested, { version: MESSAGE_VERSION, vcenter, reason });
  }

  async #putEvent(detailType: string, detail: Record<string, unknown>): Promise<void> {
    const entry = {
      EventBusName: this.#targets.eventBus,
      Source: EVENT_SOURCE,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    };
    let refusal = '';
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const { FailedEntryCount = 0, Entries = [] } = await callAws(
        'announcement-unavailable',
        'put an event on the bus',
        () => this.#eventBridge.send(new PutEventsCommand({ Entries: [entry] })),
      );
      // The call succeeds also when the bus has not taken the event (EventBridge API reference, PutEvents).
      if (FailedEntryCount === 0) {
        return;
      }
      refusal = `${Entries[0]?.ErrorCode}: ${Entries[0]?.ErrorMessage}`;
    }
    throw new OnboardingError(
      'announcement-unavailable',
      `The bus did not take an event in ${TRIES} tries: ${refusal}.`,
    );
  }
}

/** SNS API reference, Publish: up to 100 printable ASCII characters, not beginning with a space. */
function asSubject(subject: string): string {
  const ascii = subject.replace(/[^ -~]+/g, '?').trim();
  return (ascii === '' ? EVENT_SOURCE : ascii).slice(0, 100);
}

/** SNS takes 256 KB; a message may not be empty. */
function asMessage(text: string): string {
  const bytes = Buffer.from(text === '' ? '-' : text);
  const limit = 256_000;
  return bytes.length <= limit ? bytes.toString() : `${bytes.subarray(0, limit).toString()}\n(cut)`;
}
