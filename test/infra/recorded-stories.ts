/** What a vCenter, its administrator and an operator do until every function has made each kind of call that it makes. */
import { callSqs } from '../../local/sqs-http.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { lowerCamel } from '../foreign-events.ts';
import { SoapClient } from '../simulator/soap-client.ts';
import { type RecordedFunctions, VCENTER } from './recorded-functions.ts';

const RIGHT = 'esx-right.corp.example';
const WRONG = 'esx-wrong.corp.example';
const UNSEEN = 'esx-unseen.corp.example';

/** A host of the baseline whose address a sweep sees, and later sees no more. */
const SEEN = 'esx-001.example.test';

/** Two of the baseline that have the same address, which people are told of. */
const TWINS = ['esx-002.example.test', 'esx-003.example.test'];

export const SCENARIO = {
  joinSwitch: { delayMs: 0 },
  inventory: {
    hostCount: 3,
    standaloneHostCount: 0,
    hosts: [
      { name: SEEN, adapters: [adapter('10.20.0.60')] },
      ...TWINS.map((name) => ({ name, adapters: [adapter('10.20.0.61')] })),
    ],
  },
};

function adapter(address: string) {
  return { stack: 'vSphereProvisioning', address, portgroup: 'Provisioning' };
}

/** Plays all of it. */
export async function playAll(functions: RecordedFunctions): Promise<void> {
  functions.settings.set('defaults', {
    portgroup: 'pg-provisioning',
    gateway: '10.20.0.1',
    address: { mode: 'pool', subnet: '10.20.0.0/24', ranges: ['10.20.0.50-10.20.0.99'] },
  });
  functions.settings.set(`hosts/${WRONG}`, { gateway: '10.99.0.1' });
  await functions.forward();
  await functions.sweep();
  await onboard(functions);
  await reject(functions);
  await sweepAgain(functions);
  await replayAll(functions);
  await functions.accept(knativeEvent());
}

/** One host that is configured, one that is refused. */
async function onboard({ administrator, forward, outcome }: RecordedFunctions): Promise<void> {
  for (const hostName of [RIGHT, WRONG]) await administrator.addHost({ hostName });
  await forward();
  await outcome(WRONG, 'refused');
  await outcome(RIGHT, 'converged');
}

/** Events of a vCenter whose name no queue takes. */
async function reject({ forward }: RecordedFunctions): Promise<void> {
  await forward('vc 01');
}

/** A host that no event has told of, and an address that is gone. */
async function sweepAgain({ simulator, administrator, sweep, outcome }: RecordedFunctions): Promise<void> {
  const client = new SoapClient(simulator.ready);
  await client.login();
  await client.call('RemoveVirtualNic', await client.networkSystem(SEEN), '<device>vmk1</device>');
  const host = await administrator.addHost({ hostName: UNSEEN });
  await sweep();
  await outcome(host.name, 'converged');
}

/** By code, by time, and the dead letters: one that stays, one that is moved. */
async function replayAll({ administrator, emulators, replay, outcomes }: RecordedFunctions): Promise<void> {
  await replay({ codes: ['gateway-outside-subnet'] });
  await replay({ since: new Date(Date.now() - 3_600_000).toISOString(), dryRun: true });
  const moref = (await administrator.findHost(RIGHT)) ?? '';
  const cause = { kind: 'sweep', sweep: 'an-earlier-one' };
  const message = { version: 1, vcenter: VCENTER, host: { moref, name: RIGHT }, cause };
  for (const [index, body] of [JSON.stringify(message), 'no JSON'].entries()) {
    await callSqs(emulators.endpoints.sqs, 'SendMessage', {
      QueueUrl: emulators.deadLetterQueueUrl,
      MessageBody: body,
      MessageGroupId: `dead/${index}`,
      MessageDeduplicationId: `dead/${index}`,
    });
  }
  const before = outcomes.length;
  await replay({ deadLetters: true });
  await waitFor('the dead letter to be worked off', () => outcomes.length > before);
}

function knativeEvent() {
  const told = { key: 4711, eventTypeId: 'HostAddedEvent' };
  return {
    specversion: '1.0',
    id: '4711',
    source: 'https://vcenter.example.com/sdk',
    type: 'com.vmware.vsphere.HostAddedEvent.v0',
    data: lowerCamel(told),
  };
}
