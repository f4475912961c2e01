import { CfnOutput, Fn } from 'aws-cdk-lib'
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import type { ApiAddress } from './api/api-address.ts'
import type { Edge } from './edge/edge.ts'
import type { MailIdentity } from './mail-identity.ts'
import type { LedgerTable } from './member-table.ts'
import type { StageKey } from './stage/stage-key.ts'
import type { StageSecret } from './stage/stage-secret.ts'
import type { UploadBucket } from './upload-bucket.ts'

/** What the stage has, and what an operator must find. */
interface StageResources {
  readonly table: Pick<ITableV2, 'tableName'>
  readonly ledger: LedgerTable
  readonly bus: EventBus
  readonly keys: StageSecret
  readonly lookup: StageSecret
  readonly key: StageKey | undefined
  readonly uploads: UploadBucket
  readonly mail: MailIdentity
  readonly address: ApiAddress
  readonly edge: Edge | undefined
}

/**
 * Outputs of the stack, by the names that the pages call. They stand in the construct itself, so the stack of one stage has these
 * names, and a stack of somebody else's app has its own prefix before them.
 */
export function tellOperator(scope: Construct, resources: StageResources): void {
  const { address, edge, key, mail } = resources
  const tell = (name: string, value: string | undefined, description: string) =>
    value === undefined ? undefined : new CfnOutput(scope, name, { value, description })
  tell('Origin', address.origin, 'The origin at which the stage answers')
  tell('ApiId', address.api.apiId, 'The HTTP API, as policies of callers name it')
  const host = address.domainName
  if (host !== undefined) {
    const record = (target: string) => Fn.join(' CNAME ', [host.name, target])
    const gateway = record(host.regionalDomainName)
    tell('DnsRecord', edge ? record(edge.domainName) : gateway, 'The DNS record of the host')
    tell('GatewayDnsRecord', gateway, 'The DNS record of the host without CloudFront')
  }
  for (const [index, record] of mail.dkimRecords.entries()) {
    tell(`DkimRecord${index + 1}`, record, 'A DNS record of the domain of mail.sender, by which SES signs')
  }
  tell('TableName', resources.table.tableName, 'The table of the members')
  tell('LedgerName', resources.ledger.tableName, 'The table of the ids of erased members')
  tell('EventBusName', resources.bus.eventBusName, 'The bus on which events about members leave')
  tell('UploadBucketName', resources.uploads.bucketName, 'The bucket of uploads')
  tell('KeysSecretName', resources.keys.secretName, 'The secret with keys and credentials')
  tell('LookupSecretName', resources.lookup.secretName, 'The secret by which members are looked up')
  tell('KeyArn', key?.keyArn, 'The key of KMS that closes what the stage keeps')
}
