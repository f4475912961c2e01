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

export interface AlarmsProps {
  readonly httpStage: HttpStage
  readonly functions: ReadonlyMap<string, DoorFunction>
  readonly listeners: ReadonlyMap<string, DoorFunction>
  readonly events: EventsOut
  readonly table: MemberTable
  readonly stageName: string
  /** Where it is said that a job failed. */
  readonly failed: readonly Queue[]
  /** Who is told. */
  readonly alarmMail: string | null
}

interface Threshold {
  readonly threshold: number
  readonly evaluationPeriods: number
}

/** Something that should never happen: once is enough. */
const once: Threshold = { threshold: 1, evaluationPeriods: 1 }
/** Something that heals by itself, unless it lasts. */
const lasting: Threshold = { threshold: 5, evaluationPeriods: 2 }

const period = Duration.minutes(5)

/** A metric that our own log lines carry. */
const ownMetric = (
  metricName: string,
  dimensionsMap: Record<string, string>,
  how: Pick<MetricProps, 'statistic' | 'period'>,
) => new Metric({ namespace: 'ieum', metricName, dimensionsMap, ...how })

/** How much there is in a queue that only people empty. */
const waitingIn = (queue: Queue) =>
  queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' })

/** What somebody has to look at: people who are not let in because of us, and mails that nobody wants. */
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
    this.#alarm('EventsGivenUp', waitingIn(events.givenUp), once)
    for (const queue of failed) this.#alarm(`${queue.node.scope?.node.id}Failed`, waitingIn(queue), once)
    this.#endings(stageName)
    const operations = [Operation.GET_ITEM, Operation.TRANSACT_WRITE_ITEMS]
    this.#alarm('TableThrottles', table.metricThrottledRequestsForOperations({ operations, period }), lasting)
    this.#reputation()
  }

  /** The stream forgets after 24 hours: whoever falls behind must be helped long before. */
  #listener(id: string, { function: lambda }: DoorFunction): void {
    const age = lambda.metric('IteratorAge', { statistic: 'Maximum', period })
    this.#alarm(`${id}Behind`, age, {
      threshold: Duration.minutes(10).toMilliseconds(),
      evaluationPeriods: 1,
    })
    this.#alarm(`${id}Errors`, lambda.metricErrors({ period }), lasting)
    this.#alarm(`${id}Throttles`, lambda.metricThrottles({ period }), lasting)
  }

  /** Connections at a provider that should be no more: nobody can be asked to end one, or nobody answers for a day. */
  #endings(stage: string): void {
    const notRevocable = ownMetric('reports', { stage, event: 'not_revocable' }, { statistic: 'Sum', period })
    this.#alarm('NotRevocable', notRevocable, once)
    // What does not answer is asked every six hours at last, so that is how often its age is heard of.
    const rare = { statistic: 'Maximum', period: Duration.hours(6) }
    this.#alarm('Overdue', ownMetric('overdueSeconds', { stage }, rare), {
      threshold: Duration.days(1).toSeconds(),
      evaluationPeriods: 1,
    })
  }

  /** SES reviews an account at 5 % bounces or 0.1 % complaints, and may then stop its mails: half of that is late enough. */
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
