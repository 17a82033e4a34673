import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OnboardingError } from '../../lib/errors.ts';
import {
  pushSettings,
  type SettingsWrite,
  type SettingsWriter,
  type WrittenVersion,
} from '../../lib/reconcile/push-settings.ts';

/** Parameter Store as far as a push sees it; `before` runs in front of each of its calls, counted from 0. */
class ParametersInMemory implements SettingsWriter {
  readonly histories = new Map<string, WrittenVersion[]>();
  before: (call: number, method: string) => void = () => undefined;
  #calls = 0;

  put(name: string, text: string, user: string): number {
    const versions = this.histories.get(name) ?? [];
    const version = (versions.at(-1)?.version ?? 0) + 1;
    this.histories.set(name, [...versions, { version, text, user }]);
    return version;
  }

  text(name: string): string | undefined {
    return this.histories.get(name)?.at(-1)?.text;
  }

  async look(names: readonly string[]) {
    this.#call('look');
    return new Map(
      names.flatMap(
        (name) =>
          this.histories
            .get(name)
            ?.slice(-1)
            .map((last) => [name, last] as const) ?? [],
      ),
    );
  }

  async create(name: string, text: string) {
    this.#call('create');
    return this.histories.has(name) ? undefined : this.put(name, text, 'ours');
  }

  async replace(name: string, text: string) {
    this.#call('replace');
    return this.put(name, text, 'ours');
  }

  async delete(name: string) {
    this.#call('delete');
    this.histories.delete(name);
  }

  async history(name: string) {
    this.#call('history');
    return this.histories.get(name) ?? [];
  }

  #call(method: string): void {
    this.before(this.#calls, method);
    this.#calls += 1;
  }
}

function parameters(texts: Readonly<Record<string, string>>): ParametersInMemory {
  const store = new ParametersInMemory();
  for (const [name, text] of Object.entries(texts)) store.put(name, text, 'earlier');
  return store;
}

const seen = { version: 1, text: 'old' };
const WRITES: readonly SettingsWrite[] = [
  { action: 'create', name: '/new', text: 'ours' },
  { action: 'replace', name: '/changed', text: 'ours', seen },
  { action: 'delete', name: '/gone', seen },
];
const earlier = () => parameters({ '/changed': 'old', '/gone': 'old' });
const statuses = (results: readonly { status: string }[]) => results.map(({ status }) => status);

test('without anybody else every write is done, with the version that it made', async () => {
  const store = earlier();
  expect(await pushSettings(WRITES, store)).toEqual([
    { name: '/new', action: 'create', status: 'written', version: 1 },
    { name: '/changed', action: 'replace', status: 'written', version: 2 },
    { name: '/gone', action: 'delete', status: 'written' },
  ]);
  expect([store.text('/new'), store.text('/changed'), store.text('/gone')]).toEqual(['ours', 'ours', undefined]);
});

describe('what changed after the difference was made', () => {
  test.each<[string, (store: ParametersInMemory) => void, string]>([
    ['written', (store) => store.put('/changed', 'theirs', 'ann'), 'is version 2 by now'],
    ['deleted', (store) => store.histories.delete('/changed'), 'is deleted by now'],
    [
      'deleted and created again with the same version',
      (store) => {
        store.histories.delete('/changed');
        store.put('/changed', 'theirs', 'ann');
      },
      'is another one of that version by now',
    ],
  ])('%s: nothing at all is written', async (_, meanwhile, words) => {
    const store = earlier();
    meanwhile(store);
    const theirs = structuredClone(store.histories);
    const results = await pushSettings(WRITES, store);
    expect([statuses(results), store.histories]).toEqual([['skipped', 'conflict', 'skipped'], theirs]);
    expect([results[1]?.error?.code, results[1]?.error?.message]).toEqual([
      'settings-changed',
      expect.stringContaining(words),
    ]);
  });
});

/** Somebody does something right before the given call of the push: 0 looks at all, then look, write, look for each. */
function atCall(store: ParametersInMemory, call: number, meanwhile: () => void): void {
  store.before = (at) => {
    if (at === call) meanwhile();
  };
}

describe('in the gap that Parameter Store leaves', () => {
  test('a value that ours was written over is in the result, with who wrote it, and the push ends there', async () => {
    const store = earlier();
    atCall(store, 5, () => store.put('/changed', 'theirs', 'ann'));
    const results = await pushSettings(WRITES, store);
    expect(statuses(results)).toEqual(['written', 'written', 'skipped']);
    expect(results[1]).toMatchObject({ version: 3, lost: [{ version: 2, text: 'theirs', user: 'ann' }] });
    expect([results[1]?.error?.code, results[1]?.error?.message]).toEqual([
      'settings-overwritten',
      'ann wrote /changed in the middle of this push: ours, version 3, stands.',
    ]);
    expect(store.text('/changed')).toBe('ours');
  });

  test('a value that was written right over ours is told, and stands', async () => {
    const store = earlier();
    atCall(store, 6, () => store.put('/changed', 'theirs', 'ann'));
    const [, result] = await pushSettings(WRITES, store);
    expect(result).toMatchObject({ version: 2, standing: [{ version: 3, text: 'theirs' }] });
    expect(result?.error?.message).toContain('version 3 stands over ours, version 2');
    expect([result && 'lost' in result, store.text('/changed')]).toEqual([false, 'theirs']);
  });

  test('one that was created in the gap is not written over', async () => {
    const store = earlier();
    atCall(store, 2, () => store.put('/new', 'theirs', 'ann'));
    const results = await pushSettings(WRITES, store);
    expect([statuses(results), store.text('/new')]).toEqual([['conflict', 'skipped', 'skipped'], 'theirs']);
  });

  test('one that was deleted and created again, so that its versions begin anew, is told as lost', async () => {
    const store = parameters({ '/changed': 'older' });
    store.put('/changed', 'old', 'earlier');
    atCall(store, 2, () => {
      store.histories.delete('/changed');
      store.put('/changed', 'theirs', 'ann');
    });
    const write = { action: 'replace', name: '/changed', text: 'ours', seen: { version: 2, text: 'old' } } as const;
    const [result] = await pushSettings([write], store);
    expect(result).toMatchObject({ version: 2, lost: [{ version: 1, text: 'theirs' }] });
    expect(result?.error?.code).toBe('settings-overwritten');
  });

  test('whoever may not read the history is told that somebody may have been there', async () => {
    const store = earlier();
    atCall(store, 5, () => store.put('/changed', 'theirs', 'ann'));
    store.history = () => Promise.reject(new OnboardingError('parameters-unavailable', 'AccessDenied'));
    const [, result] = await pushSettings(WRITES, store);
    expect(result).toMatchObject({ status: 'written', version: 3, error: { code: 'settings-overwritten' } });
    expect(result?.error?.message).toContain('is not known. AccessDenied');
  });

  test('ours that was deleted at once is told', async () => {
    const store = earlier();
    atCall(store, 3, () => store.histories.delete('/new'));
    const [result] = await pushSettings(WRITES, store);
    expect(result?.error?.message).toContain('it is deleted');
  });
});

test('a try of our own whose answer was lost is nobody else', async () => {
  const store = earlier();
  store.create = async (name, text) => void store.put(name, text, 'ours');
  store.replace = async (name, text) => {
    store.put(name, text, 'ours');
    return store.put(name, text, 'ours');
  };
  const results = await pushSettings(WRITES, store);
  expect(results.map(({ status, version, error }) => [status, version, error])).toEqual([
    ['written', 1, undefined],
    ['written', 3, undefined],
    ['written', undefined, undefined],
  ]);
});

test('a write that AWS refuses ends the push, what was written stays, and a second push does the rest', async () => {
  const store = earlier();
  const refusal = new OnboardingError('parameters-unavailable', 'AccessDenied');
  store.before = (_, method) => {
    if (method === 'replace') throw refusal;
  };
  const results = await pushSettings(WRITES, store);
  expect([statuses(results), results[1]?.error]).toEqual([['written', 'failed', 'skipped'], refusal]);
  store.before = () => undefined;
  expect(statuses(await pushSettings(WRITES.slice(1), store))).toEqual(['written', 'written']);
});

test('a bug is none of its results', async () => {
  const store = earlier();
  store.replace = () => Promise.reject(new TypeError('bug'));
  await expect(pushSettings(WRITES, store)).rejects.toThrow(TypeError);
});

test('Ctrl-C leaves what has not begun', async () => {
  const store = earlier();
  const stopping = new AbortController();
  atCall(store, 2, () => stopping.abort());
  expect(statuses(await pushSettings(WRITES, store, stopping.signal))).toEqual(['written', 'skipped', 'skipped']);
});

test('whatever others write and whenever, no value of theirs goes without a word', async () => {
  const foreign = fc.record({
    call: fc.nat(12),
    name: fc.constantFrom('/new', '/changed'),
    text: fc.constantFrom('ann 1', 'ann 2', 'ann 3'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(foreign, { maxLength: 4 }), async (others) => {
      const store = earlier();
      const theirs: { name: string; version: number }[] = [];
      store.before = (call) => {
        for (const { name, text } of others.filter((each) => each.call === call))
          theirs.push({ name, version: store.put(name, text, 'ann') });
      };
      const results = await pushSettings(WRITES, store);
      for (const { name, version } of theirs) {
        const next = store.histories.get(name)?.find((each) => each.version === version + 1);
        // written over by themselves, or by nobody
        if (next === undefined || next.user !== 'ours') continue;
        expect(results.find((each) => each.name === name)?.lost).toContainEqual(expect.objectContaining({ version }));
      }
    }),
  );
});
