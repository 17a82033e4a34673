/** The programs that are compared: each configures one host of the vCenter that a ready line names. */
import { join } from 'node:path';
import type { Ready } from '../simulator/server.ts';
import { python, pythonProgram } from '../test/outsiders/places.ts';

const here = import.meta.dirname;

/** What is to be written. */
export const WANTED = { address: '10.20.0.11', gateway: '10.20.0.1', dns: '10.0.0.53' };

/** A program with its arguments and environment. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** One of the programs. */
export interface Contender {
  readonly name: string;
  command(ready: Ready, host: string, settingsFile: string): Command;
}

const ours: Contender = {
  name: '`apply`',
  command: ({ url, username, password, certificate }, host, settingsFile) => ({
    program: process.execPath,
    args: [join(here, '..', 'dist', 'cli.js'), 'apply', host, '--yes', '--output', 'json', '--settings', settingsFile],
    environment: {
      VCENTER_URL: url,
      VCENTER_USERNAME: username,
      VCENTER_PASSWORD: password,
      VCENTER_CA_FILE: certificate,
    },
  }),
};

const script: Contender = {
  name: 'pyVmomi script',
  command: ({ url, dvportgroup: portgroup, ...account }, host) => ({
    program: pythonProgram('python'),
    args: [
      join(here, 'onboard.py'),
      JSON.stringify({ ...account, ...WANTED, host, portgroup, port: Number(new URL(url).port) }),
    ],
    environment: {},
  }),
};

const play: Contender = {
  name: 'Ansible play',
  command: ({ url, username, password, certificate, dvs, dvportgroup: portgroup }, host) => ({
    program: pythonProgram('ansible-playbook'),
    args: [
      '--inventory',
      'localhost,',
      '--connection',
      'local',
      '--extra-vars',
      JSON.stringify({ ...WANTED, host, dvs, portgroup, ansible_python_interpreter: pythonProgram('python') }),
      join(here, 'onboard.yml'),
    ],
    environment: {
      PATH: `${join(python.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      SSL_CERT_FILE: certificate,
      VMWARE_HOST: '127.0.0.1',
      VMWARE_PORT: new URL(url).port,
      VMWARE_USER: username,
      VMWARE_PASSWORD: password,
      ANSIBLE_DEPRECATION_WARNINGS: 'false',
      ANSIBLE_LOCALHOST_WARNING: 'false',
    },
  }),
};

export const CONTENDERS: readonly Contender[] = [ours, script, play];
