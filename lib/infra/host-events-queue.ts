import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';

/** Props of {@link HostEventsQueue}. */
export interface HostEventsQueueProps {
  /** Time-out of the function that works it off; visibility is six times that, as AWS advises for Lambda. */
  readonly functionTimeout: Duration;
}

/** Received so often and not worked on, a message is poison. */
const MAX_RECEIVE_COUNT = 3;

/** The FIFO queue of one vCenter's host events, with the dead-letter queue that takes what nobody could work on. */
export class HostEventsQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: HostEventsQueueProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      fifo: true,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.deadLetterQueue, {
      'Serverless-SQSRedrivePolicy': 'It is the dead-letter queue; an alarm says when anything is in it.',
    });
    this.queue = new Queue(this, 'Queue', {
      fifo: true,
      // Our ids are explicit: the body of two messages may be the same for two reasons.
      contentBasedDeduplication: false,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(props.functionTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }
}
