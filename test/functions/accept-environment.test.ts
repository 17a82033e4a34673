import { describe, expect, test } from '@jest/globals';
import { readAcceptEnvironment } from '../../functions/accept-environment.ts';

const QUEUES = { vc01: 'https://sqs/vc01.fifo', vc02: 'https://sqs/vc02.fifo' };
const wired = (sourceNames: unknown) => ({
  HOST_EVENTS_QUEUES: JSON.stringify(QUEUES),
  SOURCE_NAMES: typeof sourceNames === 'string' ? sourceNames : JSON.stringify(sourceNames),
});

describe('the environment of accept-events', () => {
  test('is the queues and the names of their vCenters, and nothing else has to be set', () => {
    const sourceNames = { vc01: ['vcenter.example.com', '10.0.0.9'] };
    expect(readAcceptEnvironment(wired(sourceNames))).toEqual({ queues: QUEUES, sourceNames });
  });

  test('names everything that is missing at once', () => {
    expect(() => readAcceptEnvironment({})).toThrow(/HOST_EVENTS_QUEUES is not set; SOURCE_NAMES is not set/);
  });

  test.each([
    ['no JSON', '{', /SOURCE_NAMES is no JSON object of vCenter names and lists of names/],
    ['a name that is no list', { vc01: 'vcenter.example.com' }, /SOURCE_NAMES is no JSON object/],
    ['a vCenter without a queue', { vc03: ['x'] }, /SOURCE_NAMES names vc03, which has no queue/],
    [
      'one name for two vCenters, however it is written',
      { vc01: ['vcenter.example.com'], vc02: ['https://VCENTER.example.com:443/sdk'] },
      /SOURCE_NAMES has vcenter\.example\.com at vc01 and vc02/,
    ],
  ])('with %s is a mistake of the wiring', (_, sourceNames, words) => {
    expect(() => readAcceptEnvironment(wired(sourceNames))).toThrow(words);
    expect(() => readAcceptEnvironment(wired(sourceNames))).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  test('may have one name twice at one vCenter', () => {
    const sourceNames = { vc01: ['vcenter.example.com', 'VCENTER.example.com'] };
    expect(readAcceptEnvironment(wired(sourceNames)).sourceNames).toEqual(sourceNames);
  });
});
