import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import type { OnboardingError } from '../../lib/errors.ts';
import { connectTo, PASSWORD } from './connect.ts';
import { fault, reply } from './replies.ts';
import { type Answer, scriptedVcenter } from './scripted-vcenter.ts';

const SECRETS = [PASSWORD, 'svc', 'vmware_soap_session', 'abc-1', 'Envelope', 'soapenv'];

/** Everything that a log, a console or a journal could show of an error. */
function everythingIn(error: unknown): string {
  const causes: unknown[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) causes.push(cause);
  const { message, context } = error as OnboardingError;
  return [
    ...causes.map((cause) => inspect(cause, { depth: 10, showHidden: true })),
    JSON.stringify(error),
    message,
    JSON.stringify(context),
  ].join();
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const cutOff: Answer = (response) => {
  response.write('<soapenv:Envelope>');
  response.socket?.destroy();
};

test.each<[string, Answer]>([
  ['a refused login', fault('InvalidLogin', '', 'Cannot complete login due to an incorrect user name or password.')],
  ['a connection that is cut', cutOff],
  ['a truncated reply', (response) => response.end(reply('Login', '<returnval>').slice(0, -30))],
  ['an HTML page', (response) => response.end(`<html>${PASSWORD}</html>`)],
  ['a redirect', (response) => response.writeHead(307, { Location: 'https://127.0.0.1:1/sdk' }).end()],
  ['an unknown fault', fault('Odd', '<a>1</a>')],
])('an error after %s holds no secret, request or reply', async (_what, answer) => {
  const server = await scriptedVcenter({ Login: answer });
  const error = await errorOf(connectTo(server).currentTime());
  expect(error).toMatchObject({ name: 'OnboardingError' });
  for (const secret of SECRETS) expect(everythingIn(error)).not.toContain(secret);
});

test('an error of a connection that never stood holds no secret', async () => {
  const server = await scriptedVcenter({});
  const cases = [
    connectTo(server, { endpoint: 'https://127.0.0.1:1/sdk' }),
    connectTo(server, { ca: undefined }),
    connectTo(server, { ca: undefined, thumbprint: '00'.repeat(32) }),
  ];
  for (const vcenter of cases) {
    const text = everythingIn(await errorOf(vcenter.currentTime()));
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  }
});

test('an error within a session holds no cookie', async () => {
  const server = await scriptedVcenter({ CurrentTime: fault('SystemError', '<reason>x</reason>') });
  const text = everythingIn(await errorOf(connectTo(server).currentTime()));
  for (const secret of SECRETS) expect(text).not.toContain(secret);
});

test('a password that XML cannot carry is refused without being shown', async () => {
  const server = await scriptedVcenter({});
  const password = `<![CDATA[</password>${PASSWORD}]]>`;
  const vcenter = connectTo(server, { credentials: async () => ({ username: 'svc', password }) });
  const error = await errorOf(vcenter.currentTime());
  expect(error).toMatchObject({ code: 'settings-invalid' });
  expect(everythingIn(error)).not.toContain(PASSWORD);
  expect(server.operations()).toEqual(['RetrieveServiceContent']);
});
