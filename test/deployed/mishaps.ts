/** Stories of what goes wrong, and how an operator puts it right with the command line. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { settingsParameter } from '../../lib/contract.ts';
import type { Outcome } from '../../lib/reconcile/outcome.ts';
import type { AddedHost } from '../../simulator/administrator.ts';
import { waitFor } from '../end-to-end/wait-for.ts';
import { countMessages, drain, putParameter, sendText, setVisibility } from './clients.ts';
import { type DeployedApp, journalOf } from './deployment.ts';
import { endOf, expectConfigured, PATIENCE } from './onboarding.ts';
import { runAsOperator } from './operator.ts';

/** Settings with a gateway outside the subnet: refused, told to people, put right, replayed. */
export async function refusedUntilFixed(app: DeployedApp): Promise<void> {
  const { first, clients, alertsQueueUrl } = app;
  const hostName = 'esx-wrong.corp.example';
  const scope = settingsParameter(first.name, `hosts/${hostName}`);
  await putParameter(clients, scope, { gateway: '10.99.0.1' });
  const host = await first.vcenter.administrator.addHost({ hostName });
  await endOf(app, first, host, 'refused');
  // its later events would find the settings right before anybody replays
  const { problems } = await waitFor('the last event of the host', () => outcomeOfJoining(app, host), PATIENCE);
  expect(problems).toEqual([expect.objectContaining({ code: 'gateway-outside-subnet' })]);
  await alertOf(app, alertsQueueUrl, hostName, 'gateway-outside-subnet');

  const file = join(app.folder, 'settings.json');
  await writeFile(file, JSON.stringify({ defaults: first.defaults, [`hosts/${hostName}`]: { mtu: 1500 } }));
  expect(await runAsOperator(app, ['settings', 'push', '--settings', file, '--yes'])).toMatchObject({ exitCode: 0 });
  const { exitCode, result } = await runAsOperator(app, ['replay', '--code', 'gateway-outside-subnet']);
  expect({ exitCode, result }).toMatchObject({
    exitCode: 0,
    result: { queued: [{ moref: host.moref, host: hostName }] },
  });
  const { cause } = await endOf(app, first, host, 'converged');
  expect(cause?.kind).toMatch(/replay|deferral/);
  await expectConfigured(first, host);
}

async function outcomeOfJoining(app: DeployedApp, { moref }: AddedHost): Promise<Outcome | undefined> {
  const outcome = (await journalOf(app, app.first.name, moref))?.outcome;
  const cause = outcome?.cause;
  return cause?.kind === 'event' && cause.eventTypeId === 'DvsHostJoinedEvent' ? outcome : undefined;
}

async function alertOf({ clients }: DeployedApp, queueUrl: string, ...words: readonly string[]): Promise<void> {
  const alerts: string[] = [];
  await waitFor(
    `an alert with ${words}`,
    async () => {
      alerts.push(...(await drain(clients, queueUrl)));
      return alerts.some((alert) => words.every((word) => alert.includes(word)));
    },
    PATIENCE,
  );
}

/** A text that is no message, and a message that was given up as one whose function had crashed. */
export async function deadLetters(app: DeployedApp): Promise<void> {
  const { first, clients } = app;
  const { queueUrl, deadLetterQueueUrl } = first;
  // as deployed it is twelve minutes between two of the three receives
  await setVisibility(clients, queueUrl, 1);
  await sendText(clients, queueUrl, 'no JSON', 'vc01/nobody');
  await waitFor('a dead letter', async () => (await countMessages(clients, deadLetterQueueUrl)) > 0, PATIENCE);
  await setVisibility(clients, queueUrl, 720);
  const known = await knownHost(app);
  await sendText(clients, deadLetterQueueUrl, known.message, known.group);

  const { exitCode, result } = await runAsOperator(app, ['replay', '--dead-letters']);
  expect({ exitCode, result }).toMatchObject({
    exitCode: 1,
    result: { queued: [{ moref: known.moref }], left: [expect.objectContaining({ code: 'message-malformed' })] },
  });
  await known.lookedAtAgain();
  expect(await countMessages(clients, deadLetterQueueUrl)).toBe(1);
}

/** A host of the first vCenter that is configured, a message for it, and the end of the run that the message starts. */
async function knownHost(app: DeployedApp) {
  const { first } = app;
  const name = first.vcenter.newHost.hostName;
  const moref = (await first.vcenter.administrator.findHost(name)) ?? '';
  const endedAt = async () => (await journalOf(app, first.name, moref))?.outcome?.finishedAt;
  const before = await endedAt();
  const cause = { kind: 'sweep', sweep: crypto.randomUUID() };
  return {
    moref,
    message: JSON.stringify({ version: 1, vcenter: first.name, host: { moref, name }, cause }),
    group: `${first.name}/${moref}`,
    lookedAtAgain: () => waitFor(`another look at ${name}`, async () => (await endedAt()) !== before, PATIENCE),
  };
}

/** One vCenter keeps its function waiting; the other one's host is configured meanwhile. */
export async function hangingVcenter(app: DeployedApp): Promise<void> {
  const { first, second, clients } = app;
  const hostName = 'esx-slow.corp.example';
  const hang = { method: 'RetrievePropertiesEx', host: hostName, delayMs: 25_000, count: 1 };
  await second.vcenter.simulator?.change({ faults: [hang], replaceFaults: true });
  const slow = await second.vcenter.administrator.addHost({ hostName });
  const isInHand = async () => (await countMessages(clients, second.queueUrl)) > 0;
  await waitFor('the function to wait for the slow vCenter', isInHand, PATIENCE);

  const known = await knownHost(app);
  await sendText(clients, first.queueUrl, known.message, known.group);
  await known.lookedAtAgain();
  expect(await isInHand()).toBe(true);
  expect((await journalOf(app, second.name, slow.moref))?.outcome).toBeUndefined();
  await endOf(app, second, slow, 'converged');
  await expectConfigured(second, slow);
}
