/** The machine of a reader: the project's folder, a vCenter called vcenter.corp.example, settings, and an AWS. */
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { startEmulators } from '../../local/emulators.ts';
import { connectAdministrator } from '../../simulator/administrator.ts';
import { type Ready, startSimulator } from '../../simulator/server.ts';
import { awsEnvironment } from '../end-to-end/aws-environment.ts';
import type { PageSurroundings } from './page-shell.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Hosts that the documentation speaks of. */
const HOSTS = ['esx-021.corp.example', 'esx-022.corp.example'];

/** Folders that a command writes to are the page's own. */
const OWN = ['.git', '.provisioning-stack', 'dist', 'cdk.out'];

/** Starts it all. */
export async function prepareFolder(): Promise<PageSurroundings & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'provisioning-stack-docs-'));
  for (const name of readdirSync(PROJECT))
    if (!OWN.includes(name)) await symlink(join(PROJECT, name), join(folder, name));
  const simulator = await startSimulator({ hosts: 2, user: 'onboarding@vsphere.local' });
  const administrator = await connectAdministrator(simulator.ready);
  for (const hostName of HOSTS) await administrator.addHost({ hostName });
  const front = await startFront(simulator.ready);
  const aws = await startEmulators();
  await writeFile(join(folder, 'vcenter-ca.pem'), front.certificate);
  await writeFile(join(folder, 'settings.json'), `${JSON.stringify(settings(), undefined, 2)}\n`);
  // as it is when somebody has installed the package
  const installed = join(folder, 'installed');
  await mkdir(installed);
  await symlink(join(PROJECT, 'bin', 'cli.ts'), join(installed, 'provisioning-stack'));
  const bin = join(PROJECT, 'node_modules', '.bin');
  return {
    folder,
    input: `${simulator.ready.password}\n`,
    environment: {
      PATH: `${installed}:${bin}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      NODE_OPTIONS: `--import=${fileURLToPath(new URL('./named-vcenter.ts', import.meta.url))}`,
      ...awsEnvironment(aws),
      DOCS_VCENTER_PORT: `${front.port}`,
    },
    close: async () => {
      front.close();
      await aws.close();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settings(): object {
  const hosts = HOSTS.map((name, index) => [
    `hosts/${name}`,
    { address: { mode: 'static', address: `10.20.0.2${index}/24` } },
  ]);
  return {
    defaults: {
      portgroup: 'pg-provisioning',
      gateway: '10.20.0.1',
      dns: { servers: ['10.0.0.53'] },
      mtu: 9000,
      settleSeconds: 0,
    },
    ...Object.fromEntries(hosts),
  };
}

/** The simulator has a certificate for 127.0.0.1; in front of it one for the name that the documentation uses. */
async function startFront({ url, certificate }: Ready) {
  const name = 'vcenter.corp.example';
  const pems = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  });
  const ca = await readFile(certificate);
  const server = createServer({ key: pems.private, cert: pems.cert }, (incoming, answer) => {
    const { method } = incoming;
    const headers = { ...incoming.headers, host: new URL(url).host };
    const forwarded = request(new URL(incoming.url ?? '/', url), { method, headers, ca }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    certificate: pems.cert,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
