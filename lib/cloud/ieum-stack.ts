import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { defaultStageName } from '../config/stage-name.ts'
import { jobs } from '../routes/jobs.ts'
import { listeners } from '../routes/listeners.ts'
import { routes } from '../routes/routes.ts'
import { Alarms } from './alarms.ts'
import { ApiAddress } from './api/api-address.ts'
import { HttpDoors } from './api/http-api.ts'
import { Funnel } from './dashboard.ts'
import { EventsOut } from './events-out.ts'
import { DoorFunction } from './functions/door-function.ts'
import { ScheduledJob } from './functions/scheduled-job.ts'
import { stageFiles } from './functions/stage-files.ts'
import { StreamListener } from './functions/stream-listener.ts'
import { MailIdentity } from './mail-identity.ts'
import { memberTable } from './member-table.ts'
import { type DeployedStage, originsOf } from './stage/deployed-stage.ts'
import { StageSecret } from './stage/stage-secret.ts'
import { UploadBucket } from './upload-bucket.ts'

/** The stage to deploy. */
export interface IeumStackProps extends StackProps {
  readonly stage: DeployedStage
}

/**
 * One stage of the service. The stack reads `routes`, `jobs` and `listeners`, so a new one needs no line
 * here.
 */
export class IeumStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: IeumStackProps) {
    super(scope, id, { terminationProtection: stage.name !== defaultStageName, ...props })
    const table = memberTable(this, 'Members', stage)
    const secrets = {
      keys: new StageSecret(this, 'Keys', { stageName: stage.name, kind: 'keys' }),
      lookup: new StageSecret(this, 'Lookup', { stageName: stage.name, kind: 'lookup' }),
    }
    const mail = new MailIdentity(this, 'Mail', stage.mail)
    const events = new EventsOut(this, 'Events', { stage })
    const uploads = new UploadBucket(this, 'Uploads', { origins: originsOf(stage) })
    const address = new ApiAddress(this, 'Address', { stage })
    const resources = {
      stage,
      origin: address.origin,
      table,
      secrets,
      mail,
      events,
      uploads,
      files: stageFiles(this, stage),
    }
    const doorOf = (route: (typeof routes)[keyof typeof routes]) =>
      new DoorFunction(this, route.id, { route, ...resources })
    const all = Object.values(routes)
    const functions = new Map<string, DoorFunction>(all.map((route) => [route.id, doorOf(route)]))
    // Requests without a door go to the function that touches nothing.
    const fallback = functions.get(routes.health.id)
    if (fallback === undefined) throw new Error('there is no function for "health"')
    const doors = new HttpDoors(this, 'Doors', { address, stage, routes: all, functions, fallback })
    const scheduled = Object.values(jobs).map((job) => new ScheduledJob(this, job.id, { job, ...resources }))
    const streamListeners = Object.values(listeners).map(
      (listener) => new StreamListener(this, listener.id, { listener, ...resources }),
    )
    new Alarms(this, 'Alarms', {
      httpStage: doors.stage,
      functions: new Map([...functions, ...scheduled.map(({ node, door }) => [node.id, door] as const)]),
      scheduled: new Map([...scheduled, ...streamListeners].flatMap(called)),
      stageName: stage.name,
      failed: [...scheduled, ...streamListeners].flatMap(({ failed }) => failed ?? []),
      listeners: new Map(streamListeners.map(({ node, door }) => [node.id, door])),
      events,
      table,
      alarmMail: stage.alarmMail,
    })
    new Funnel(this, 'Funnel', { stage })
    new CfnOutput(this, 'TableName', { value: table.tableName })
    new CfnOutput(this, 'EventBusName', { value: events.bus.eventBusName })
    new CfnOutput(this, 'KeysSecretName', { value: secrets.keys.secretName })
    new CfnOutput(this, 'LookupSecretName', { value: secrets.lookup.secretName })
  }
}

/** A function with its schedule, by its name. Nothing for a function that no schedule calls. */
function called({ node, door, everyMinutes }: ScheduledJob | StreamListener) {
  return everyMinutes === undefined ? [] : [[node.id, { door, everyMinutes }] as const]
}
