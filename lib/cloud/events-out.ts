import { EventBus } from 'aws-cdk-lib/aws-events'
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { eventSource } from '../events/event-source.ts'
import { eventSchemas } from '../events/schemas.ts'
import { FailureQueue } from './failure-queue.ts'
import type { DeployedStage } from './stage/deployed-stage.ts'
import type { StageKey } from './stage/stage-key.ts'

/** The stage of the bus, and the stage's own key if it has one. */
export interface EventsOutProps {
  readonly stage: DeployedStage
  readonly key?: StageKey | undefined
}

/**
 * The bus on which other services receive events about members, and the events' schemas in the account's
 * registry.
 */
export class EventsOut extends Construct {
  readonly bus: EventBus
  /** The parts of the table's stream that could not be published. */
  readonly failures: Queue

  constructor(scope: Construct, id: string, { stage, key }: EventsOutProps) {
    super(scope, id)
    this.bus = new EventBus(this, 'Bus', { description: `ieum ${stage.name}: what happened to members` })
    this.failures = new FailureQueue(this, 'GivenUp', { key })
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
        // The name that EventBridge's own schema discovery would use.
        schemaName: `${eventSource}@${type}`,
        content: JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema }),
      })
    }
  }

  /** The permission to put events on this bus. */
  putEventsPermission(): PolicyStatement {
    return new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] })
  }
}
