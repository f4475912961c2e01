import { EventBus } from 'aws-cdk-lib/aws-events'
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { eventSchemas, eventSource } from '../events/schemas.ts'
import { FailureQueue } from './failure-queue.ts'
import type { MemberTable } from './member-table.ts'
import type { DeployedStage } from './stage/deployed-stage.ts'

export interface EventsOutProps {
  readonly stage: DeployedStage
}

/**
 * Where the rest of the service hears what happened to members: a bus of our own, and beside it what its events
 * look like, in the account's registry of schemas.
 */
export class EventsOut extends Construct {
  readonly bus: EventBus
  /** Says which parts of the table's stream could not be told. */
  readonly givenUp: Queue

  constructor(scope: Construct, id: string, { stage }: EventsOutProps) {
    super(scope, id)
    this.bus = new EventBus(this, 'Bus', { description: `ieum ${stage.name}: what happened to members` })
    this.givenUp = new FailureQueue(this, 'GivenUp')
    this.#register(stage)
  }

  #register(stage: DeployedStage): void {
    const registry = new CfnRegistry(this, 'Schemas', {
      description: `ieum ${stage.name}: the events on the bus`,
    })
    for (const [type, schema] of Object.entries(eventSchemas)) {
      new CfnSchema(this, type, {
        registryName: registry.attrRegistryName,
        type: 'JSONSchemaDraft4',
        // The name under which EventBridge itself would file what it has seen on a bus.
        schemaName: `${eventSource}@${type}`,
        content: JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema }),
      })
    }
  }

  /** Gives the permission to put events on this bus. */
  telling(): PolicyStatement {
    return new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] })
  }

  /** Gives the permission to follow the table's stream and to say what was given up: Lambda does both in the function's name. */
  hearing({ tableStreamArn }: MemberTable): readonly PolicyStatement[] {
    if (tableStreamArn === undefined) throw new Error('the table has no stream')
    const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
    return [
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [tableStreamArn],
      }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.givenUp.queueArn] }),
    ]
  }
}
