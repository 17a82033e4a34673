/** settings explain where vCenter lets nobody in, as an operator meets it who may not read its secret. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { JournalTable } from '../../lib/aws/journal-table.ts';
import { row } from '../cli/fleet-builders.ts';
import { type DoctorBench, startDoctorBench } from './doctor-bench.ts';

let bench: DoctorBench;
beforeAll(async () => {
  bench = await startDoctorBench({
    password: 'Wrong-secret',
    settings: { defaults: '{"mtu":1500}', 'datacenters/DC0/clusters/C0': '{"mtu":9000}' },
  });
  const clients = createAwsClients(bench.emulators);
  await new JournalTable({ documents: clients.documents, name: bench.emulators.table }).write(row(21));
  clients.destroy();
});
afterAll(() => bench?.close());

test('the host is taken to be where the journal saw it, and people are told so', async () => {
  const { exitCode, stdout, stderr } = await bench.run(
    ...['settings', 'explain', 'ESX-021.corp.example', '--vcenter', 'vc01', '--output', 'json'],
  );
  const { host, datacenter, cluster, members } = JSON.parse(stdout);
  expect([exitCode, host, datacenter, cluster]).toEqual([0, 'esx-021.corp.example', 'DC0', 'C0']);
  expect(members).toContainEqual(expect.objectContaining({ member: 'mtu', value: 9000 }));
  expect(stderr).toMatch(/^warning: .*\[login-refused\]$/m);
  expect(stderr).toContain('where the journal saw it, 2026-11-26T07:00:02.000Z.');
});

test('a host that the journal does not know ends with what stands in the way of vCenter', async () => {
  const { exitCode, stderr } = await bench.run('settings', 'explain', 'esx-099.corp.example', '--vcenter', 'vc01');
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('[login-refused]')]);
});
