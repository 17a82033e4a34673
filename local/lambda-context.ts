import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/** The context of one invocation that begins now. @param timeoutSeconds what the function is given on AWS */
export function createLambdaContext(functionName: string, timeoutSeconds: number): Context {
  const endsAt = performance.now() + timeoutSeconds * 1000;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
    // Deprecated ways to end, which no handler of ours uses; the type wants them.
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
