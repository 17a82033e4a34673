/** What cdk-nag finds and we mean to do, each with its reason. */
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** @param reasons by the rule of cdk-nag; they hold for everything below the construct */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}

/**
 * Wildcards in policies below the construct. cdk-nag names each one, so that another one is found.
 * @param resources as the statement has them; those without a wildcard need no reason
 */
export function acknowledgeWildcards(construct: IConstruct, resources: readonly string[], reason: string): void {
  const wild = resources.map((resource) => flatten(Stack.of(construct).resolve(resource)));
  for (const each of wild.filter((text) => text.includes('*'))) {
    acknowledge(construct, { [`AwsSolutions-IAM5[Resource::${each}]`]: reason });
  }
}

/** As cdk-nag writes what CloudFormation puts in: `arn:<AWS::Partition>:ssm:…`. */
function flatten(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(flatten).join('');
  if ('Ref' in value) return `<${String(value.Ref)}>`;
  const join = 'Fn::Join' in value && Array.isArray(value['Fn::Join']) ? value['Fn::Join'] : [];
  return flatten(join[1]);
}
