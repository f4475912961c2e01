import { Duration } from 'aws-cdk-lib'
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2'
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { Operation } from 'aws-cdk-lib/aws-dynamodb'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type AlarmTopicProps, alarmTopic } from './alarm-topic.ts'
import type { EventsOut } from './events-out.ts'
import type { DoorFunction } from './functions/door-function.ts'
import type { MemberTable } from './member-table.ts'
import { hookFailures, ownMetric, signInsStopped, webhookFailures } from './own-metrics.ts'

/** The resources to watch. */
export interface AlarmsProps extends AlarmTopicProps {
  readonly httpStage: HttpStage
  readonly functions: ReadonlyMap<string, DoorFunction>
  /** The functions that a schedule calls, by the minutes between two calls. */
  readonly scheduled: ReadonlyMap<string, { readonly door: DoorFunction; readonly everyMinutes: number }>
  readonly listeners: ReadonlyMap<string, DoorFunction>
  readonly events: EventsOut
  readonly table: MemberTable
  readonly stageName: string
  /** Whether a function of the stage posts to a webhook. */
  readonly signedWebhook: boolean
  /** Whether the service has hooks. */
  readonly hooks: boolean
  /** The queues of failed jobs. */
  readonly failed: readonly Queue[]
}

interface Threshold {
  readonly threshold: number
  readonly evaluationPeriods: number
}

/** For a fault that should never happen, so once is enough. */
const once: Threshold = { threshold: 1, evaluationPeriods: 1 }
/** For a fault that heals itself unless it lasts. */
const lasting: Threshold = { threshold: 5, evaluationPeriods: 2 }

const period = Duration.minutes(5)

/** The number of messages in a queue that only people empty. */
const messagesIn = (queue: Queue) =>
  queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })

/** The sections of `docs/operate.md` that say what to do. Each alarm names one. */
type Section =
  | 'server-errors'
  | 'errors-of-a-function'
  | 'throttles-of-a-function'
  | 'a-listener-falls-behind'
  | 'something-was-given-up'
  | 'a-connection-cannot-be-ended'
  | 'a-connection-is-overdue'
  | 'the-table-throttles'
  | 'bounces-and-complaints'
  | 'sign-ins-stopped'
  | 'a-job-is-silent'
  | 'a-row-is-unreadable'
  | 'a-hook-fails'
  | 'a-webhook-fails'

/** Alarms for an operator: people who cannot sign in because of us, and mails that bounce or annoy. */
export class Alarms extends Construct {
  /** Takes every alarm. */
  readonly topic: Topic
  readonly #action: SnsAction

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id)
    const { httpStage, functions, listeners, events, failed, stageName } = props
    this.topic = alarmTopic(this, props)
    this.#action = new SnsAction(this.topic)
    this.#alarm('ServerErrors', 'server-errors', httpStage.metricServerError({ period }), lasting)
    for (const [routeId, { function: lambda }] of functions) {
      this.#alarm(`${routeId}Errors`, 'errors-of-a-function', lambda.metricErrors({ period }), once)
      this.#alarm(`${routeId}Throttles`, 'throttles-of-a-function', lambda.metricThrottles({ period }), once)
    }
    for (const [listenerId, listener] of listeners) this.#listener(listenerId, listener)
    for (const [jobId, job] of props.scheduled) this.#silence(jobId, job)
    this.#alarm('EventsGivenUp', 'something-was-given-up', messagesIn(events.failures), once)
    for (const queue of failed) {
      this.#alarm(`${queue.node.scope?.node.id}Failed`, 'something-was-given-up', messagesIn(queue), once)
    }
    this.#alarm('SignInsStopped', 'sign-ins-stopped', signInsStopped(stageName), {
      threshold: 1,
      evaluationPeriods: 2,
    })
    if (props.signedWebhook) {
      this.#alarm('WebhookFailures', 'a-webhook-fails', webhookFailures(stageName), lasting)
    }
    if (props.hooks) this.#alarm('HookFailures', 'a-hook-fails', hookFailures(stageName), lasting)
    this.#disconnections(stageName)
    this.#unreadable(stageName)
    this.#tableThrottles(props.table)
    this.#reputation()
  }

  /** The stream keeps records for 24 hours, so a listener that falls behind needs help long before. */
  #listener(id: string, { function: lambda }: DoorFunction): void {
    const age = lambda.metric('IteratorAge', { statistic: 'Maximum', period })
    this.#alarm(`${id}Behind`, 'a-listener-falls-behind', age, {
      threshold: Duration.minutes(10).toMilliseconds(),
      evaluationPeriods: 1,
    })
    this.#alarm(`${id}Errors`, 'errors-of-a-function', lambda.metricErrors({ period }), lasting)
    this.#alarm(`${id}Throttles`, 'throttles-of-a-function', lambda.metricThrottles({ period }), lasting)
  }

  /** A schedule that somebody switched off leaves no error, so a missing call is one. */
  #silence(
    id: string,
    { door, everyMinutes }: { readonly door: DoorFunction; readonly everyMinutes: number },
  ): void {
    const calls = door.function.metricInvocations({ period: Duration.minutes(3 * everyMinutes) })
    this.#alarm(
      `${id}Silent`,
      'a-job-is-silent',
      calls,
      { threshold: 1, evaluationPeriods: 2 },
      {
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      },
    )
  }

  #tableThrottles(table: MemberTable): void {
    const operations = [
      Operation.GET_ITEM,
      Operation.BATCH_GET_ITEM,
      Operation.QUERY,
      Operation.UPDATE_ITEM,
      Operation.TRANSACT_WRITE_ITEMS,
    ]
    const throttled = table.metricThrottledRequestsForOperations({ operations, period })
    this.#alarm('TableThrottles', 'the-table-throttles', throttled, lasting)
  }

  /** Connections at a provider that should have ended: not revocable, or unanswered for a day. */
  #disconnections(stage: string): void {
    const notRevocable = ownMetric('reports', { stage, event: 'not_revocable' }, { statistic: 'Sum', period })
    this.#alarm('NotRevocable', 'a-connection-cannot-be-ended', notRevocable, once)
    // An unanswered disconnection is retried every six hours in the end, so its age arrives that often.
    const rare = { statistic: 'Maximum', period: Duration.hours(6) }
    this.#alarm('Overdue', 'a-connection-is-overdue', ownMetric('overdueSeconds', { stage }, rare), {
      threshold: Duration.days(1).toSeconds(),
      evaluationPeriods: 1,
    })
  }

  /** Rows and events that the jobs skip, since no version of the code reads them. */
  #unreadable(stage: string): void {
    for (const [id, event] of [
      ['UnreadableRows', 'rows_unreadable'],
      ['UnreadableEvents', 'events_unreadable'],
      ['UnerasedMembers', 'erasure_failed'],
    ] as const) {
      const skipped = ownMetric('reports', { stage, event }, { statistic: 'Sum', period })
      this.#alarm(id, 'a-row-is-unreadable', skipped, once)
    }
  }

  /**
   * SES reviews an account at 5 % bounces or 0.1 % complaints and may stop its mails, so the alarms use half
   * of that.
   */
  #reputation(): void {
    const rate = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) })
    this.#alarm('Bounces', 'bounces-and-complaints', rate('Reputation.BounceRate'), {
      threshold: 0.025,
      evaluationPeriods: 1,
    })
    this.#alarm('Complaints', 'bounces-and-complaints', rate('Reputation.ComplaintRate'), {
      threshold: 0.0005,
      evaluationPeriods: 1,
    })
  }

  #alarm(
    id: string,
    section: Section,
    metric: IMetric,
    limit: Threshold,
    more: Partial<Pick<AlarmProps, 'comparisonOperator' | 'treatMissingData'>> = {},
  ): void {
    new Alarm(this, id, {
      metric,
      alarmDescription: `docs/operate.md#${section}`,
      ...limit,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...more,
    }).addAlarmAction(this.#action)
  }
}
