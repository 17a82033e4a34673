/** What the functions may do: one grant for each thing that they do, no wider than the calls that it makes. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { connectionParameter, DEFERRED_INDEX, settingsParameter } from '../contract.ts';
import { acknowledgeWildcards } from './acknowledgements.ts';
import type { AlertTopic } from './alert-topic.ts';
import type { HostEventsQueue } from './host-events-queue.ts';
import type { VcenterContext } from './vcenter-context.ts';

/** Calls of DynamoDB, and what of the table they are made on. */
export function grantTable(role: Role, table: Table, actions: readonly string[], index?: 'deferred'): void {
  allow(
    role,
    actions.map((action) => `dynamodb:${action}`),
    [table.tableArn],
  );
  if (index !== undefined) allow(role, ['dynamodb:Query'], [`${table.tableArn}/index/${DEFERRED_INDEX}`]);
}

/** SendMessageBatch, which IAM knows as SendMessage. */
export function grantSend(role: Role, queues: readonly IQueue[]): void {
  allow(
    role,
    ['sqs:SendMessage'],
    queues.map(({ queueArn }) => queueArn),
  );
}

/** Taking messages off the dead-letter queues, which the queues themselves name. */
export function grantRedrive(role: Role, queues: readonly HostEventsQueue[]): void {
  allow(
    role,
    ['sqs:GetQueueAttributes'],
    queues.flatMap(({ queue, deadLetterQueue }) => [queue.queueArn, deadLetterQueue.queueArn]),
  );
  allow(
    role,
    ['sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
    queues.map(({ deadLetterQueue }) => deadLetterQueue.queueArn),
  );
}

/** Results on the bus and alerts to people. */
export function grantAnnounce(role: Role, bus: EventBus, alerts: AlertTopic): void {
  allow(role, ['events:PutEvents'], [bus.eventBusArn]);
  allow(role, ['sns:Publish'], [alerts.topic.topicArn]);
  allow(role, ['kms:Decrypt', 'kms:GenerateDataKey'], [alerts.key.keyArn]);
}

/** The connection parameters, and the secrets that they name. */
export function grantConnections(role: Role, vcenters: readonly VcenterContext[]): void {
  allow(
    role,
    ['ssm:GetParameter'],
    vcenters.map(({ name }) => parameterArn(role, connectionParameter(name))),
  );
  allow(
    role,
    ['secretsmanager:GetSecretValue'],
    vcenters.map(({ secretArn }) => secretArn),
  );
  allow(
    role,
    ['kms:Decrypt'],
    vcenters.flatMap(({ secretKeyArn }) => secretKeyArn ?? []),
  );
}

/** The settings of hosts, by name. */
export function grantSettings(role: Role, vcenters: readonly VcenterContext[]): void {
  const scopes = ['defaults', 'datacenters/*', 'hosts/*'];
  const names = vcenters.flatMap(({ name }) => scopes.map((scope) => settingsParameter(name, scope)));
  acknowledgeParameters(role, names);
  allow(
    role,
    ['ssm:GetParameters'],
    names.map((name) => parameterArn(role, name)),
  );
}

/** The whole tree of a vCenter. */
export function grantSettingsTree(role: Role, vcenters: readonly VcenterContext[]): void {
  const roots = vcenters.map(({ name }) => settingsParameter(name, '').slice(0, -1));
  // whether or not IAM sees a slash at the end of the path that is asked for
  const names = roots.flatMap((root) => [root, `${root}/*`]);
  acknowledgeParameters(role, names);
  allow(
    role,
    ['ssm:GetParametersByPath'],
    names.map((name) => parameterArn(role, name)),
  );
}

function acknowledgeParameters(role: Role, names: readonly string[]): void {
  const reason = 'Settings are named after datacenters, clusters and hosts, which are not known when this is deployed.';
  acknowledgeWildcards(
    role,
    names.map((name) => parameterArn(role, name)),
    reason,
  );
}

/** @param name with its leading slash, which the ARN has not twice */
export function parameterArn(scope: Role | Stack, name: string): string {
  const resourceName = name.slice(1);
  return Stack.of(scope).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** A statement without resources would be refused: without vCenters there is nothing to allow. */
function allow(role: Role, actions: readonly string[], resources: readonly string[]): void {
  if (resources.length === 0) return;
  role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...new Set(resources)] }));
}
