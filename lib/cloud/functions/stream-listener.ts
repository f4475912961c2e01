import { Duration } from 'aws-cdk-lib'
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { ListenerId } from '../../routes/listeners.ts'
import type { Listener } from '../../routes/shape.ts'
import { DoorFunction, type DoorFunctionProps } from './door-function.ts'

export interface StreamListenerProps extends Omit<DoorFunctionProps, 'route'> {
  readonly listener: Listener & { readonly id: ListenerId }
}

/**
 * How long a record is tried: an outage of the bus, or an event that only a version being deployed can read,
 * passes meanwhile. Until then its whole shard waits behind it, or a member's events would change places.
 */
const patience = Duration.hours(6)

/**
 * One Lambda that hears what changes in the table, from the oldest change that the stream still has, each part of
 * it in order and one at a time for each shard. What it names as failed comes again, and all after it; what
 * fails for too long is given up, and said so.
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
      maxRecordAge: patience,
      // The role says already that it may write there: Lambda's own way of saying it would be a second policy.
      onFailure: { bind: () => ({ destination: props.events.givenUp.queueArn }) },
    })
  }
}
