import { Duration, Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { StageQueue, type StageQueueProps } from './stage-queue.ts'

/** A queue of final failures, for an operator to read. */
export class FailureQueue extends StageQueue {
  constructor(scope: Construct, id: string, { key }: Pick<StageQueueProps, 'key'>) {
    super(scope, id, { key, retentionPeriod: Duration.days(14) })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'The queue holds final failures, and only a person reads it.',
    })
  }
}
