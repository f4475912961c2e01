import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { table } from '../store/table/schema.ts'

/**
 * The one table, with the keys of `lib/store/table/schema.ts`. It holds people's accounts, so neither a
 * faulty deployment nor the end of the stack deletes it.
 */
export class MemberTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
      sortKey: { name: table.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: table.timeToLive,
      billing: Billing.onDemand(),
      globalSecondaryIndexes: [
        {
          indexName: table.dueIndex.name,
          partitionKey: { name: table.dueIndex.partitionKey, type: AttributeType.STRING },
          sortKey: { name: table.dueIndex.sortKey, type: AttributeType.NUMBER },
          // The index is eventually consistent, so its readers read the item itself and keys are enough.
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  /** The permission to read the table's stream. Lambda does it in the function's name. */
  streamPermission(): PolicyStatement {
    if (this.tableStreamArn === undefined) throw new Error('the table has no stream')
    const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
    return new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [this.tableStreamArn],
    })
  }
}
