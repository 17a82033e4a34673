/**
 * What MiniStack 1.5.33 cannot deploy, or judges otherwise than AWS. The product's template is not bent for it: it is
 * synthesised as it is, and this is what the copy that is deployed has otherwise.
 */

/** A template as `cdk synth` writes it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A template with one of these is refused whole. The policy says which other accounts may put events on the bus. */
const UNKNOWN_TYPES = ['AWS::Events::EventBusPolicy'];

/** These are checked against `*`, whatever is asked for, so that a grant for some parameters is a grant for none. */
const JUDGED_AGAINST_ALL = ['ssm:GetParameters', 'ssm:GetParametersByPath'];

/** AWS allows the batch of a call to whom it allows the call (Amazon SQS API reference); MiniStack wants it named. */
const JUDGED_AS_BATCH: Readonly<Record<string, string>> = {
  'sqs:SendMessage': 'sqs:SendMessageBatch',
  'sqs:DeleteMessage': 'sqs:DeleteMessageBatch',
};

/** The output with the ARN of the test's operator. */
export const OPERATOR_OUTPUT = 'TestOperator';

/** Not the emulator's need but the test's: a role with the policy that the stack makes for operators, and no other. */
function operatorOf({ Resources }: Template): Resource {
  const policies = Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::IAM::ManagedPolicy');
  const Principal = { AWS: { Ref: 'AWS::AccountId' } };
  const AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] };
  const ManagedPolicyArns = policies.map((id) => ({ Ref: id }));
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, ManagedPolicyArns } };
}

/** @returns the template to deploy, and what it has otherwise, a line each */
export function bridge(template: Template): { readonly template: Template; readonly changes: readonly string[] } {
  const changes: string[] = [];
  const kept = Object.entries(template.Resources).filter(([id, { Type }]) => {
    if (UNKNOWN_TYPES.includes(Type)) changes.push(`without ${Type} ${id}`);
    return !UNKNOWN_TYPES.includes(Type);
  });
  const resources = kept.map(([id, resource]) => [id, widen(id, resource, changes)] as const);
  const Resources = { ...Object.fromEntries(resources), TestOperatorRole: operatorOf(template) };
  const Outputs = { ...template.Outputs, [OPERATOR_OUTPUT]: { Value: { 'Fn::GetAtt': ['TestOperatorRole', 'Arn'] } } };
  return { template: { ...template, Resources, Outputs }, changes };
}

function widen(id: string, resource: Resource, changes: string[]): Resource {
  const document = resource.Properties?.['PolicyDocument'];
  if (!isPolicy(resource.Type) || !isDocument(document)) return resource;
  const more = document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => {
    const actions = [statement.Action].flat();
    const onAll = actions.filter((action) => JUDGED_AGAINST_ALL.includes(action));
    const batches = actions.flatMap((action) => JUDGED_AS_BATCH[action] ?? []);
    changes.push(...onAll.map((action) => `${id}: ${action} on *`), ...batches.map((action) => `${id}: ${action}`));
    return [
      ...(onAll.length === 0 ? [] : [{ ...statement, Action: onAll, Resource: '*' }]),
      ...(batches.length === 0 ? [] : [{ ...statement, Action: batches }]),
    ];
  });
  if (more.length === 0) return resource;
  const PolicyDocument = { ...document, Statement: [...document.Statement, ...more] };
  return { ...resource, Properties: { ...resource.Properties, PolicyDocument } };
}

function isPolicy(type: string): boolean {
  return type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy';
}

interface PolicyDocument {
  readonly Statement: readonly { readonly Effect: string; readonly Action: string | readonly string[] }[];
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && 'Statement' in value && Array.isArray(value.Statement);
}
