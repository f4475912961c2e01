import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { JobId } from '../jobs.ts'
import type { Job } from '../route.ts'
import { DoorFunction, type DoorFunctionProps } from './door-function.ts'

export interface ScheduledJobProps extends Omit<DoorFunctionProps, 'route'> {
  readonly job: Job & { readonly id: JobId }
}

/** One job: its Lambda, and the schedule that calls it. What a call leaves undone, the next one does. */
export class ScheduledJob extends Construct {
  readonly door: DoorFunction

  constructor(scope: Construct, id: string, { job, ...props }: ScheduledJobProps) {
    super(scope, id)
    this.door = new DoorFunction(this, 'Job', { ...props, route: job })
    const target = new LambdaFunction(this.door.function, {
      retryAttempts: 0,
      maxEventAge: Duration.minutes(job.everyMinutes),
    })
    new Rule(this, 'Schedule', {
      description: `ieum ${props.stage.name}: ${job.does}`,
      schedule: Schedule.rate(Duration.minutes(job.everyMinutes)),
      targets: [target],
    })
  }
}
