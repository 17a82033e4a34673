/** Reading a message of the host events queue. */
import * as z from 'zod/mini';
import { type HostMessage, MESSAGE_VERSION } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { inWords } from './problems-in-words.ts';

const time = z.iso.datetime({ offset: true });

const schema = z.object({
  version: z.literal(MESSAGE_VERSION),
  vcenter: z.string().check(z.minLength(1)),
  host: z.object({ moref: z.string().check(z.regex(/^(ha-)?host(-[\w-]{1,80})?$/)), name: z.string() }),
  cause: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('event'), eventTypeId: z.string(), key: z.int(), createdTime: time }),
    z.object({ kind: z.literal('deferral'), dueAt: time }),
    z.object({ kind: z.literal('sweep'), sweep: z.string() }),
    z.object({ kind: z.literal('replay'), replay: z.string() }),
  ]),
});

/**
 * @param body the text of the message
 * @throws OnboardingError `message-malformed`, or `message-newer`: written by a release that knows more than this one
 */
export function parseMessage(body: string): HostMessage {
  const value = parseJson(body);
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > MESSAGE_VERSION) {
    const message = `The message has version ${version}; this release reads version ${MESSAGE_VERSION}.`;
    throw new OnboardingError('message-newer', message, { version });
  }
  const parsed = schema.safeParse(value, inWords);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`);
  throw new OnboardingError(
    'message-malformed',
    `The message names no host that can be looked at: ${problems.join('; ')}.`,
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new OnboardingError('message-malformed', 'The message is no JSON.', {}, cause);
  }
}
