/** The roles of the template against the calls that the real handlers make, on emulators. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { arnsIn, covers, grantsOf } from './granted.ts';
import {
  FUNCTIONS,
  type FunctionName,
  type RecordedFunctions,
  startRecordedFunctions,
  VCENTER,
} from './recorded-functions.ts';
import { playAll, SCENARIO } from './recorded-stories.ts';
import { synthesise } from './synthesised.ts';

const LAMBDA_LOGS = 'Lambda writes the log in the name of the function.';
const LAMBDA_STANDS = 'Lambda makes and removes the network interface of a function in a VPC in its name.';
const LAMBDA_MAPS = 'Lambda works off the queue in the name of the function.';
const KEYS =
  'A service asks for its key in the name of who calls it: SNS for that of the topic, Secrets Manager for that of vc02.';

const RUNS = { 'logs:CreateLogStream': LAMBDA_LOGS, 'logs:PutLogEvents': LAMBDA_LOGS };
const RUNS_IN_VPC = {
  ...RUNS,
  'ec2:AssignPrivateIpAddresses': LAMBDA_STANDS,
  'ec2:CreateNetworkInterface': LAMBDA_STANDS,
  'ec2:DeleteNetworkInterface': LAMBDA_STANDS,
  'ec2:DescribeNetworkInterfaces': LAMBDA_STANDS,
  'ec2:DescribeSubnets': LAMBDA_STANDS,
  'ec2:UnassignPrivateIpAddresses': LAMBDA_STANDS,
};
const ANNOUNCES = { 'kms:Decrypt': KEYS, 'kms:GenerateDataKey': KEYS };
const WORKS_OFF_QUEUE = {
  'sqs:ChangeMessageVisibility': LAMBDA_MAPS,
  'sqs:DeleteMessage': LAMBDA_MAPS,
  'sqs:GetQueueAttributes': LAMBDA_MAPS,
  'sqs:GetQueueUrl': LAMBDA_MAPS,
  'sqs:ReceiveMessage': LAMBDA_MAPS,
};

/** What a role allows that no call of ours shows, and why it does. */
const NOT_SEEN: Readonly<Record<FunctionName, Readonly<Record<string, string>>>> = {
  'configure-host': { ...RUNS_IN_VPC, ...ANNOUNCES, ...WORKS_OFF_QUEUE },
  'forward-events': { ...RUNS_IN_VPC, ...ANNOUNCES },
  'sweep-hosts': { ...RUNS_IN_VPC, ...ANNOUNCES },
  'replay-events': { ...RUNS_IN_VPC, 'kms:Decrypt': KEYS },
  'accept-events': RUNS,
};

let functions: RecordedFunctions;
let template: Template;

beforeAll(async () => {
  template = synthesise().template;
  functions = await startRecordedFunctions(SCENARIO);
  await playAll(functions);
}, 180_000);
afterAll(() => functions?.close());

describe.each(FUNCTIONS)('the role of %s', (name) => {
  test('allows each call that was made, on what it was made on', () => {
    const arnOf = arnsIn(template, functions.emulators, VCENTER);
    const grants = grantsOf(template, name);
    const refused = functions
      .calls()
      [name].map(({ action, resource }) => ({ action, arn: arnOf(resource) }))
      .filter(({ action, arn }) => !grants.some((grant) => grant.action === action && covers(grant, arn)));
    expect(refused).toEqual([]);
  });

  test('allows no other action than those, but for what is explained', () => {
    const seen = new Set(functions.calls()[name].map(({ action }) => action));
    const allowed = new Set(grantsOf(template, name).map(({ action }) => action));
    const surplus = [...allowed].filter((action) => !seen.has(action));
    expect(surplus.toSorted()).toEqual(Object.keys(NOT_SEEN[name]).toSorted());
  });
});
