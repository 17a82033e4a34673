/**
 * Dead letters: received, judged, sent, deleted, in this order. A crash in between costs one message twice, which SQS
 * drops by its id or which costs a read; what cannot be judged stays in the queue, and is shown again at once.
 */
import type { HostMessage } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { parseMessage } from './messages.ts';
import { HOSTS_A_PAGE, type ReplayPage } from './replay-page.ts';
import type { DeadLetter, ReplayPorts, ReplayTime } from './replay-ports.ts';
import type { LeftBehind } from './replay-result.ts';
import type { Candidate } from './replay-selection.ts';
import { describe, type Standing } from './replay-standing.ts';

/** Of those that stay, so many are listed. */
const LISTED = 1_000;

/** A letter that names a host of ours. */
interface GoodLetter {
  readonly letter: DeadLetter;
  readonly message: HostMessage;
}

type Ports = Pick<ReplayPorts, 'queue' | 'deadLetters' | 'log'>;

/**
 * @param named hosts that were asked for; none: every letter
 * @throws OnboardingError `queue-unavailable`
 */
export async function replayDeadLetters(
  page: ReplayPage,
  named: ReadonlyMap<string, Candidate>,
  standing: Standing,
  time: ReplayTime,
  ports: Ports,
): Promise<void> {
  const run = new DeadLetterRun(page, named, standing, ports);
  try {
    while (time.remainingMilliseconds() > 0 && page.queued.length < HOSTS_A_PAGE) {
      const letters = await ports.deadLetters.receive();
      if (letters.length === 0) return await run.noteRest();
      await run.workOff(letters);
    }
    run.breakOff();
  } finally {
    await run.release();
  }
}

class DeadLetterRun {
  readonly #page: ReplayPage;
  readonly #named: ReadonlyMap<string, Candidate>;
  readonly #standing: Standing;
  readonly #ports: Ports;
  /** What stays, as last received: hidden, so that it is not received again and again. */
  readonly #kept = new Map<string, DeadLetter>();
  /** What is on its way between the queues: shown again, too, when that breaks off. */
  #moving: readonly DeadLetter[] = [];
  readonly #done = new Set<string>();
  #isEmpty = true;
  #unlisted = 0;
  #moved = 0;

  constructor(page: ReplayPage, named: ReadonlyMap<string, Candidate>, standing: Standing, ports: Ports) {
    this.#page = page;
    this.#named = named;
    this.#standing = standing;
    this.#ports = ports;
  }

  async workOff(letters: readonly DeadLetter[]): Promise<void> {
    this.#isEmpty = false;
    const good = letters.flatMap((letter) => this.#judge(letter));
    if (!this.#page.request.dryRun) return this.#move(good);
    for (const each of this.#keepAll(good)) this.#count(each);
  }

  /** Behind one that stays, the letters of the same group cannot be received; nor can those that somebody else has. */
  async noteRest(): Promise<void> {
    if (!this.#isEmpty && this.#kept.size === 0) return;
    const { shown, hidden } = await this.#ports.deadLetters.count();
    // right after a replay of our own SQS still counts what that has deleted
    if (this.#isEmpty && hidden > 0) {
      this.#page.notes.push(
        `About ${hidden} are in the dead-letter queue and hidden: another replay has them, or one that was killed in the ` +
          'last two minutes had. Repeat the command after that.',
      );
    }
    if (shown > 0 && !this.#isEmpty) {
      this.#page.notes.push(
        `About ${shown} more are in the dead-letter queue behind these, in the same message groups: they can be received ` +
          'when these are gone.',
      );
    }
  }

  /** Time or page are used up. Without any that moved, the next page would be the same. */
  breakOff(): void {
    if (this.#moved > 0) this.#page.next = 'dead-letters';
    else this.#page.notes.push('There may be more in the dead-letter queue: only the first are listed.');
  }

  /** Whatever happened: what is hidden still is shown again by itself. */
  async release(): Promise<void> {
    if (this.#unlisted > 0) this.#page.notes.push(`${this.#unlisted} more stay in the dead-letter queue.`);
    await this.#ports.deadLetters.release([...this.#kept.values(), ...this.#moving]).catch((error: unknown) => {
      if (!(error instanceof OnboardingError)) throw error;
      this.#ports.log.warn(`What stays in the dead-letter queue is hidden for two minutes: ${error.message}`);
    });
  }

  /** @returns nothing for one that stays */
  #judge(letter: DeadLetter): GoodLetter[] {
    const isNew = !this.#kept.has(letter.messageId);
    try {
      const message = parseMessage(letter.body);
      this.#refuseStranger(message);
      if (this.#named.size === 0 || this.#named.has(message.host.moref)) return [{ letter, message }];
      if (isNew) this.#page.skipped += 1;
    } catch (error) {
      if (!(error instanceof OnboardingError)) throw error;
      if (isNew) this.#leave(letter, error.code, error.message);
    }
    this.#kept.set(letter.messageId, letter);
    return [];
  }

  /** A vCenter's dead letters are its own: nobody works on another one's here. */
  #refuseStranger({ vcenter }: HostMessage): void {
    const ours = this.#page.request.vcenter;
    if (vcenter === ours) return;
    throw new OnboardingError(
      'message-malformed',
      `The message names vCenter ${vcenter}; this is the queue of ${ours}.`,
    );
  }

  /** Sent, told of, and deleted only then. */
  async #move(good: readonly GoodLetter[]): Promise<void> {
    if (good.length === 0) return;
    this.#moving = good.map(({ letter }) => letter);
    const { queue, deadLetters } = this.#ports;
    const name = await deadLetters.name();
    const results = await queue.send(
      good.map(({ message }) => this.#page.messageFor(message.host)),
      good.map(({ letter }) => `${name}/${letter.messageId}`),
    );
    const accepted: GoodLetter[] = [];
    for (const [index, each] of good.entries()) {
      const result = results[index];
      if (result?.accepted) accepted.push(each);
      else this.#refuse(each, result?.reason ?? 'SQS gave no answer.');
    }
    for (const each of accepted) this.#count(each);
    this.#moved += accepted.length;
    await deadLetters.remove(accepted.map(({ letter }) => letter));
    this.#moving = [];
  }

  #refuse({ letter }: GoodLetter, reason: string): void {
    if (!this.#kept.has(letter.messageId)) this.#leave(letter, 'message-malformed', reason);
    this.#kept.set(letter.messageId, letter);
  }

  #keepAll(good: readonly GoodLetter[]): GoodLetter[] {
    const fresh = good.filter(({ letter }) => !this.#kept.has(letter.messageId));
    for (const { letter } of good) this.#kept.set(letter.messageId, letter);
    return fresh;
  }

  #count({ letter, message: { host, cause } }: GoodLetter): void {
    if (this.#done.has(host.moref)) {
      this.#page.merged += 1;
      return;
    }
    this.#done.add(host.moref);
    const reason = { kind: 'dead-letter', messageId: letter.messageId, cause } as const;
    this.#page.queued.push(describe({ host, cause: reason }, this.#standing));
  }

  #leave({ messageId, group, sentAt }: DeadLetter, code: LeftBehind['code'], reason: string): void {
    if (this.#page.left.length >= LISTED) {
      this.#unlisted += 1;
      return;
    }
    this.#page.left.push({
      ...{ code, reason, messageId },
      ...(group === undefined ? {} : { group }),
      ...(sentAt === undefined ? {} : { sentAt }),
    });
  }
}
