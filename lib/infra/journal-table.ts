import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { DEFERRED_INDEX, JOURNAL_KEYS } from '../contract.ts';

/** Props of {@link JournalTable}. */
export interface JournalTableProps {
  readonly removalPolicy: RemovalPolicy;
}

/** The journal: outcomes, leases, checkpoints and baselines, with the sparse index of deferred hosts. */
export class JournalTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: JournalTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: JOURNAL_KEYS.table.partition, type: AttributeType.STRING },
      sortKey: { name: JOURNAL_KEYS.table.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: props.removalPolicy,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: DEFERRED_INDEX,
      partitionKey: { name: JOURNAL_KEYS.deferredIndex.partition, type: AttributeType.STRING },
      sortKey: { name: JOURNAL_KEYS.deferredIndex.sort, type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }
}
