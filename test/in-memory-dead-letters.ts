/** A FIFO dead-letter queue of values: of a group, what is behind a hidden message cannot be received. */
import type { DeadLetter, DeadLetterQueue } from '../lib/reconcile/replay-ports.ts';
import { CallLog } from './call-log.ts';

export class InMemoryDeadLetters implements DeadLetterQueue {
  readonly calls = new CallLog();
  letters: DeadLetter[] = [];
  private readonly hidden = new Set<string>();
  private receives = 0;

  /** Puts a body into it, of a group of its own unless it is told. */
  put(body: string | object, group = `vc01/${this.letters.length}`): string {
    const messageId = `m-${this.letters.length + 1}`;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.letters.push({ messageId, receipt: '', body: text, group, sentAt: '2026-03-01T00:00:00.000Z' });
    return messageId;
  }

  get ids(): string[] {
    return this.letters.map(({ messageId }) => messageId);
  }

  /** Those that nobody else can receive now. */
  get hiddenIds(): string[] {
    return [...this.hidden];
  }

  /** Their time has passed. */
  showAll(): void {
    this.hidden.clear();
  }

  name = () => this.calls.run('name', () => 'dead.fifo');
  receive = () =>
    this.calls.run('receive', () => {
      const blocked = new Set(this.letters.filter(({ messageId }) => this.hidden.has(messageId)).map(groupOf));
      const free = this.letters.filter((each) => !blocked.has(groupOf(each))).slice(0, 10);
      this.receives += 1;
      for (const { messageId } of free) this.hidden.add(messageId);
      return free.map((each) => ({ ...each, receipt: `${each.messageId}/${this.receives}` }));
    });
  remove = (gone: readonly DeadLetter[]) =>
    this.calls.run('remove', () => {
      const ids = new Set(gone.map(({ messageId }) => messageId));
      this.letters = this.letters.filter(({ messageId }) => !ids.has(messageId));
      for (const id of ids) this.hidden.delete(id);
    });
  release = (shown: readonly DeadLetter[]) =>
    this.calls.run('release', () => {
      for (const { messageId } of shown) this.hidden.delete(messageId);
    });
  count = () =>
    this.calls.run('count', () => ({ shown: this.letters.length - this.hidden.size, hidden: this.hidden.size }));
}

function groupOf({ group = '' }: DeadLetter): string {
  return group;
}
