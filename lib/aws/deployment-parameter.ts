import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Deployment, deploymentParameter } from '../contract.ts';
import { OnboardingError } from '../errors.ts';
import { callAws, isNamed } from './aws-error.ts';

const TEXTS = ['table', 'queueUrl', 'deadLetterQueueUrl', 'alertTopicArn'] as const;
const FUNCTIONS = ['forwardEvents', 'configureHost', 'sweepHosts', 'replayEvents'] as const;

/**
 * Where a vCenter was deployed to.
 * @returns undefined when there is no such parameter
 * @throws OnboardingError `deployment-invalid` with every problem, `parameters-unavailable`
 */
export async function readDeployment(client: SSMClient, vcenter: string): Promise<Deployment | undefined> {
  const name = deploymentParameter(vcenter);
  const read = async () => {
    try {
      return (await client.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
    } catch (error) {
      if (isNamed(error, 'ParameterNotFound')) return undefined;
      throw error;
    }
  };
  const text = await callAws('parameters-unavailable', `read the parameter ${name}`, read, { vcenter });
  return text === undefined ? undefined : parseDeployment(vcenter, name, text);
}

/** Members that it does not know are those of a newer release, and no problem. */
function parseDeployment(vcenter: string, parameter: string, text: string): Deployment {
  const document = parseJson(text);
  if (isDeployment(document)) return document;
  const functions = member(document, 'functions');
  const missing = [
    ...TEXTS.filter((each) => !isText(member(document, each))),
    ...FUNCTIONS.filter((each) => !isText(member(functions, each))).map((each) => `functions.${each}`),
    ...(isMinutes(member(document, 'sweepMinutes')) ? [] : ['sweepMinutes']),
  ];
  const message = `The parameter ${parameter} does not say where ${vcenter} is deployed: nothing of use in ${missing.join(', ')}.`;
  throw new OnboardingError('deployment-invalid', message, { vcenter });
}

function isDeployment(value: unknown): value is Deployment {
  const functions = member(value, 'functions');
  return (
    TEXTS.every((each) => isText(member(value, each))) &&
    FUNCTIONS.every((each) => isText(member(functions, each))) &&
    isMinutes(member(value, 'sweepMinutes'))
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Releases before did not write it. */
function isMinutes(value: unknown): boolean {
  return value === undefined || typeof value === 'number';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
