import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../functions/environment.ts';

const run = promisify(execFile);
const BARE = { env: { PATH: process.env['PATH'] } };
const WIRED = {
  TABLE_NAME: 'journal',
  HOST_EVENTS_QUEUES: '{"vc01":"https://sqs/vc01.fifo"}',
  EVENT_BUS_NAME: 'bus',
  ALERT_TOPIC_ARN: 'arn:topic',
};
const wordsOf = (variables: Record<string, string | undefined>): string => {
  try {
    readEnvironment(variables);
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('the environment', () => {
  test('is read, and listens 50 s unless told otherwise', () => {
    expect(readEnvironment(WIRED)).toEqual({
      table: 'journal',
      queues: { vc01: 'https://sqs/vc01.fifo' },
      eventBus: 'bus',
      alertTopic: 'arn:topic',
      listenSeconds: 50,
      pollSeconds: 2,
    });
    expect(readEnvironment({ ...WIRED, LISTEN_SECONDS: '0' }).listenSeconds).toBe(0);
    expect(readEnvironment({ ...WIRED, LISTEN_SECONDS: '' }).listenSeconds).toBe(50);
  });

  test('names everything that is missing at once', () => {
    expect(wordsOf({})).toMatch(/TABLE_NAME.*HOST_EVENTS_QUEUES.*EVENT_BUS_NAME.*ALERT_TOPIC_ARN/);
  });

  test('names what is missing and what is malformed at once, and is a mistake of the wiring', () => {
    const wrong = { HOST_EVENTS_QUEUES: '{', EVENT_BUS_NAME: '', LISTEN_SECONDS: 'soon' };
    const words = wordsOf(wrong);
    const names = [
      'TABLE_NAME is not set',
      'HOST_EVENTS_QUEUES is no',
      'EVENT_BUS_NAME is not set',
      'ALERT_TOPIC_ARN',
      'LISTEN_SECONDS is no',
    ];
    expect(names.filter((name) => !words.includes(name))).toEqual([]);
    expect(() => readEnvironment(wrong)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  test('of a process is read by the first call only: importing a handler needs none', async () => {
    const script =
      "const { handler } = await import(process.argv[1]); await handler({ detail: { vcenter: 'vc01' } }, {});";
    for (const name of ['configure-host', 'forward-events', 'sweep-hosts']) {
      const path = new URL(`../../functions/${name}.ts`, import.meta.url).href;
      const importing = run(process.execPath, ['--input-type=module', '--eval', `await import('${path}')`], BARE);
      await expect(importing).resolves.toMatchObject({ stdout: '' });
    }
    const path = new URL('../../functions/sweep-hosts.ts', import.meta.url).href;
    const calling = run(process.execPath, ['--input-type=module', '--eval', script, path], BARE);
    await expect(calling).rejects.toMatchObject({ stderr: expect.stringContaining('TABLE_NAME is not set') });
  });

  test.each(['{', '[]', '["https://sqs"]', '{"vc01":1}', 'null'])('has no queues in %s', (queues) => {
    expect(wordsOf({ ...WIRED, HOST_EVENTS_QUEUES: queues })).toContain('HOST_EVENTS_QUEUES is no JSON object');
  });

  test.each(['soon', '-1', 'Infinity'])('does not listen for %s seconds', (seconds) => {
    expect(wordsOf({ ...WIRED, LISTEN_SECONDS: seconds })).toContain('LISTEN_SECONDS is no number of seconds');
  });
});
