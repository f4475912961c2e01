import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  Billing,
  CfnGlobalTable,
  type ITableV2,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { table } from '../store/table/schema.ts'
import type { DeployedStage } from './stage/deployed-stage.ts'
import type { StageKey } from './stage/stage-key.ts'

/** What the stack asks of its table. */
export interface MemberTable
  extends Pick<ITableV2, 'tableName' | 'tableArn' | 'metricThrottledRequestsForOperations'> {
  readonly tableStreamArn?: string | undefined
}

/**
 * The one table: the stage's own, or the existing one that its file names, such as a restored one. Only the stack that
 * made a table sets it up; nothing of an existing one is changed.
 */
export const memberTable = (
  scope: Construct,
  id: string,
  { table: existing, key }: Pick<DeployedStage, 'table'> & { readonly key?: StageKey | undefined },
) =>
  existing === null
    ? newTable(scope, id, key)
    : TableV2.fromTableAttributes(scope, `Existing${id}`, {
        tableName: existing.name,
        tableStreamArn: existing.streamArn,
      })

/**
 * A table with the keys of `lib/store/table/schema.ts`. It holds people's accounts, so neither a faulty deployment nor
 * the end of the stack deletes it. A failed first deployment leaves it behind too, empty and with a name of its own: its
 * protection would refuse the deletion, and the rollback would fail.
 */
function newTable(scope: Construct, id: string, key: StageKey | undefined): TableV2 {
  const made = new TableV2(scope, id, {
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
  if (key !== undefined) encrypt(made, key)
  return made
}

/** The construct takes a key only in a stack that names its region. */
function encrypt({ node }: TableV2, key: StageKey): void {
  const { defaultChild } = node
  if (!(defaultChild instanceof CfnGlobalTable))
    throw new Error('the table has no AWS::DynamoDB::GlobalTable')
  defaultChild.sseSpecification = { sseEnabled: true, sseType: 'KMS' }
  defaultChild.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: key.keyArn })
}

/** What the stack asks of the ledger of erasures. */
export type LedgerTable = Pick<ITableV2, 'tableName' | 'tableArn'>

/**
 * The ids of erased members, in a table of its own: a restore of the members' table leaves it alone. It has no expiry, since
 * a backup may be old, and nothing else of an erased member is anywhere that such an id would lead to.
 */
export function erasureLedger(scope: Construct, id: string, key?: StageKey): TableV2 {
  const made = new TableV2(scope, id, {
    partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
    sortKey: { name: table.sortKey, type: AttributeType.STRING },
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  if (key !== undefined) encrypt(made, key)
  return made
}

/** The permission to read a table's stream. Lambda does it in the function's name. */
export function streamPermission({ tableStreamArn }: MemberTable): PolicyStatement {
  if (tableStreamArn === undefined) throw new Error('the table has no stream')
  const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
  return new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [tableStreamArn],
  })
}
