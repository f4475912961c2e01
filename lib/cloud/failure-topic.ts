import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { defined } from '../domain/values/defined.ts'
import type { StageKey } from './stage/stage-key.ts'

/** The queue that a topic fills. */
export interface FailureTopicProps {
  readonly queue: IQueue
  readonly key: StageKey | undefined
}

/**
 * A topic through which a function puts single failures into a queue. The function has a client of SNS already, and
 * needs none of SQS.
 */
export class FailureTopic extends Construct {
  readonly topicArn: string

  constructor(scope: Construct, id: string, { queue, key }: FailureTopicProps) {
    super(scope, id)
    const topic = new Topic(this, 'Topic', { enforceSSL: true, ...defined({ masterKey: key }) })
    topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }))
    this.topicArn = topic.topicArn
  }

  /** The permission to put a failure on this topic. */
  publishPermission(): PolicyStatement {
    return new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topicArn] })
  }
}
