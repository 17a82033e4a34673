import type { IncomingMessage } from 'node:http';

/** The largest request that is kept. */
const largestBody = 16 * 1024 * 1024;

/** The largest that is read to its end and thrown away, so that its sender is there to hear what was wrong. */
const largestDrained = 256 * 1024 * 1024;

/** A request body that is larger than the server takes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a request body, chunked or not. Throws BodyTooLarge above 16 MiB, when all of it has come; above 256 MiB at
 * once, and the connection is cut.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLarge = (): BodyTooLarge => new BodyTooLarge(`the request is larger than ${largestBody} bytes`);
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
    else if (size <= largestDrained) chunks.length = 0;
    else {
      request.socket.destroy();
      throw tooLarge();
    }
  }
  if (size > largestBody) throw tooLarge();
  return Buffer.concat(chunks).toString('utf8');
}
