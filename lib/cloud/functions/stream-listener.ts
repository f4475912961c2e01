import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { ListenerId } from '../../routes/listeners.ts'
import type { Listener } from '../../routes/shape.ts'
import { FailureQueue } from '../failure-queue.ts'
import { FailureTopic } from '../failure-topic.ts'
import type { LiveAlias } from '../rollout/live-alias.ts'
import { DoorFunction, type DoorFunctionProps } from './door-function.ts'

/** The listener and the resources it may touch. */
export interface StreamListenerProps extends Omit<DoorFunctionProps, 'route' | 'failed' | 'failures'> {
  readonly listener: Listener & { readonly id: ListenerId }
}

/** When a schedule calls a listener, and where its missed calls go. */
interface ListenerSchedule {
  readonly everyMinutes: number
  readonly stageName: string
  readonly failed: IQueue
}

/**
 * How long a record is retried: long enough for an outage of the bus or the table, or for the deployment of a version
 * that can read the event. The whole shard waits meanwhile, so that a member's events keep their order.
 */
const maxRecordAge = Duration.hours(6)

/**
 * One Lambda that receives the table's changes, from the oldest record in the stream, in order and one batch
 * at a time per shard. A failed record and all after it come again. A record that fails too long goes to the
 * failure queue. A listener with failures of its own has its own queue.
 */
export class StreamListener extends Construct {
  readonly id: ListenerId
  readonly door: DoorFunction
  /** The listener's own queue of failures. */
  readonly failed: Queue | undefined
  /** The minutes between two calls by a schedule, where one calls it too. */
  readonly everyMinutes: number | undefined

  constructor(scope: Construct, id: string, { listener, ...props }: StreamListenerProps) {
    super(scope, id)
    this.id = listener.id
    this.everyMinutes = listener.everyMinutes
    this.failed = listener.touches.failures ? new FailureQueue(this, 'Failed', props) : undefined
    const failed = this.failed ?? props.events.failures
    const failures = this.failed && new FailureTopic(this, 'Failures', { queue: this.failed, key: props.key })
    this.door = new DoorFunction(this, 'Listener', { ...props, route: listener, failed, failures })
    const live = this.door.live()
    const { tableStreamArn } = props.table
    if (tableStreamArn === undefined) throw new Error('the table has no stream')
    new EventSourceMapping(this, 'Stream', {
      target: live,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter(listener.filter)],
      batchSize: 100,
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      maxRecordAge,
      // The role already has the permission. Lambda's own binding would add a second policy.
      onFailure: { bind: () => ({ destination: failed.queueArn }) },
    })
    const { everyMinutes } = listener
    if (everyMinutes !== undefined)
      this.#schedule(live, { everyMinutes, stageName: props.stage.name, failed })
  }

  /** The next call finds what an earlier one left, so no call is repeated. */
  #schedule(live: LiveAlias, { everyMinutes, stageName, failed }: ListenerSchedule): void {
    const period = Duration.minutes(everyMinutes)
    live.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: period,
      onFailure: { bind: () => ({ destination: failed.queueArn }) },
    })
    new Rule(this, 'Schedule', {
      description: `ieum ${stageName}: what ${this.node.id} left undone`,
      schedule: Schedule.rate(period),
      targets: [
        new LambdaFunction(live, {
          retryAttempts: 0,
          maxEventAge: period,
          deadLetterQueue: failed,
        }),
      ],
    })
  }
}
