import { describe, expect, test } from '@jest/globals';
import middy from '@middy/core';
import { createConfigureHost } from '../../../functions/configure-host.ts';
import { logError, observed } from '../../../functions/middleware/observed.ts';
import { ERROR_CODES, OnboardingError } from '../../../lib/errors.ts';
import { message } from '../../builders.ts';
import { InMemoryLog } from '../../in-memory-ports.ts';
import { workshop } from '../../workshop.ts';
import { batch, context, dependenciesOf } from '../invoke.ts';

const SECRET = 'p4ss-geheim';
const HOST = { vcenter: 'vc01', host: 'esx-021.corp.example', moref: 'host-21', step: 'addVirtualNic' };

describe('an error in the log', () => {
  test('has its code, its cure, and the host and step that it is about', () => {
    const log = new InMemoryLog();
    logError(log, new OnboardingError('permission-missing', 'It may not.', HOST));
    expect(log.lines).toEqual(['error It may not.']);
    expect(log.details).toEqual([{ code: 'permission-missing', next: ERROR_CODES['permission-missing'][1], ...HOST }]);
  });

  test('that is a bug of ours has its stack', () => {
    const log = new InMemoryLog();
    logError(log, new TypeError('undefined is no host'));
    expect(log.lines).toEqual(['error Unexpected: undefined is no host']);
    expect(log.details[0]).toEqual({ stack: expect.stringContaining('observed.test.ts') });
  });

  test('that is no error is said as text', () => {
    const log = new InMemoryLog();
    logError(log, 'thrown text');
    expect([log.lines, log.details]).toEqual([['error Unexpected: thrown text'], [{ stack: undefined }]]);
  });

  test('never shows what caused it: that may hold a request with a password', () => {
    const log = new InMemoryLog();
    const cause = new TypeError(`<password>${SECRET}</password>`);
    logError(log, new OnboardingError('login-refused', 'The account was refused.', { vcenter: 'vc01' }, cause));
    expect(JSON.stringify([log.lines, log.details])).not.toContain(SECRET);
  });
});

describe('a function that is observed', () => {
  const handlerOf = (shop: ReturnType<typeof workshop>, work: () => Promise<string>, vcenters = ['vc01']) =>
    middy<object, string>(work).use(
      observed<object>(
        () => dependenciesOf(shop),
        () => vcenters,
      ),
    );

  test('writes its metrics when it ends', async () => {
    const shop = workshop();
    await expect(handlerOf(shop, async () => 'done')({}, context())).resolves.toBe('done');
    expect([shop.meter.flushes, shop.log.lines]).toEqual([1, []]);
  });

  test('writes those of every vCenter that it worked for', async () => {
    const shop = workshop();
    await handlerOf(shop, async () => 'done', ['vc01', 'vc02'])({}, context());
    expect(shop.meter.flushes).toBe(2);
  });

  test('writes them when it fails, too, and throws what it failed of', async () => {
    const shop = workshop();
    const failing = handlerOf(shop, async () => {
      throw new TypeError('a bug');
    });
    await expect(failing({}, context())).rejects.toThrow(new TypeError('a bug'));
    expect([shop.meter.flushes, shop.log.lines]).toEqual([1, ['error Unexpected: a bug']]);
  });

  test('shows no secret in its log, journal or results, whatever the connection fails of', async () => {
    const shop = workshop();
    const cause = new TypeError(`authorization: Basic ${SECRET}`);
    const refused = new OnboardingError('login-refused', 'The account was refused.', { vcenter: 'vc01' }, cause);
    shop.vcenter.calls.fail('readHost', refused);
    await createConfigureHost(() => dependenciesOf(shop))(batch({ a: JSON.stringify(message()) }), context());
    const { log, journal, announcer } = shop;
    const everything = JSON.stringify([log.lines, log.details, [...journal.rows.values()], announcer.outcomes]);
    expect(everything).toContain('login-refused');
    expect(everything).not.toContain(SECRET);
  });
});
