import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { OnboardingError } from '../errors.ts';
import { callAws } from './aws-error.ts';

/** Longer than any function of ours runs: ten minutes, the sweep's. */
const REQUEST_MILLISECONDS = 620_000;

/** What calls a function, and is to be closed. */
export interface FunctionInvoker {
  /** @returns what the function returned, as JSON says it @throws OnboardingError `function-unavailable`, `function-failed` */
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  close(): void;
}

/** @param endpoint of an emulator; without it region and credentials come the usual way of AWS */
export function createFunctionInvoker(endpoint?: string): FunctionInvoker {
  const client = new LambdaClient({
    // a call that was not answered may have been taken: the caller decides whether it is given again
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: REQUEST_MILLISECONDS, throwOnRequestTimeout: true },
    ...(endpoint === undefined
      ? {}
      : { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  });
  return {
    invoke: async (functionName, payload) => {
      const command = new InvokeCommand({
        FunctionName: functionName,
        Payload: Buffer.from(JSON.stringify(payload)),
      });
      const answer = await callAws('function-unavailable', `invoke ${functionName}`, () => client.send(command));
      const text = Buffer.from(answer.Payload ?? new Uint8Array()).toString();
      if (answer.FunctionError !== undefined) throw failed(functionName, text);
      return parse(functionName, text);
    },
    close: () => client.destroy(),
  };
}

/** `{"errorType": "…", "errorMessage": "…", "trace": […]}` (AWS Lambda developer guide, Node.js function errors). */
function failed(functionName: string, text: string): OnboardingError {
  const answer = parse(functionName, text);
  const message: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'errorMessage') : undefined;
  const words = typeof message === 'string' ? message : 'it does not say why';
  return new OnboardingError('function-failed', `The function ${functionName} failed: ${words}.`, { functionName });
}

function parse(functionName: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OnboardingError('function-failed', `The function ${functionName} did not answer with JSON.`, {
      functionName,
    });
  }
}
