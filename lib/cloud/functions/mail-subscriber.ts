import { Duration, Validations } from 'aws-cdk-lib'
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Subscriber } from '../../routes/shape.ts'
import type { SubscriberId } from '../../routes/subscribers.ts'
import { FailureQueue } from '../failure-queue.ts'
import { DoorFunction, type DoorFunctionProps } from './door-function.ts'

/** The subscriber and the resources it may touch. */
export interface MailSubscriberProps extends Omit<DoorFunctionProps, 'route' | 'failed'> {
  readonly subscriber: Subscriber & { readonly id: SubscriberId }
}

/** One Lambda that hears what SES says of mails. What fails three times goes to its queue. */
export class MailSubscriber extends Construct {
  readonly id: SubscriberId
  readonly door: DoorFunction
  readonly failed: Queue

  constructor(scope: Construct, id: string, { subscriber, ...props }: MailSubscriberProps) {
    super(scope, id)
    this.id = subscriber.id
    this.failed = new FailureQueue(this, 'Failed', props)
    this.door = new DoorFunction(this, 'Subscriber', { ...props, route: subscriber, failed: this.failed })
    const live = this.door.live()
    live.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      // The role already has the permission. Lambda's own binding would add a second policy.
      onFailure: { bind: () => ({ destination: this.failed.queueArn }) },
    })
    props.mail.failures.addSubscription(new LambdaSubscription(live))
    Validations.of(live).acknowledge({
      id: 'CloudFormation-Validate::W3694',
      reason: 'SNS calls an alias as it calls a function.',
    })
  }
}
