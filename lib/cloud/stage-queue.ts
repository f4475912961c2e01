import { CfnQueue, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { StageKey } from './stage/stage-key.ts'

/** What the queue is for, and the stage's own key if it has one. */
export interface StageQueueProps extends Omit<QueueProps, 'encryption' | 'enforceSSL'> {
  readonly key: StageKey | undefined
}

/**
 * A queue that takes messages by TLS alone, encrypted by SQS or by the stage's own key. The key's policy names those who write
 * into queues. A construct that knew the key would add topics to that policy which the key itself encrypts, in a circle.
 */
export class StageQueue extends Queue {
  constructor(scope: Construct, id: string, { key, ...props }: StageQueueProps) {
    super(scope, id, { ...props, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true })
    if (key === undefined) return
    const { defaultChild } = this.node
    if (!(defaultChild instanceof CfnQueue)) throw new Error('the queue has no AWS::SQS::Queue')
    defaultChild.sqsManagedSseEnabled = undefined
    defaultChild.kmsMasterKeyId = key.keyArn
  }
}
