/** A program for `bundle.test.ts`: what AWS refuses, as our code tells it; one line of JSON on stderr. */
import { AwsAnnouncer } from '../../lib/aws/announcer.ts';
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { ConnectionParameter } from '../../lib/aws/connection-parameter.ts';
import { SqsHostEventsQueue } from '../../lib/aws/host-events-queue.ts';
import { LeaseItem } from '../../lib/aws/lease-item.ts';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import { ENVIRONMENT } from '../../lib/contract.ts';
import { OnboardingError } from '../../lib/errors.ts';

const { [ENVIRONMENT.table]: table = '', [ENVIRONMENT.eventBus]: eventBus = '' } = process.env;
const { [ENVIRONMENT.alertTopic]: topic = '', [ENVIRONMENT.queues]: queues = '{}' } = process.env;
const now = new Date();
const later = new Date(now.getTime() + 60_000);
const host = { moref: 'host-9', name: 'esx-009.corp.example' };
const alert = { id: '1', kind: 'notice', vcenter: 'vc01', subject: '', text: '', commands: [], at: '' } as const;

const clients = createAwsClients();
const sqs = createSqsClient();
const connections = new ConnectionParameter(clients.ssm, clients.secretsManager);
const leases = new LeaseItem({ documents: clients.documents, name: table });
const absentTable = new LeaseItem({ documents: clients.documents, name: 'absent' });
const absentQueue = new SqsHostEventsQueue(sqs, JSON.parse(queues).vc01.replace('.fifo', '-absent.fifo'));
const absentTopic = new AwsAnnouncer(clients, { eventBus, alertTopic: `${topic}-absent` });

async function told(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    const { awsRequestId: _, ...context } = error.context;
    return { code: error.code, message: error.message, ...context };
  }
}

async function answers(): Promise<string> {
  const all = {
    absentParameter: await told(connections.readConnection('absent')),
    absentSecret: await told(connections.readCredentials('vc01', 'absent')),
    ours: await told(leases.acquire('vc01', host.moref, 'first', later, now)),
    held: await told(leases.acquire('vc01', host.moref, 'second', later, now)),
    absentTable: await told(absentTable.acquire('vc01', host.moref, 'first', later, now)),
    absentQueue: await told(
      absentQueue.send([{ version: 1, vcenter: 'vc01', host, cause: { kind: 'replay', replay: 'r' } }]),
    ),
    absentTopic: await told(absentTopic.alert(alert)),
  };
  await leases.release('vc01', host.moref, 'first');
  clients.destroy();
  sqs.destroy();
  return JSON.stringify(all);
}

// a bundle of CommonJS has no await at its top
export const done = answers().then((text) => process.stderr.write(text));
