import { Duration } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { JobId } from '../../routes/jobs.ts'
import type { ListenerId } from '../../routes/listeners.ts'
import { entryOf, type RouteId } from '../../routes/routes.ts'
import type { Job, Listener, Route, SecretKind } from '../../routes/shape.ts'
import { table as schema } from '../../store/table/schema.ts'
import type { EventsOut } from '../events-out.ts'
import type { MailIdentity } from '../mail-identity.ts'
import type { MemberTable } from '../member-table.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'
import type { StageSecret } from '../stage/stage-secret.ts'
import type { UploadBucket } from '../upload-bucket.ts'
import { bundlingOf } from './bundling.ts'
import { environmentOf } from './door-environment.ts'
import type { StageFiles } from './stage-files.ts'

export interface DoorFunctionProps {
  /** What calls it, and what it may touch: a route, a job that a schedule calls, or what the table's stream calls. */
  readonly route:
    | (Route & { readonly id: RouteId })
    | (Job & { readonly id: JobId })
    | (Listener & { readonly id: ListenerId })
  readonly stage: DeployedStage
  readonly origin: string
  readonly table: MemberTable
  readonly secrets: Readonly<Record<SecretKind, StageSecret>>
  readonly mail: MailIdentity
  readonly uploads: UploadBucket
  /** What its bundle takes in of the stage. */
  readonly files: StageFiles
  readonly events: EventsOut
  /** Where Lambda says that a call failed which nobody waited for. */
  readonly failed?: IQueue
}

/** A phone number is no resource: what is allowed is to publish to whatever is no topic and no endpoint. */
const texting = () => new PolicyStatement({ actions: ['sns:Publish'], notResources: ['arn:aws:sns:*:*:*'] })

const telling = (queue: IQueue) =>
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })

/** The gateway gives up after 30 seconds, and a visitor much sooner. */
const doorTimeout = Duration.seconds(10)
/** Nobody waits for what the stream calls; a batch of it is some ten calls to the bus, each of which may be slow. */
const listenerTimeout = Duration.seconds(60)

function timeoutOf(route: DoorFunctionProps['route']): Duration {
  // A job takes its time, as long as it is done before the schedule calls it again.
  if ('everyMinutes' in route) return Duration.seconds(route.everyMinutes * 60 - 30)
  return 'hears' in route ? listenerTimeout : doorTimeout
}

/** The Lambda of one route or job, with a role and a log of its own: it may do what is listed there, and nothing else. */
export class DoorFunction extends Construct {
  readonly function: NodejsFunction

  constructor(scope: Construct, id: string, props: DoorFunctionProps) {
    super(scope, id)
    const { route, stage, origin, table, secrets, mail, events } = props
    const environment = environmentOf(route, {
      stage,
      origin,
      tableName: table.tableName,
      keysArn: secrets.keys.secretArn,
      lookupArn: secrets.lookup.secretArn,
      configurationSet: mail.namedConfigurationSet,
      busName: events.bus.eventBusName,
      uploadBucket: props.uploads.bucketName,
    })
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetention,
      removalPolicy: stage.logRemovalPolicy,
    })
    this.function = new NodejsFunction(this, 'Function', {
      description: `ieum ${stage.name}: ${route.does}`,
      entry: entryOf(route.id),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: route.memory,
      timeout: timeoutOf(route),
      role: this.#role(logGroup, props),
      environment,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      bundling: bundlingOf(route, props.files),
    })
  }

  /** AWS's own basic policy would allow writing to every log of the account. */
  #role(
    logGroup: ILogGroup,
    { route, table, secrets, mail, events, uploads, failed }: DoorFunctionProps,
  ): Role {
    const logging = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    })
    const rows = new PolicyStatement({
      actions: route.touches.table.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
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
    const statements = [
      logging,
      ...(route.touches.table.length > 0 ? [rows] : []),
      ...('index' in route.touches && route.touches.index ? [due] : []),
      ...(route.touches.secrets.length > 0 ? [reading] : []),
      ...(route.touches.mail ? [mail.sending()] : []),
      ...('hears' in route ? events.hearing(table) : []),
      ...('bus' in route.touches && route.touches.bus ? [events.telling()] : []),
      ...(failed === undefined ? [] : [telling(failed)]),
      ...(route.touches.sms === true ? [texting()] : []),
      ...(uploading.length > 0 ? [uploads.allowing(uploading)] : []),
    ]
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { touches: new PolicyDocument({ statements }) },
    })
    if (uploading.length > 0) uploads.explain(role)
    return role
  }
}
