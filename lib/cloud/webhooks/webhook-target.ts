import { Duration, type SecretValue } from 'aws-cdk-lib'
import { ApiDestination, Authorization, CfnRule, Connection } from 'aws-cdk-lib/aws-events'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { eventSource } from '../../events/event-source.ts'
import { FailureQueue } from '../failure-queue.ts'
import type { StageKey } from '../stage/stage-key.ts'

/** A service that hears of members by HTTPS, wherever it runs. Exactly one of `signedWith` and `authorization` is given. */
export interface Webhook {
  /** The https address to which each event is posted. */
  readonly endpoint: string
  /** The secret that signs each delivery by Standard Webhooks: one `whsec_…`, or several with spaces between them. */
  readonly signedWith?: ISecret
  /** What the service knows EventBridge by instead: the value of the header `Authorization`. */
  readonly authorization?: SecretValue
  /** The types of events, such as `member.erased`. Default: all. */
  readonly types?: readonly string[]
}

/** The webhook, and the bus whose events it gets. */
export interface WebhookTargetProps {
  readonly endpoint: string
  readonly types?: readonly string[] | undefined
  readonly authorization: SecretValue
  readonly bus: { readonly eventBusName: string }
  readonly key: StageKey | undefined
}

/**
 * Posts events to a service (EventBridge API destination). EventBridge keeps the header's value in a secret of its own,
 * tries for a day, and then leaves the event in a queue.
 */
export class WebhookTarget extends Construct {
  readonly failed: Queue

  constructor(
    scope: Construct,
    id: string,
    { bus, key, endpoint, authorization, types }: WebhookTargetProps,
  ) {
    super(scope, id)
    this.failed = new FailureQueue(this, 'Failed', { key })
    const connection = new Connection(this, 'Connection', {
      authorization: Authorization.apiKey('Authorization', authorization),
    })
    const destination = new ApiDestination(this, 'Destination', { connection, endpoint })
    const posting = new PolicyStatement({
      actions: ['events:InvokeApiDestination'],
      resources: [destination.apiDestinationArn],
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: { posts: new PolicyDocument({ statements: [posting] }) },
    })
    const rule = new CfnRule(this, 'Rule', {
      eventBusName: bus.eventBusName,
      eventPattern: { source: [eventSource], ...(types && { 'detail-type': types }) },
      targets: [
        {
          id: 'Webhook',
          arn: destination.apiDestinationArn,
          roleArn: role.roleArn,
          deadLetterConfig: { arn: this.failed.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: Duration.days(1).toSeconds(), maximumRetryAttempts: 185 },
        },
      ],
    })
    this.#acceptFrom(rule)
  }

  /** EventBridge itself puts into the queue what it could not post. */
  #acceptFrom(rule: CfnRule): void {
    this.failed.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.failed.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
      }),
    )
  }
}
