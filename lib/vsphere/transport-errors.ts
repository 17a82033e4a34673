/** What went wrong below SOAP, in the words of the error family: never with the request, the reply or the cause. */
import { type ErrorCode, OnboardingError } from '../errors.ts';
import { WRONG_THUMBPRINT } from './tls-agent.ts';

/** One call, as far as its transport has to know it. */
export interface CallTraits {
  readonly operation: string;
  readonly deadlineMilliseconds: number;
  /** The answer tells whether something was changed, so losing it has to be told. */
  readonly isWrite: boolean;
  /** Asking twice does no harm. */
  readonly isRepeatable: boolean;
}

/** How far a call came before it failed. */
export interface CallProgress {
  /** The connection stood, so the server may have read the request. */
  readonly isSent: boolean;
  /** The reply had begun. */
  readonly isAnswered: boolean;
  readonly isPastDeadline: boolean;
}

/** Why a certificate is not trusted, by the code of Node.js. */
export const UNTRUSTED: Readonly<Record<string, string>> = {
  [WRONG_THUMBPRINT]: 'its certificate has another thumbprint',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is from an unknown CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is from an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is from an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is from an unknown CA',
  CERT_REVOKED: 'its certificate was revoked',
  CERT_SIGNATURE_FAILURE: 'the signature of its certificate is wrong',
  CERT_UNTRUSTED: 'its certificate is not trusted',
  INVALID_CA: 'its certificate is from an invalid CA',
  HOSTNAME_MISMATCH: 'its certificate is for another name',
};

/** The error of ours for a connection that failed; one that is ours already is passed on. */
export function toTransportError(cause: unknown, call: CallTraits, progress: CallProgress): OnboardingError {
  if (cause instanceof OnboardingError) return cause;
  const reason = codeOf(cause);
  if (!call.isWrite && /^(Z_|HPE_)/.test(reason)) {
    return failure('reply-unreadable', call, `The answer to ${call.operation} is no HTTP (${reason}).`);
  }
  const untrusted = UNTRUSTED[reason];
  if (untrusted !== undefined) return failure('vcenter-untrusted', call, `vCenter is not trusted: ${untrusted}.`);
  if (call.isWrite && progress.isSent) {
    const what = progress.isPastDeadline ? `did not come within ${seconds(call)} s` : `was lost (${reason})`;
    return failure('answer-lost', call, `The answer to ${call.operation} ${what}; whether it was done is not known.`);
  }
  if (progress.isPastDeadline) {
    return failure('vcenter-timeout', call, `${call.operation} was not answered within ${seconds(call)} s.`);
  }
  if (progress.isAnswered) {
    return failure('reply-unreadable', call, `The answer to ${call.operation} ends in its middle (${reason}).`);
  }
  return failure('vcenter-unreachable', call, `vCenter could not be reached for ${call.operation} (${reason}).`);
}

/** The connection was closed by the server while it lay idle, as keep-alive connections are. */
export function isStaleConnection(cause: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(codeOf(cause));
}

function failure(code: ErrorCode, call: CallTraits, message: string): OnboardingError {
  return new OnboardingError(code, message, { step: call.operation });
}

function codeOf(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'connection failed';
}

function seconds(call: CallTraits): number {
  return call.deadlineMilliseconds / 1000;
}
