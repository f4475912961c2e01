import { Duration } from 'aws-cdk-lib'
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  type MetricProps,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { Operation } from 'aws-cdk-lib/aws-dynamodb'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { EventsOut } from './events-out.ts'
import type { DoorFunction } from './functions/door-function.ts'
import type { MemberTable } from './member-table.ts'

/** The resources to watch. */
export interface AlarmsProps {
  readonly httpStage: HttpStage
  readonly functions: ReadonlyMap<string, DoorFunction>
  readonly listeners: ReadonlyMap<string, DoorFunction>
  readonly events: EventsOut
  readonly table: MemberTable
  readonly stageName: string
  /** The queues of failed jobs. */
  readonly failed: readonly Queue[]
  /** The recipient of alarms. */
  readonly alarmMail: string | null
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

/** A metric in our own log lines. */
const ownMetric = (
  metricName: string,
  dimensionsMap: Record<string, string>,
  options: Pick<MetricProps, 'statistic' | 'period'>,
) => new Metric({ namespace: 'ieum', metricName, dimensionsMap, ...options })

/** The number of messages in a queue that only people empty. */
const messagesIn = (queue: Queue) =>
  queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })

/** Alarms for an operator: people who cannot sign in because of us, and mails that bounce or annoy. */
export class Alarms extends Construct {
  readonly #action: SnsAction

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id)
    const { httpStage, functions, listeners, events, failed, table, stageName, alarmMail } = props
    const topic = new Topic(this, 'Topic', { enforceSSL: true })
    if (alarmMail !== null) topic.addSubscription(new EmailSubscription(alarmMail))
    this.#action = new SnsAction(topic)
    this.#alarm('ServerErrors', httpStage.metricServerError({ period }), lasting)
    for (const [routeId, { function: lambda }] of functions) {
      this.#alarm(`${routeId}Errors`, lambda.metricErrors({ period }), once)
      this.#alarm(`${routeId}Throttles`, lambda.metricThrottles({ period }), once)
    }
    for (const [listenerId, listener] of listeners) this.#listener(listenerId, listener)
    this.#alarm('EventsGivenUp', messagesIn(events.failures), once)
    for (const queue of failed) this.#alarm(`${queue.node.scope?.node.id}Failed`, messagesIn(queue), once)
    this.#disconnections(stageName)
    const operations = [Operation.GET_ITEM, Operation.TRANSACT_WRITE_ITEMS]
    this.#alarm('TableThrottles', table.metricThrottledRequestsForOperations({ operations, period }), lasting)
    this.#reputation()
  }

  /** The stream keeps records for 24 hours, so a listener that falls behind needs help long before. */
  #listener(id: string, { function: lambda }: DoorFunction): void {
    const age = lambda.metric('IteratorAge', { statistic: 'Maximum', period })
    this.#alarm(`${id}Behind`, age, {
      threshold: Duration.minutes(10).toMilliseconds(),
      evaluationPeriods: 1,
    })
    this.#alarm(`${id}Errors`, lambda.metricErrors({ period }), lasting)
    this.#alarm(`${id}Throttles`, lambda.metricThrottles({ period }), lasting)
  }

  /** Connections at a provider that should have ended: not revocable, or unanswered for a day. */
  #disconnections(stage: string): void {
    const notRevocable = ownMetric('reports', { stage, event: 'not_revocable' }, { statistic: 'Sum', period })
    this.#alarm('NotRevocable', notRevocable, once)
    // An unanswered disconnection is retried every six hours in the end, so its age arrives that often.
    const rare = { statistic: 'Maximum', period: Duration.hours(6) }
    this.#alarm('Overdue', ownMetric('overdueSeconds', { stage }, rare), {
      threshold: Duration.days(1).toSeconds(),
      evaluationPeriods: 1,
    })
  }

  /**
   * SES reviews an account at 5 % bounces or 0.1 % complaints and may stop its mails, so the alarms use half
   * of that.
   */
  #reputation(): void {
    const rate = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) })
    this.#alarm('Bounces', rate('Reputation.BounceRate'), { threshold: 0.025, evaluationPeriods: 1 })
    this.#alarm('Complaints', rate('Reputation.ComplaintRate'), { threshold: 0.0005, evaluationPeriods: 1 })
  }

  #alarm(id: string, metric: IMetric, limit: Threshold): void {
    new Alarm(this, id, {
      metric,
      ...limit,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(this.#action)
  }
}
