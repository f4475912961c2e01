import { Tags } from 'aws-cdk-lib'
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import type { ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { jobs } from '../routes/jobs.ts'
import { listeners } from '../routes/listeners.ts'
import { type LambdaWork, routes } from '../routes/routes.ts'
import { subscribers } from '../routes/subscribers.ts'
import { Alarms } from './alarms.ts'
import { ApiAddress } from './api/api-address.ts'
import { HttpDoors } from './api/http-api.ts'
import { Funnel } from './dashboard.ts'
import { Edge } from './edge/edge.ts'
import { EventsOut } from './events-out.ts'
import { DoorFunction } from './functions/door-function.ts'
import { MailSubscriber } from './functions/mail-subscriber.ts'
import { ScheduledJob } from './functions/scheduled-job.ts'
import { stageFiles } from './functions/stage-files.ts'
import { StreamListener } from './functions/stream-listener.ts'
import { MailIdentity } from './mail-identity.ts'
import { erasureLedger, memberTable } from './member-table.ts'
import { tellOperator } from './outputs.ts'
import { LiveDoors } from './rollout/live-doors.ts'
import { type DeployedStage, originsOf } from './stage/deployed-stage.ts'
import { type GivenStage, stageGiven } from './stage/given-stage.ts'
import { StageKey } from './stage/stage-key.ts'
import { StageSecret } from './stage/stage-secret.ts'
import { UploadBucket } from './upload-bucket.ts'
import { SignedWebhook } from './webhooks/signed-webhook.ts'
import { webhookOf } from './webhooks/webhook-of.ts'
import { type Webhook, WebhookTarget } from './webhooks/webhook-target.ts'

/** The name of a hook. */
type Hook = NonNullable<LambdaWork['touches']['hooks']>[number]

/** The stage to deploy. */
export interface IeumProps extends GivenStage {
  /** A service to which EventBridge posts the events. Default: none. */
  readonly webhook?: Webhook
}

/**
 * One stage of the service, in a stack of any app. It reads `routes`, `jobs`, `listeners` and `subscribers`, so a new one needs no line
 * here. Throws `ConfigurationError` with every fault of the stage's file.
 */
export class Ieum extends Construct {
  /** The address of the API: the stage's own host, or the one of API Gateway. */
  readonly origin: string
  readonly api: HttpApi
  readonly table: ITableV2 | TableV2
  /** The bus on which events about members leave. */
  readonly bus: EventBus
  readonly topics: {
    /** Takes every alarm. */
    readonly alarms: ITopic
  }
  /** The functions, by the id of their route, job, listener or subscriber. */
  readonly functions: ReadonlyMap<LambdaWork['id'], LambdaFunction>

  constructor(scope: Construct, id: string, props: IeumProps) {
    super(scope, id)
    const stage = stageGiven(props)
    Tags.of(this).add('ieum:stage', stage.name)
    const address = new ApiAddress(this, 'Address', { stage })
    const resources = this.#resources(stage, address)
    const edge =
      stage.cloudFront !== null && address.domainName !== undefined
        ? new Edge(this, 'Edge', { stage, settings: stage.cloudFront, host: address.domainName })
        : undefined
    const { table, secrets, events } = resources
    const doorOf = (route: (typeof routes)[keyof typeof routes]) =>
      new DoorFunction(this, route.id, { route, ...resources })
    const all = Object.values(routes)
    const functions = new Map(all.map((route) => [route.id, doorOf(route)] as const))
    const { aliases } = new LiveDoors(this, 'Live', { stage, api: address.api, doors: functions })
    // Requests without a door go to the function that touches nothing.
    const fallback = routes.openapi.id
    const doors = new HttpDoors(this, 'Doors', { address, stage, routes: all, aliases, fallback })
    const scheduled = Object.values(jobs).map((job) => new ScheduledJob(this, job.id, { job, ...resources }))
    const streamListeners = Object.values(listeners).map(
      (listener) => new StreamListener(this, listener.id, { listener, ...resources }),
    )
    const webhook = props.webhook && webhookOf(this, props.webhook, resources)
    const mailSubscribers = Object.values(subscribers).map(
      (subscriber) => new MailSubscriber(this, subscriber.id, { subscriber, ...resources }),
    )
    // The functions that no request calls.
    const posting = webhook instanceof SignedWebhook ? [webhook] : []
    const behind = [...scheduled, ...streamListeners, ...mailSubscribers, ...posting]
    const alarms = new Alarms(this, 'Alarms', {
      httpStage: doors.stage,
      functions: new Map([...functions, ...[...scheduled, ...mailSubscribers, ...posting].map(named)]),
      scheduled: new Map([...scheduled, ...streamListeners].flatMap(called)),
      stageName: stage.name,
      hooks: stage.hooks !== null,
      signedWebhook: posting.length > 0,
      failed: [...behind, ...(webhook instanceof WebhookTarget ? [webhook] : [])].flatMap(
        ({ failed }) => failed ?? [],
      ),
      listeners: new Map(streamListeners.map(named)),
      events,
      table,
      alarmMail: stage.alarmMail,
      key: resources.key,
    })
    new Funnel(this, 'Funnel', { stage })
    this.origin = address.origin
    this.api = address.api
    this.table = table
    this.bus = events.bus
    this.topics = { alarms: alarms.topic }
    this.functions = new Map([
      ...[...functions].map(([routeId, door]) => [routeId, door.function] as const),
      ...behind.map(({ id: workId, door }) => [workId, door.function] as const),
    ])
    tellOperator(this, { ...resources, ...secrets, address, edge, bus: this.bus })
  }

  /** Lets somebody read members and their histories, by the service routes and a signature of AWS (SigV4). */
  grantReadMembers(grantee: IGrantable): Grant {
    return this.#grant(grantee, HttpMethod.GET, ['/service/members', '/service/members/*'])
  }

  /** Lets somebody read and act on members by the service routes: suspend, close, unlink and all else of them. */
  grantManageMembers(grantee: IGrantable): Grant {
    return this.#grant(grantee, HttpMethod.ANY, ['/service/members', '/service/members/*'])
  }

  /** The functions that call a hook of the service: what the hook reads, these must be allowed to read. */
  functionsCalling(hook: Hook): readonly LambdaFunction[] {
    const works: readonly Pick<LambdaWork, 'id' | 'touches'>[] = Object.values({ ...routes, ...listeners })
    return works
      .filter(({ touches }) => touches.hooks?.includes(hook))
      .flatMap(({ id }) => this.functions.get(id) ?? [])
  }

  /** What the functions may touch. */
  #resources(stage: DeployedStage, { origin }: ApiAddress) {
    const stageName = stage.name
    const key = stage.customerManagedKey ? new StageKey(this, 'Key', { stageName }) : undefined
    return {
      stage,
      origin,
      key,
      table: memberTable(this, 'Members', { ...stage, key }),
      ledger: erasureLedger(this, 'ErasureLedger', key),
      secrets: {
        keys: new StageSecret(this, 'Keys', { stageName, key, kind: 'keys' }),
        lookup: new StageSecret(this, 'Lookup', { stageName, key, kind: 'lookup' }),
      },
      mail: new MailIdentity(this, 'Mail', { ...stage.mail, key }),
      events: new EventsOut(this, 'Events', { stage, key }),
      uploads: new UploadBucket(this, 'Uploads', { origins: originsOf(stage), key }),
      files: stageFiles(this, stage),
    }
  }

  #grant(grantee: IGrantable, method: HttpMethod, paths: readonly string[]): Grant {
    const resourceArns = paths.map((path) => this.api.arnForExecuteApi(method, path, '$default'))
    return Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns })
  }
}

/** A function by the name of its construct. */
const named = ({ node, door }: ScheduledJob | StreamListener | MailSubscriber | SignedWebhook) =>
  [node.id, door] as const

/** A function with its schedule, by its name. Nothing for a function that no schedule calls. */
function called({ node, door, everyMinutes }: ScheduledJob | StreamListener) {
  return everyMinutes === undefined ? [] : [[node.id, { door, everyMinutes }] as const]
}
