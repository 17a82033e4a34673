/** The stack of the documented context, or of one that differs from it, without bundles. */
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readContext } from '../../lib/infra/context.ts';
import { OnboardingStack } from '../../lib/infra/onboarding-stack.ts';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** As `cdk` has them from cdk.json: they change the template. */
const flags: Readonly<Record<string, unknown>> = read('cdk.json').context;

/** The members of docs/deployment-context.example.json. */
export const example: Readonly<Record<string, unknown>> = read('docs/deployment-context.example.json');

/** @param over members that differ from the example; undefined leaves one out */
export function synthesise(over: Readonly<Record<string, unknown>> = {}) {
  const app = new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [] } });
  const deployment = readContext(JSON.parse(JSON.stringify({ ...example, ...over })));
  const stack = new OnboardingStack(app, 'Test', { deployment });
  return { app, stack, template: Template.fromStack(stack) };
}

/** One statement of a policy, its members as lists. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** As JSON text each. */
  readonly resources: readonly string[];
}

/** The statements of the policy of a function's role. */
export function statementsOf(template: Template, functionName: string): Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const id = functionName.replaceAll('-', '');
  return policies
    .filter(([name]) => name.startsWith(`Functions${id}Role`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .map(toStatement);
}

/** A statement as the template has it. */
export function toStatement(statement: { Effect: string; Action: unknown; Resource: unknown }): Statement {
  return {
    effect: statement.Effect,
    actions: [statement.Action].flat().map(String),
    resources: [statement.Resource].flat().map((resource) => JSON.stringify(resource)),
  };
}
