import { type ErrorCode, type ErrorContext, OnboardingError } from '../errors.ts';

/** What the SDK adds to the errors of a call, those of the network included. */
interface SdkError extends Error {
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number; readonly attempts?: number };
  readonly code?: unknown;
}

/**
 * Runs one call to AWS; an error of the SDK becomes one of ours. The SDK's error is not kept as the cause, because a
 * hidden member of it holds the whole response. An error that is not the SDK's is a bug and passes as it is.
 * @param doing what was tried, for the message: `read the journal`
 */
export async function callAws<T>(
  code: ErrorCode,
  doing: string,
  call: () => Promise<T>,
  context: ErrorContext = {},
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isSdkError(error) ? converted(code, doing, error, context) : error;
  }
}

/** Whether AWS answered with the error of this name: `ConditionalCheckFailedException`. */
export function isNamed(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

function converted(code: ErrorCode, doing: string, error: SdkError, context: ErrorContext): OnboardingError {
  const name = typeof error.code === 'string' ? error.code : error.name;
  const detail = error.message === '' ? name : `${name}: ${error.message}`;
  return new OnboardingError(code, `Could not ${doing}: ${detail}`, {
    ...context,
    awsError: name,
    ...(error.$metadata?.requestId === undefined ? {} : { awsRequestId: error.$metadata.requestId }),
    ...(error.$metadata?.httpStatusCode === undefined ? {} : { httpStatus: error.$metadata.httpStatusCode }),
  });
}

/**
 * Answers of a service carry `$metadata`, and so do network errors that passed the SDK's retries; an error before
 * the first byte (credentials, region) has neither, only its name.
 */
function isSdkError(error: unknown): error is SdkError {
  return (
    error instanceof Error &&
    !(error instanceof OnboardingError) &&
    ('$metadata' in error ||
      /^(Credentials|Token)ProviderError$/.test(error.name) ||
      /^Region (is|not)/.test(error.message))
  );
}
