/**
 * The product as it is deployed: the real app, bootstrapped and deployed by the CDK on an emulated AWS with IAM
 * enforced, its functions run from their bundles, and vCenters that are simulators in processes of their own.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isInstalled } from '../outsiders/places.ts';
import { type DeployedApp, startDeployedApp } from './deployment.ts';
import { deadLetters, hangingVcenter, refusedUntilFixed } from './mishaps.ts';
import { addedBesideClusters, addedToCluster, foundBySweep, wokenByOtherForwarder } from './onboarding.ts';
import { ministack } from './places.ts';
import { destroyed, updatedInPlace } from './upkeep.ts';

/** The runner has said why it is not installed. */
const describeDeployed = isInstalled(ministack) ? describe : describe.skip;

/** What only a simulator can be told is left out where the environment names a vCenter. */
const isSimulated = (process.env['VCENTER_URL'] ?? '') === '';
const testSimulated = isSimulated ? test : test.skip;
if (!isSimulated) process.stderr.write('VCENTER_URL is set: tests that need a simulator are skipped\n');

describeDeployed('the deployed product', () => {
  let app: DeployedApp;

  beforeAll(async () => {
    app = await startDeployedApp();
  }, 400_000);
  afterAll(() => app?.close());

  test("is the app's template, but for what the emulator lacks or judges otherwise than AWS", () => {
    const changes = app.deployed.changes.map((change) => change.replace(/[0-9A-F]{8}/, ''));
    expect(changes.toSorted()).toEqual([
      'FunctionsconfigurehostRoleDefaultPolicy: sqs:DeleteMessageBatch',
      'FunctionsconfigurehostRoleDefaultPolicy: ssm:GetParameters on *',
      'FunctionsforwardeventsRoleDefaultPolicy: sqs:SendMessageBatch',
      'FunctionsreplayeventsRoleDefaultPolicy: sqs:DeleteMessageBatch',
      'FunctionsreplayeventsRoleDefaultPolicy: sqs:SendMessageBatch',
      'FunctionssweephostsRoleDefaultPolicy: sqs:SendMessageBatch',
      'FunctionssweephostsRoleDefaultPolicy: ssm:GetParametersByPath on *',
      'OperatorsPolicy: sqs:DeleteMessageBatch',
      'OperatorsPolicy: sqs:SendMessageBatch',
      'OperatorsPolicy: ssm:GetParameters on *',
      'OperatorsPolicy: ssm:GetParametersByPath on *',
      'OtherForwardersaccepteventsRoleDefaultPolicy: sqs:SendMessageBatch',
      'without AWS::Events::EventBusPolicy OtherForwardersBuscdkSender0',
    ]);
  });

  test('configures a host that is added to a cluster', () => addedToCluster(app));
  testSimulated('configures a host that is added beside the clusters', () => addedBesideClusters(app));
  testSimulated('finds a host that no event tells of by a sweep', () => foundBySweep(app));
  testSimulated("is woken by another forwarder's event on its bus", () => wokenByOtherForwarder(app));
  testSimulated('refuses wrong settings, tells people, and replays by code when they are right', () =>
    refusedUntilFixed(app),
  );
  testSimulated('gives up a message that is no JSON, says why, and moves the other dead letters', () =>
    deadLetters(app),
  );
  testSimulated('configures a host while another vCenter hangs', () => hangingVcenter(app));
  testSimulated('keeps journal and names when it is deployed over with another context', () => updatedInPlace(app));
  testSimulated('leaves nothing when it is destroyed', () => destroyed(app));
});
