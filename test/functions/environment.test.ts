import { describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../functions/environment.ts';

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
  });

  test('names everything that is missing at once', () => {
    expect(wordsOf({})).toMatch(/TABLE_NAME.*HOST_EVENTS_QUEUES.*EVENT_BUS_NAME.*ALERT_TOPIC_ARN/);
  });

  test.each(['{', '[]', '["https://sqs"]', '{"vc01":1}', 'null'])('has no queues in %s', (queues) => {
    expect(wordsOf({ ...WIRED, HOST_EVENTS_QUEUES: queues })).toContain('HOST_EVENTS_QUEUES is no JSON object');
  });

  test.each(['soon', '-1', 'Infinity'])('does not listen for %s seconds', (seconds) => {
    expect(wordsOf({ ...WIRED, LISTEN_SECONDS: seconds })).toContain('LISTEN_SECONDS is no number of seconds');
  });
});
