/** What the roles of a template allow, and the resources of the emulators by the ARNs that the template has for them. */
import type { Template } from 'aws-cdk-lib/assertions';
import type { Emulators } from '../../local/emulators.ts';

/** One action on one resource, which may hold wildcards. */
export interface Grant {
  readonly action: string;
  /** As text: `<JournalTableE0A5D4A5.Arn>/index/deferred`, `arn:<AWS::Partition>:ssm:…`. */
  readonly resource: string;
}

/** All that the role of a function allows. */
export function grantsOf(template: Template, functionName: string): Grant[] {
  const role = new RegExp(`${functionName.replaceAll('-', '')}Role`);
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const statements = policies
    .filter(([id]) => role.test(id))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  return statements.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((each) => ({ action, resource: textOf(each) }))),
  );
}

/** Whether a grant is for that resource. */
export function covers({ resource }: Grant, arn: string): boolean {
  const pattern = resource.split('*').map((part) => part.replace(/[.$^(){}|[\]\\+?]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(arn);
}

/** @returns the ARN in the template of what a call of the emulators names; the name itself when nothing is known of it */
export function arnsIn(template: Template, emulators: Emulators, vcenter: string): (name: string) => string {
  const idOf = (type: string, prefix: string) =>
    Object.keys(template.findResources(type)).find((id) => id.startsWith(prefix)) ?? `no ${prefix}`;
  const queue = `<${idOf('AWS::SQS::Queue', `Queue${vcenter}Queue`)}.Arn>`;
  const deadLetters = `<${idOf('AWS::SQS::Queue', `Queue${vcenter}DeadLetterQueue`)}.Arn>`;
  const known = new Map([
    [emulators.table, `<${idOf('AWS::DynamoDB::Table', 'Journal')}.Arn>`],
    [nameOf(emulators.queueUrl), queue],
    [nameOf(emulators.deadLetterQueueUrl), deadLetters],
    [emulators.alertTopicArn, `<${idOf('AWS::SNS::Topic', 'Alerts')}>`],
    [emulators.eventBus, `<${idOf('AWS::Events::EventBus', 'Results')}.Arn>`],
  ]);
  return (name) => {
    if (name.startsWith('/provisioning-stack/'))
      return `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${name}`;
    const [table = '', index] = name.split('/index/');
    if (index !== undefined) return `${known.get(table) ?? table}/index/${index}`;
    return known.get(name) ?? known.get(nameOf(name)) ?? name;
  };
}

function nameOf(queueUrl: string): string {
  return queueUrl.split('/').at(-1) ?? '';
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(textOf).join('');
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
  const joined = 'Fn::Join' in value && Array.isArray(value['Fn::Join']) ? value['Fn::Join'] : [];
  return textOf(joined[1]);
}
