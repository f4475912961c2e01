import { Aws, Duration } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, type Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { LambdaWork } from '../../routes/routes.ts'
import type { Route } from '../../routes/shape.ts'
import { keys, table as schema } from '../../store/table/schema.ts'
import type { EventsOut } from '../events-out.ts'
import type { FailureTopic } from '../failure-topic.ts'
import type { MailIdentity } from '../mail-identity.ts'
import { type LedgerTable, type MemberTable, streamPermission } from '../member-table.ts'
import { type LiveAlias, liveAlias } from '../rollout/live-alias.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'
import type { StageKey } from '../stage/stage-key.ts'
import type { StageSecret } from '../stage/stage-secret.ts'
import type { UploadBucket } from '../upload-bucket.ts'
import { bundledFunction } from './bundled-function.ts'
import { type EnvironmentSources, environmentOf } from './door-environment.ts'
import type { StageFiles } from './stage-files.ts'
import { trace, tracePermission } from './tracing.ts'

/** The function's route and the resources it may touch. */
export interface DoorFunctionProps {
  /** The caller and the touched resources: a route, a scheduled job, or a listener on the table's stream. */
  readonly route: LambdaWork
  readonly stage: DeployedStage
  readonly origin: string
  readonly table: MemberTable
  /** The table of erased members' ids. */
  readonly ledger: LedgerTable
  readonly secrets: Readonly<Record<Route['touches']['secrets'][number], StageSecret>>
  readonly mail: MailIdentity
  readonly uploads: UploadBucket
  /** The stage's own key, if it has one. */
  readonly key: StageKey | undefined
  /** The stage's files for the bundle. */
  readonly files: StageFiles
  readonly events: EventsOut
  /** The queue to which Lambda reports failed asynchronous calls. */
  readonly failed?: IQueue
  /** The topic of the failures that the function itself reports. */
  readonly failures?: FailureTopic | undefined
  /** The webhook that a consumer posts to. */
  readonly webhook?: EnvironmentSources['webhook']
}

/**
 * A phone number is not a resource, so the permission covers publishing to anything but topics and endpoints.
 */
const smsPermission = () =>
  new PolicyStatement({ actions: ['sns:Publish'], notResources: [`arn:${Aws.PARTITION}:sns:*:*:*`] })

/** The condition that a function reaches the partition of one row alone, where its route says so. */
const rowsOf = ({ touches }: LambdaWork) =>
  'rows' in touches
    ? { conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [keys.healthNote().PK] } } }
    : {}

const reportPermission = (queue: IQueue) =>
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })

const recordPermission = (ledger: LedgerTable) =>
  new PolicyStatement({ actions: ['dynamodb:UpdateItem'], resources: [ledger.tableArn] })

/** The gateway times out after 30 seconds, and a visitor gives up much sooner. */
const doorTimeout = Duration.seconds(10)
/** No visitor waits for a listener. A batch is many calls to another service, each of which may be slow. */
const listenerTimeout = Duration.seconds(60)

/** A receiver has 15 seconds, and the secret is read before. */
const consumerTimeout = Duration.seconds(30)

function timeoutOf(route: LambdaWork): Duration {
  if ('filter' in route || 'topic' in route) return listenerTimeout
  if ('queue' in route) return consumerTimeout
  // A job may run until shortly before its next schedule.
  return 'everyMinutes' in route ? Duration.seconds(route.everyMinutes * 60 - 30) : doorTimeout
}

/** The calls that Lambda keeps for a function, and takes from the rest of the account. No door of a route is a job. */
function reservationOf(route: LambdaWork, { throttles: { reservedConcurrency } }: DeployedStage) {
  const reserved = reservedConcurrency['doors' in route ? 'doors' : 'jobs']
  return reserved === null ? {} : { reservedConcurrentExecutions: reserved }
}

/**
 * The Lambda of one route, job or listener, with its own role and log. The role allows exactly the touched
 * resources.
 */
export class DoorFunction extends Construct {
  readonly function: LambdaFunction

  constructor(scope: Construct, id: string, props: DoorFunctionProps) {
    super(scope, id)
    const { route, stage, origin, table, secrets, mail, events } = props
    const environment = environmentOf(route, {
      stage,
      origin,
      tableName: table.tableName,
      ledgerName: props.ledger.tableName,
      keysArn: secrets.keys.secretArn,
      lookupArn: secrets.lookup.secretArn,
      configurationSet: mail.namedConfigurationSet,
      busName: events.bus.eventBusName,
      uploadBucket: props.uploads.bucketName,
      failureTopicArn: props.failures?.topicArn,
      webhook: props.webhook,
    })
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetention,
      removalPolicy: stage.logRemovalPolicy,
    })
    const role = this.#role(logGroup, props)
    this.function = bundledFunction(this, 'Function', {
      route,
      files: props.files,
      description: `ieum ${stage.name}: ${route.does}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: route.memory,
      timeout: timeoutOf(route),
      role,
      environment,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...reservationOf(route, stage),
    })
    if (stage.traces) trace(this.function, role)
  }

  /** The alias that a schedule, a stream, a topic or a queue calls. The API's aliases stand in `LiveDoors`. */
  live(): LiveAlias {
    return liveAlias(this, 'Live', this.function)
  }

  /** AWS's basic execution policy would allow writing to every log of the account. */
  #role(
    logGroup: ILogGroup,
    { route, stage, table, ledger, secrets, mail, events, uploads, key, failed, failures }: DoorFunctionProps,
  ): Role {
    const logging = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    })
    const rows = new PolicyStatement({
      actions: route.touches.table.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
      ...rowsOf(route),
    })
    const due = new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${schema.dueIndex.name}`],
    })
    const reading = new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: route.touches.secrets.map((kind) => secrets[kind].secretArn),
    })
    const { uploads: uploading = [] } = route.touches
    const sends = 'sends' in route.touches && route.touches.sends
    const statements = [
      logging,
      ...(route.touches.table.length > 0 ? [rows] : []),
      ...('index' in route.touches && route.touches.index ? [due] : []),
      ...(route.touches.ledger ? [recordPermission(ledger)] : []),
      ...(route.touches.secrets.length > 0 ? [reading] : []),
      ...(sends ? [mail.sendPermission(), mail.lookPermission()] : []),
      ...('filter' in route ? [streamPermission(table)] : []),
      ...(failed === undefined ? [] : [reportPermission(failed)]),
      ...(failures === undefined ? [] : [failures.publishPermission()]),
      ...('bus' in route.touches && route.touches.bus ? [events.putEventsPermission()] : []),
      ...(sends ? [smsPermission()] : []),
      ...(uploading.length > 0 ? [uploads.objectPermission(uploading)] : []),
      ...(stage.traces ? [tracePermission()] : []),
      ...(key?.permissions({ route, failed: failed !== undefined, failures: failures !== undefined }) ?? []),
    ]
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { touches: new PolicyDocument({ statements }) },
    })
    if (uploading.length > 0) uploads.acknowledgeWildcard(role)
    return role
  }
}
