import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DETAIL_TYPES, EVENT_SOURCE, MESSAGE_VERSION } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import type { Alert } from '../reconcile/alert.ts';
import type { Outcome } from '../reconcile/outcome.ts';
import type { Announcer } from '../reconcile/ports.ts';
import { alertMessage, asSubject } from './alert-text.ts';
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

  outcome(outcome: Outcome): Promise<void> {
    return this.#putEvent(DETAIL_TYPES.outcome, { version: MESSAGE_VERSION, ...outcome });
  }

  async alert(alert: Alert): Promise<void> {
    const command = new PublishCommand({
      TopicArn: this.#targets.alertTopic,
      Subject: asSubject(alert.subject),
      MessageStructure: 'json',
      Message: alertMessage(alert),
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
