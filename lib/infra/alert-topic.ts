import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';

/** Props of {@link AlertTopic}. */
export interface AlertTopicProps {
  /** Each gets a mail that asks to confirm. */
  readonly addresses: readonly string[];
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The topic that functions and alarms alert people by. Alarms need two grants that nothing fails without: CloudWatch
 * only drops the alert. AWS's own key for SNS cannot give the first (Amazon SNS developer guide, "Enable compatibility
 * between event sources and encrypted topics"), and a policy of our own takes the place of the default one, which has
 * the second.
 */
export class AlertTopic extends Construct {
  readonly topic: Topic;
  readonly key: Key;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', { enableKeyRotation: true, removalPolicy: props.removalPolicy });
    this.topic = new Topic(this, 'Topic', { masterKey: this.key, enforceSSL: true });
    const { account, partition, region } = Stack.of(this);
    const cloudWatch = {
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
      },
    };
    this.key.addToResourcePolicy(
      new PolicyStatement({ ...cloudWatch, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }),
    );
    this.topic.addToResourcePolicy(
      new PolicyStatement({ ...cloudWatch, actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
    );
    for (const address of props.addresses) this.topic.addSubscription(new EmailSubscription(address));
    acknowledge(this, {
      'Serverless-SNSRedrivePolicy':
        'SNS itself retries mail for hours; a mailbox that is gone is no queue that somebody would work off.',
    });
  }
}
