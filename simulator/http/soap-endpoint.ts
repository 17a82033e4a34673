import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallLog } from '../call-log.ts';
import { dispatch } from '../dispatch.ts';
import type { FaultRules } from '../fault-rules.ts';
import { invalidRequest, VimFault } from '../faults.ts';
import { negotiatedVersion, versionNumber } from '../schema/version.ts';
import type { Session } from '../session.ts';
import { isDataObject, type Value } from '../values.ts';
import type { VCenter } from '../vcenter.ts';
import type { Writing } from '../wire/encode.ts';
import { bodyElement, readRequest, writeFault, writeReply, writeVersionMismatch } from '../wire/envelope.ts';
import { BodyTooLarge, readBody } from './body.ts';
import { playBroken } from './broken-replies.ts';
import { sessionCookie, setCookie } from './cookies.ts';

/** What the SOAP endpoint works with. */
export interface Endpoint {
  readonly vcenter: VCenter;
  readonly rules: FaultRules;
  readonly calls: CallLog;
}

/** The cookie of a client that has none: real servers hand one out at once, also with a failed login. */
let strangers = 0;

/** Answers one POST /sdk. */
export async function answerSoap(
  endpoint: Endpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { vcenter } = endpoint;
  const { apiVersion } = vcenter.scenario.inventory;
  const soapAction = String(request.headers['soapaction'] ?? '');
  const version = negotiatedVersion(soapAction, apiVersion);
  const prefix = vcenter.scenario.replyPrefix === '' ? '' : `${vcenter.scenario.replyPrefix}:`;
  const writing: Writing = { version: version ?? versionNumber(apiVersion), prefix };
  try {
    const body = await readBody(request);
    if (version === undefined) return send(response, 500, writeVersionMismatch(soapAction));
    await answerCall(endpoint, request, response, body, writing);
  } catch (error) {
    const tooLarge = error instanceof BodyTooLarge;
    const known = tooLarge ? invalidRequest(error.message) : error;
    if (!(known instanceof VimFault)) throw error;
    if (tooLarge) response.setHeader('Connection', 'close');
    send(response, 500, writeFault(known, writing));
  }
}

async function answerCall(
  { vcenter, rules, calls }: Endpoint,
  http: IncomingMessage,
  response: ServerResponse,
  body: string,
  writing: Writing,
): Promise<void> {
  const element = bodyElement(body);
  calls.count(element.name, body);
  if (element.name === 'Login' && sessionCookie(http.headers.cookie) === undefined) {
    strangers += 1;
    response.setHeader(
      'Set-Cookie',
      setCookie(`${Date.now().toString(16)}${strangers.toString(16).padStart(24, '0')}`),
    );
  }
  const request = readRequest(element, writing.version);
  await vcenter.pause(vcenter.scenario.latencyMs);
  const session = vcenter.sessionOf(sessionCookie(http.headers.cookie));
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const call = { session, parameters: request.parameters, version: writing.version, signal: gone.signal };
  begin(session, vcenter);
  try {
    const { result, strike } = await dispatch(vcenter, rules, request, call);
    if (strike?.answerLost) return void response.destroy();
    const reply = writeReply(request.method, result, writing);
    if (strike?.broken !== undefined) return playBroken(strike.broken, response, reply);
    if (request.method.name === 'Login') setSessionCookie(vcenter, result, http, response);
    send(response, 200, reply);
  } finally {
    end(session, vcenter);
  }
}

function begin(session: Session | undefined, vcenter: VCenter): void {
  if (session === undefined) return;
  session.inFlight += 1;
  session.callCount += 1;
  session.lastActive = vcenter.now();
}

function end(session: Session | undefined, vcenter: VCenter): void {
  if (session === undefined) return;
  session.inFlight -= 1;
  session.lastActive = vcenter.now();
}

/** The cookie of the session that this login has opened. */
function setSessionCookie(
  vcenter: VCenter,
  result: Value | undefined,
  http: IncomingMessage,
  response: ServerResponse,
): void {
  const key = isDataObject(result) ? result['key'] : undefined;
  const opened = [...vcenter.sessions.values()].find((session) => session.key === key);
  if (opened === undefined) return;
  opened.userAgent = http.headers['user-agent'] ?? '';
  response.setHeader('Set-Cookie', setCookie(opened.cookie));
}

function send(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'Content-Type': 'text/xml; charset=utf-8', 'Content-Length': bytes.length }).end(bytes);
}
