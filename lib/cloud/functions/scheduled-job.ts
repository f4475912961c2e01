import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { JobId } from '../../routes/jobs.ts'
import type { Job } from '../../routes/shape.ts'
import { FailureQueue } from '../failure-queue.ts'
import { DoorFunction, type DoorFunctionProps } from './door-function.ts'

/** The job and the resources it may touch. */
export interface ScheduledJobProps extends Omit<DoorFunctionProps, 'route' | 'failed'> {
  readonly job: Job & { readonly id: JobId }
}

/**
 * One job: its Lambda and its schedule. The next call continues unfinished work. A failed or impossible call
 * is reported in a queue.
 */
export class ScheduledJob extends Construct {
  readonly id: JobId
  readonly door: DoorFunction
  readonly failed: Queue
  readonly everyMinutes: number

  constructor(scope: Construct, id: string, { job, ...props }: ScheduledJobProps) {
    super(scope, id)
    this.id = job.id
    this.failed = new FailureQueue(this, 'Failed', props)
    this.everyMinutes = job.everyMinutes
    this.door = new DoorFunction(this, 'Job', { ...props, route: job, failed: this.failed })
    const maxEventAge = Duration.minutes(job.everyMinutes)
    const live = this.door.live()
    live.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge,
      // The role already has the permission. Lambda's own binding would add a second policy.
      onFailure: { bind: () => ({ destination: this.failed.queueArn }) },
    })
    const target = new LambdaFunction(live, {
      retryAttempts: 0,
      maxEventAge,
      deadLetterQueue: this.failed,
    })
    new Rule(this, 'Schedule', {
      description: `ieum ${props.stage.name}: ${job.does}`,
      schedule: Schedule.rate(Duration.minutes(job.everyMinutes)),
      targets: [target],
    })
  }
}
