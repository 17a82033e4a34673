/** The life of one run of a process: it can end at a write, and then nothing that the process had in hand goes on. */

/** When the life ends: at the write of this index, counted from 0. */
export interface End {
  readonly at: number;
  readonly how: 'before it' | 'after it' | 'its answer lost';
}

/** Not of the error family: nobody catches a SIGKILL. */
class Killed extends Error {
  constructor() {
    super('killed');
    this.name = 'Killed';
  }
}

/** Notes the writes, and ends when it is to end. */
export class Life {
  isOver = false;
  /** `AddVirtualNic`, `network ip dns server add`, in their order. */
  readonly writes: string[] = [];
  readonly #end: End | undefined;
  readonly #loseAnswer: (write: string) => void;

  /** @param loseAnswer the next answer to this write is to be lost */
  constructor(end: End | undefined, loseAnswer: (write: string) => void) {
    this.#end = end;
    this.#loseAnswer = loseAnswer;
  }

  async write<Result>(name: string, call: () => Promise<Result>): Promise<Result> {
    this.#go();
    const how = this.writes.push(name) - 1 === this.#end?.at ? this.#end.how : undefined;
    if (how === 'before it') this.#die();
    if (how === 'its answer lost') this.#loseAnswer(name);
    const result = await call();
    if (how === 'after it') this.#die();
    return result;
  }

  /** The same object, whose methods do nothing any more once the life is over; `own` go before its own. */
  of<Target extends object>(target: Target, own: Partial<Target> = {}): Target {
    return new Proxy(target, {
      get: (_, member) => {
        if (Object.hasOwn(own, member)) return Reflect.get(own, member);
        const value: unknown = Reflect.get(target, member, target);
        if (typeof value !== 'function') return value;
        return async (...parameters: unknown[]) => {
          this.#go();
          return Reflect.apply(value, target, parameters);
        };
      },
    });
  }

  #go(): void {
    if (this.isOver) throw new Killed();
  }

  #die(): never {
    this.isOver = true;
    throw new Killed();
  }
}
