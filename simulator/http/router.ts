import type { IncomingMessage, ServerResponse } from 'node:http';
import { ScenarioError } from '../scenario-error.ts';
import { BodyTooLarge, readBody } from './body.ts';
import { pbmReply, restSession, serviceVersions } from './side-doors.ts';
import { answerSoap, type Endpoint } from './soap-endpoint.ts';

/** What the router needs beside the SOAP endpoint. */
export interface Doors extends Endpoint {
  /** Merges a scenario fragment into the running vCenter. Throws ScenarioError. */
  readonly applyScenario: (fragment: unknown) => void;
}

type Door = (doors: Doors, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
};

const xml = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'Content-Type': 'text/xml; charset=utf-8' }).end(body);
};

const soap: Door = (doors, request, response) => answerSoap(doors, request, response);

const doorsByPath: Readonly<Record<string, Door>> = {
  'POST /sdk': soap,
  'POST /sdk/': soap,
  'POST /sdk/vimService': soap,
  'GET /sdk/vimServiceVersions.xml': ({ vcenter }, _request, response) =>
    xml(response, 200, serviceVersions(vcenter.scenario.inventory.apiVersion)),
  'GET /stats': ({ calls }, _request, response) => json(response, 200, { calls: calls.counts() }),
  'POST /stats/reset': ({ calls }, _request, response) => {
    calls.reset();
    json(response, 200, { calls: {} });
  },
  'POST /scenario': async ({ applyScenario }, request, response) => {
    try {
      applyScenario(JSON.parse(await readBody(request)));
      json(response, 200, {});
    } catch (error) {
      if (!(error instanceof ScenarioError || error instanceof SyntaxError)) throw error;
      json(response, 400, { error: error.message });
    }
  },
  'POST /rest/com/vmware/cis/session': ({ vcenter }, request, response) => {
    const id = restSession(vcenter, request.headers.authorization);
    if (id === undefined) return json(response, 401, { type: 'com.vmware.vapi.std.errors.unauthenticated', value: {} });
    response.setHeader('Set-Cookie', `vmware-api-session-id=${id};Path=/rest;Secure;HttpOnly`);
    json(response, 200, { value: id });
  },
  'DELETE /rest/com/vmware/cis/session': (_doors, _request, response) => json(response, 200, {}),
  'POST /pbm': async ({ vcenter }, request, response) => {
    const reply = pbmReply(await readBody(request), vcenter.instanceUuid);
    if (reply === undefined) xml(response, 500, '');
    else xml(response, 200, reply);
  },
};

/** Answers one HTTP request; 404 for a path that is not served, 413 for a body that is too large for what is no SOAP. */
export async function route(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'https://localhost').pathname;
  const door = Object.hasOwn(doorsByPath, `${request.method} ${path}`)
    ? doorsByPath[`${request.method} ${path}`]
    : undefined;
  if (door === undefined) return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not Found');
  try {
    await door(doors, request, response);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    response.writeHead(413, { 'Content-Type': 'text/plain', Connection: 'close' }).end(error.message);
  }
}
