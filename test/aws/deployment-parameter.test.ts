import { afterEach, expect, test } from '@jest/globals';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { readDeployment } from '../../lib/aws/deployment-parameter.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';

let aws: EmulatedAws | undefined;
afterEach(() => aws?.close());

async function read(text?: string) {
  const parameters = new Map(text === undefined ? [] : [['/provisioning-stack/vc01/deployment', text]]);
  aws = await startEmulatedAws({ parameters: async () => parameters });
  return readDeployment(aws.clients.ssm, 'vc01');
}

const DEPLOYMENT = {
  table: 'journal',
  queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/vc01.fifo',
  deadLetterQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/vc01-dead.fifo',
  functions: { forwardEvents: 'f', configureHost: 'c', sweepHosts: 's', replayEvents: 'r' },
  alertTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alerts',
};

test('a deployment is read as it is written, also with members of a newer release', async () => {
  const newer = { ...DEPLOYMENT, dashboard: 'https://…' };
  expect(await read(JSON.stringify(newer))).toEqual(newer);
});

test('a vCenter without the parameter is not deployed here', async () => {
  expect(await read()).toBeUndefined();
});

test.each([
  ['{', 'table, queueUrl, deadLetterQueueUrl, alertTopicArn, functions.forwardEvents'],
  ['null', 'functions.replayEvents'],
  [JSON.stringify({ ...DEPLOYMENT, queueUrl: 7 }), 'nothing of use in queueUrl.'],
  [JSON.stringify({ ...DEPLOYMENT, sweepMinutes: 'x' }), 'nothing of use in sweepMinutes.'],
  [
    JSON.stringify({ ...DEPLOYMENT, functions: { ...DEPLOYMENT.functions, replayEvents: '' } }),
    'functions.replayEvents.',
  ],
])('a deployment that is %s is invalid, with every member that is missing', async (text, words) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'deployment-invalid',
    status: 'usage',
    message: expect.stringContaining(words),
    context: { vcenter: 'vc01' },
  });
});

test('without Parameter Store it is unknown whether there is one', async () => {
  aws = await startEmulatedAws();
  const clients = createAwsClients({ ...aws, endpoints: { ...aws.endpoints, ssm: 'http://127.0.0.1:1' } });
  await expect(readDeployment(clients.ssm, 'vc01')).rejects.toMatchObject({ code: 'parameters-unavailable' });
  clients.destroy();
});
