import { describe, expect, test } from '@jest/globals';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { partialFailures, type SettledRecords } from '../../../functions/middleware/partial-failures.ts';
import { batch, context } from '../invoke.ts';

const handlerOf = (work: () => Promise<SettledRecords | SQSBatchResponse>) =>
  middy<SQSEvent, SettledRecords | SQSBatchResponse>(work).use(partialFailures());
const bodiesOf = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, '{}']));
const settledOf = (succeeds: boolean): PromiseSettledResult<unknown> =>
  succeeds ? { status: 'fulfilled', value: 'an outcome' } : { status: 'rejected', reason: 'no JSON' };

describe('the answer to a batch', () => {
  test('lists exactly the records whose work failed, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 10 }), async (results) => {
        const ids = results.map((_, index) => `message-${index}`);
        const answer = await handlerOf(async () => results.map(settledOf))(batch(bodiesOf(ids)), context());
        const failed = ids.filter((_, index) => results[index] === false);
        expect(answer).toEqual({ batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) });
      }),
    );
  });

  test('lists a record that has no result', async () => {
    const answer = await handlerOf(async () => [settledOf(true)])(batch(bodiesOf(['a', 'b'])), context());
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
  });

  test('lists every record when the handler itself fails', async () => {
    const failing = handlerOf(async () => {
      throw new TypeError('a bug');
    });
    expect(await failing(batch(bodiesOf(['a', 'b'])), context())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }],
    });
  });

  test('that is one already stays as it is', async () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'b' }] };
    expect(await handlerOf(async () => answer)(batch(bodiesOf(['a', 'b'])), context())).toEqual(answer);
  });
});
