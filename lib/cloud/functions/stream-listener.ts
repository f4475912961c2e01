import { Duration } from 'aws-cdk-lib'
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { ListenerId } from '../../routes/listeners.ts'
import type { Listener } from '../../routes/shape.ts'
import { DoorFunction, type DoorFunctionProps } from './door-function.ts'

/** The listener and the resources it may touch. */
export interface StreamListenerProps extends Omit<DoorFunctionProps, 'route'> {
  readonly listener: Listener & { readonly id: ListenerId }
}

/**
 * How long a record is retried: long enough for an outage of the bus, or for the deployment of a version that
 * can read the event. The whole shard waits meanwhile, so that a member's events keep their order.
 */
const maxRecordAge = Duration.hours(6)

/**
 * One Lambda that receives the table's changes, from the oldest record in the stream, in order and one batch
 * at a time per shard. A failed record and all after it come again. A record that fails too long goes to the
 * failure queue.
 */
export class StreamListener extends Construct {
  readonly door: DoorFunction

  constructor(scope: Construct, id: string, { listener, ...props }: StreamListenerProps) {
    super(scope, id)
    this.door = new DoorFunction(this, 'Listener', { ...props, route: listener })
    const { tableStreamArn } = props.table
    if (tableStreamArn === undefined) throw new Error('the table has no stream')
    new EventSourceMapping(this, 'Stream', {
      target: this.door.function,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter(listener.filter)],
      batchSize: 100,
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      maxRecordAge,
      // The role already has the permission. Lambda's own binding would add a second policy.
      onFailure: { bind: () => ({ destination: props.events.failures.queueArn }) },
    })
  }
}
