/** Stories of the deployer: another context over what is there, and the end of it all. */
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { readDeployment } from '../../lib/aws/deployment-parameter.ts';
import { deployApp, destroyApp } from './cdk.ts';
import { scheduledInput, scheduleOf } from './clients.ts';
import { type DeployedApp, rowsOf } from './deployment.ts';
import { addedToCluster } from './onboarding.ts';

/** Functions that move into a VPC, with endpoints of the services; sweeps come less often; one more address. */
const OTHERWISE = {
  network: {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5061728'],
    routeTableIds: ['rtb-0a1b2c3d4e5f60718'],
    endpoints: true,
  },
  sweepMinutes: 30,
  alertAddresses: ['vmware-team@corp.example', 'storage-team@corp.example'],
};

const folderOf = ({ folder }: DeployedApp) => join(folder, 'update');

/** The journal is as before, everything has the name that it had, and hosts are configured as before. */
export async function updatedInPlace(app: DeployedApp): Promise<void> {
  const { aws, clients, first, context } = app;
  const before = await rowsOf(app, 'journal', first.name);
  const deployment = await readDeployment(clients.ssm, first.name);
  await deployApp(aws, folderOf(app), { ...context, ...OTHERWISE });
  expect(await readDeployment(clients.ssm, first.name)).toEqual({
    ...deployment,
    sweepMinutes: OTHERWISE.sweepMinutes,
  });
  expect(await scheduleOf(clients, first.functions.sweepHosts, first.name)).toBe('rate(30 minutes)');
  expect(await rowsOf(app, 'journal', first.name)).toEqual(before);
  await addedToCluster(app, { hostName: 'esx-later.corp.example' });
}

/** With `removalPolicy: destroy` nothing is left, parameters of the deployment included. */
export async function destroyed(app: DeployedApp): Promise<void> {
  const { aws, clients, first } = app;
  await destroyApp(aws, folderOf(app));
  expect(await readDeployment(clients.ssm, first.name)).toBeUndefined();
  await expect(rowsOf(app, 'journal', first.name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(scheduledInput(clients, first.functions.sweepHosts, first.name)).rejects.toThrow('No schedule starts');
}
