import { Duration } from 'aws-cdk-lib'
import { CfnRule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { eventSource } from '../../events/event-source.ts'
import { type ConsumerId, consumers } from '../../routes/consumers.ts'
import { FailureQueue } from '../failure-queue.ts'
import { DoorFunction, type DoorFunctionProps } from '../functions/door-function.ts'
import { StageQueue } from '../stage-queue.ts'

/** The webhook, and what its function may touch. */
export interface SignedWebhookProps extends Omit<DoorFunctionProps, 'route' | 'failed' | 'webhook'> {
  readonly endpoint: string
  readonly signedWith: ISecret
  readonly types?: readonly string[] | undefined
}

/** AWS recommends six times the timeout of the function (SQS as an event source of Lambda). */
const retryAfter = Duration.minutes(3)
/** A day of attempts. */
const attempts = Duration.days(1).toMinutes() / retryAfter.toMinutes()

/**
 * Posts events to a service, each delivery signed by Standard Webhooks. EventBridge cannot sign what it posts, so it hands the
 * events to a queue, and a function signs and posts them: again every three minutes for a day, and then the event is left
 * in a queue of failures.
 */
export class SignedWebhook extends Construct {
  readonly id: ConsumerId
  readonly door: DoorFunction
  readonly failed: Queue

  constructor(scope: Construct, id: string, { endpoint, signedWith, types, ...props }: SignedWebhookProps) {
    super(scope, id)
    const consumer = consumers['webhook-deliveries']
    this.id = consumer.id
    this.failed = new FailureQueue(this, 'Failed', props)
    const queue = new StageQueue(this, 'Waiting', {
      key: props.key,
      visibilityTimeout: retryAfter,
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.failed, maxReceiveCount: attempts },
    })
    const webhook = { endpoint, secretArn: signedWith.secretArn }
    this.door = new DoorFunction(this, 'Consumer', { ...props, route: consumer, webhook })
    signedWith.grantRead(this.door.function)
    // Few at a time, so that a backlog is no flood for the receiver.
    this.door
      .live()
      .addEventSource(
        new SqsEventSource(queue, { batchSize: 10, maxConcurrency: 5, reportBatchItemFailures: true }),
      )
    const rule = new CfnRule(this, 'Rule', {
      eventBusName: props.events.bus.eventBusName,
      eventPattern: { source: [eventSource], ...(types && { 'detail-type': types }) },
      targets: [{ id: 'Webhook', arn: queue.queueArn }],
    })
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    )
  }
}
