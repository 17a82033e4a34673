import type { ServerResponse } from 'node:http';
import type { BrokenReply } from '../scenario.ts';

/** How much a `huge` reply is: more than any sane limit of a client. */
const hugeBytes = 64 * 1024 * 1024;

const players: Readonly<Record<BrokenReply, (response: ServerResponse, body: string) => void>> = {
  truncated: (response, body) => {
    response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8', 'Content-Length': Buffer.byteLength(body) });
    response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
  },
  html: (response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body><h1>Please log in</h1></body></html>');
  },
  huge: (response) => {
    response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' });
    const chunk = ' '.repeat(1024 * 1024);
    let left = hugeBytes / chunk.length;
    const more = (): void => {
      while (left > 0) {
        left -= 1;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  },
  empty: (response) => {
    response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' }).end();
  },
  redirect: (response) => {
    response.writeHead(302, { Location: 'https://127.0.0.1:9/sdk' }).end();
  },
  unavailable: (response) => {
    response.writeHead(503, { 'Content-Type': 'text/plain' }).end('503 Service Unavailable');
  },
};

/** Answers in a way that no SOAP client can use; `body` is what the answer would have been. */
export function playBroken(kind: BrokenReply, response: ServerResponse, body: string): void {
  players[kind](response, body);
}
