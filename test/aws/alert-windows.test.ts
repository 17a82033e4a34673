import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AlertWindowItem } from '../../lib/aws/alert-window-item.ts';
import type { AlertWindowStore } from '../../lib/reconcile/alert-windows.ts';
import { FakeClock, START } from '../fake-clock.ts';
import { InMemoryAlertWindows } from '../in-memory-alerts.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';
import { losingAnswers } from './lost-answers.ts';

let aws: EmulatedAws;
beforeAll(async () => {
  aws = await startEmulatedAws();
});
afterAll(() => aws.close());

const CODE = 'settings-invalid';
const TEN_MINUTES = 600_000;
const host = (number: number) => ({ moref: `host-${number}`, name: `esx ${number}.corp.example` });
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
let vcenters = 0;

describe.each([
  ['the table', (): AlertWindowStore => new AlertWindowItem(aws.journal)],
  ['its double', (): AlertWindowStore => new InMemoryAlertWindows()],
])('a window of alerts in %s', (_, create) => {
  const start = () => {
    vcenters += 1;
    const [windows, clock, vcenter] = [create(), new FakeClock(), `vc${vcenters}`];
    const admit = (number: number, code = CODE) => windows.admit(vcenter, code, host(number), clock.now());
    const admitAll = async (from: number, to: number) => {
      const verdicts = [];
      for (const number of numbers(from, to)) verdicts.push(await admit(number));
      return verdicts;
    };
    const ended = async () => (await windows.ended(vcenter, clock.now())).map(sorted);
    return { windows, clock, vcenter, admit, admitAll, ended };
  };

  test('takes ten hosts in and holds the others until it has ended', async () => {
    const { clock, vcenter, admitAll, ended } = start();
    expect(await admitAll(1, 12)).toEqual([...Array(10).fill('tell'), 'hold', 'hold']);
    clock.advance(TEN_MINUTES - 1);
    expect(await ended()).toEqual([]);
    clock.advance(1);
    const told = numbers(1, 10).map(host);
    expect(await ended()).toEqual([
      sorted({ vcenter, code: CODE, startedAt: START, told, held: [host(11), host(12)] }),
    ]);
  });

  test('counts a host once, also when it is full', async () => {
    const { clock, admit, admitAll, ended } = start();
    await admitAll(1, 11);
    expect([await admit(10), await admit(11)]).toEqual(['tell', 'hold']);
    clock.advance(TEN_MINUTES);
    expect((await ended())[0]).toMatchObject({ told: { length: 10 }, held: [host(11)] });
  });

  test('begins anew after ten minutes when it held nobody', async () => {
    const { clock, admitAll, ended } = start();
    await admitAll(1, 10);
    clock.advance(TEN_MINUTES);
    expect([await admitAll(11, 12), await ended()]).toEqual([['tell', 'tell'], []]);
  });

  test('holds who comes after its end while its summary is not sent', async () => {
    const { clock, windows, vcenter, admit, admitAll, ended } = start();
    await admitAll(1, 11);
    clock.advance(TEN_MINUTES);
    expect(await admit(12)).toBe('hold');
    const [window] = await windows.ended(vcenter, clock.now());
    if (window !== undefined) await windows.close(window);
    expect([await ended(), await admit(13)]).toEqual([[], 'tell']);
  });

  test('keeps who was added between the reading and the closing', async () => {
    const { clock, windows, vcenter, admit, admitAll, ended } = start();
    await admitAll(1, 11);
    clock.advance(TEN_MINUTES);
    const [window] = await windows.ended(vcenter, clock.now());
    await admit(12);
    if (window !== undefined) await windows.close(window);
    expect((await ended())[0]).toMatchObject({ held: [host(12)] });
  });

  test('gives up a host that is right before anybody was told of it, once', async () => {
    const { clock, windows, vcenter, admitAll, ended } = start();
    await admitAll(1, 12);
    const withdraw = (number: number) => windows.withdraw(vcenter, CODE, host(number));
    expect([await withdraw(12), await withdraw(12), await withdraw(1)]).toEqual([true, false, false]);
    clock.advance(TEN_MINUTES);
    expect((await ended())[0]).toMatchObject({ held: [host(11)] });
  });

  test('is one of its code and vCenter', async () => {
    const { windows, admit, admitAll, clock } = start();
    await admitAll(1, 10);
    expect(await admit(11, 'gateway-silent')).toBe('tell');
    expect(await windows.admit('another', CODE, host(11), clock.now())).toBe('tell');
  });

  test('tells ten of many hosts that come at the same time', async () => {
    const { admit } = start();
    const verdicts = await Promise.all(numbers(1, 40).map((number) => admit(number)));
    expect(verdicts.filter((verdict) => verdict === 'tell')).toHaveLength(10);
  });
});

test.each(['UpdateCommand', 'PutCommand'])('the lost answer of a %s is not another host', async (command) => {
  const windows = new AlertWindowItem(losingAnswers(aws.journal, command));
  const clock = new FakeClock();
  for (const number of numbers(1, 10)) await windows.admit('lossy', command, host(number), clock.now());
  expect(await windows.admit('lossy', command, host(10), clock.now())).toBe('tell');
  expect(await windows.admit('lossy', command, host(11), clock.now())).toBe('hold');
});

test('a host is told of when another one began the window in the middle of its counting', async () => {
  const [clock, others] = [new FakeClock(), new AlertWindowItem(aws.journal)];
  let sends = 0;
  const documents = new Proxy(aws.journal.documents, {
    get: (target, member) => {
      if (member !== 'send') return Reflect.get(target, member);
      return async (...[command]: Parameters<typeof target.send>) => {
        sends += 1;
        if (sends === 2) await others.admit('raced', CODE, host(1), clock.now());
        return target.send(command);
      };
    },
  });
  const windows = new AlertWindowItem({ ...aws.journal, documents });
  expect(await windows.admit('raced', CODE, host(2), clock.now())).toBe('tell');
});

/** A set of the table has no order. */
function sorted<Window extends { readonly told: readonly { moref: string }[]; readonly held: readonly object[] }>(
  window: Window,
): Window {
  const byText = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
  return { ...window, told: window.told.toSorted(byText), held: window.held.toSorted(byText) };
}
