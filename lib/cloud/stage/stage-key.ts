import { Aws, RemovalPolicy } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { LambdaWork } from '../../routes/routes.ts'

/** What a function reaches behind the key, beside what its route touches. */
interface Reached {
  readonly route: LambdaWork
  /** Whether it reports failed calls into a queue. */
  readonly failed: boolean
  /** Whether it puts failures on a topic. */
  readonly failures: boolean
}

/** A resource of this account and region, as conditions of a policy name it. */
const own = (service: string, name = '*'): string =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${name}`

/**
 * The services that write into queues and topics of the stage (alarms, bounces, failures and events), each for resources of this
 * account alone, by what it tells KMS. CloudWatch names its alarm and SNS its topic. EventBridge names the account, and
 * to a queue with a key no rule (CDK, `aws-events:eventsTargetQueueSameAccount`). SES promises neither to KMS, so SNS says
 * whose topic it is: the topic is the encryption context of what SNS encrypts.
 */
const writers = {
  cloudwatch: {
    StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    ArnLike: { 'aws:SourceArn': own('cloudwatch', 'alarm:*') },
  },
  sns: { ArnLike: { 'aws:SourceArn': own('sns') } },
  events: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  ses: { StringLike: { 'kms:EncryptionContext:aws:sns:topicArn': own('sns') } },
} as const satisfies Record<string, Record<string, Record<string, string>>>

/** Actions that change rows. */
const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem'])

/**
 * The stage's own key of KMS, for its table, secrets, uploads, queues and topics. It outlives the stack as they do: without
 * it they cannot be read. A new one is made of it every year, and the old ones still open what they closed.
 */
export class StageKey extends Key {
  constructor(scope: Construct, id: string, { stageName }: { readonly stageName: string }) {
    super(scope, id, {
      description: `ieum ${stageName}: table, secrets, uploads, queues and topics`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    for (const [name, conditions] of Object.entries(writers)) {
      this.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal(`${name}.amazonaws.com`)],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          conditions,
        }),
      )
    }
  }

  /** The permissions of a function to use the key: by the services that it touches, and never by itself. */
  permissions(reached: Reached): readonly PolicyStatement[] {
    const { table } = reached.route.touches
    const opening = this.#by(servicesOf(reached), ['kms:Decrypt', 'kms:GenerateDataKey'])
    const writing = this.#by(
      ['dynamodb'],
      ['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:DescribeKey'],
    )
    return [...opening, ...(table.some((action) => writes.has(action)) ? writing : [])]
  }

  #by(services: readonly string[], actions: string[]): readonly PolicyStatement[] {
    if (services.length === 0) return []
    const via = services.map((service) => `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`)
    const conditions = { StringEquals: { 'kms:ViaService': via } }
    return [new PolicyStatement({ actions, resources: [this.keyArn], conditions })]
  }
}

/** The services through which a function meets what the key closes. */
function servicesOf({ route, failed, failures }: Reached): readonly string[] {
  const { table, secrets, uploads = [] } = route.touches
  const reached = {
    // Lambda reads the table's stream in the function's name.
    dynamodb: table.length > 0 || 'filter' in route,
    secretsmanager: secrets.length > 0 || 'queue' in route,
    s3: uploads.includes('PutObject'),
    sqs: failed || 'queue' in route,
    sns: failures,
  }
  return Object.entries(reached).flatMap(([service, isReached]) => (isReached ? [service] : []))
}
