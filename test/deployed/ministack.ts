/** MiniStack as a process of its own: an AWS on the loopback interface, with IAM enforced, and so with TLS. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { generate } from 'selfsigned';
import { waitFor } from '../end-to-end/wait-for.ts';
import { ministackLog, ministackPython, PROJECT } from './places.ts';

/** A running MiniStack. */
export interface Ministack {
  readonly url: string;
  readonly region: string;
  readonly account: string;
  /** For clients in this process. */
  readonly agent: Agent;
  /** For processes: everything that makes them take it for AWS, and nothing of this machine but its PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** All that it has printed, the logs of functions included. */
  log(): string;
  stop(): Promise<void>;
}

/** The keys that MiniStack takes for root's. */
export const ROOT_KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';

/**
 * Ends the whole group, functions too, when stdin closes: when the test says so, or has ended in whatever way. Who has
 * not left within three seconds of SIGTERM is killed: an unfinished custom resource has kept MiniStack alive.
 */
const UNTIL_STDIN_CLOSES = `"$@" & main=$!; cat >/dev/null; trap '' TERM; kill -TERM 0
(sleep 3; kill -KILL 0) & wait $main; kill -KILL 0`;

/**
 * @param folder for what it writes; its functions are run in there, too
 * @returns when it takes calls
 */
export async function startMinistack(folder: string): Promise<Ministack> {
  const port = await freePort();
  const url = `https://localhost:${port}`;
  const { certificate, key, ca } = await writeCertificate(folder);
  const environment = { ...(await surroundings(folder)), NODE_EXTRA_CA_CERTS: certificate };
  const logFile = openSync(ministackLog, 'w');
  const child = spawn('sh', ['-c', UNTIL_STDIN_CLOSES, 'sh', ministackPython, '-m', 'ministack'], {
    env: {
      ...environment,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      // else on all interfaces, whatever BIND_HOST says
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      // CDK's own functions bundle no SDK
      NODE_PATH: join(PROJECT, 'node_modules'),
      AUTH: 'true',
      // what CDK and `enforceSSL` deny without TLS is denied here, too
      USE_SSL: '1',
      MINISTACK_SSL_CERT: certificate,
      MINISTACK_SSL_KEY: key,
    },
    stdio: ['pipe', logFile, logFile],
    detached: true,
  });
  closeSync(logFile);
  const log = () => readFileSync(ministackLog, 'utf8');
  const agent = new Agent({ ca, keepAlive: true });
  const ended = once(child, 'close');
  const stop = async () => {
    child.stdin?.end();
    await ended;
    agent.destroy();
  };
  await waitFor(`MiniStack to be ready\n${log()}`, () => isReady(`${url}/_ministack/ready`, agent));
  return {
    url,
    region: REGION,
    account: ACCOUNT,
    agent,
    environment: { ...environment, ...asAws(url, certificate) },
    log,
    stop,
  };
}

async function surroundings(folder: string): Promise<Record<string, string>> {
  const temporary = join(folder, 'tmp');
  const home = join(folder, 'home');
  for (const each of [temporary, home]) await mkdir(each, { recursive: true });
  // Node reads what MiniStack starts functions with as the nearest package.json says, whoever's that is.
  await writeFile(join(temporary, 'package.json'), '{ "type": "commonjs" }');
  // The first node on PATH runs the functions.
  const path = [join(PROJECT, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return { PATH: path, HOME: home, TMPDIR: temporary, LC_ALL: 'C.UTF-8' };
}

/** A home of its own, because the CDK CLI remembers the account of an access key there. */
function asAws(url: string, certificate: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: ROOT_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secretAccessKey,
    AWS_CA_BUNDLE: certificate,
    CI: '1',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

/** Its clients call it localhost, its functions 127.0.0.1. */
async function writeCertificate(folder: string): Promise<{ certificate: string; key: string; ca: string }> {
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const pem = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  const paths = { certificate: join(folder, 'aws.pem'), key: join(folder, 'aws.key') };
  await writeFile(paths.certificate, pem.cert);
  await writeFile(paths.key, pem.private, { mode: 0o600 });
  return { ...paths, ca: pem.cert };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}

function isReady(url: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    request(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode === 200));
    })
      .on('error', () => resolve(false))
      .end();
  });
}
