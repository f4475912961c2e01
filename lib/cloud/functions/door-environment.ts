import type { Job, Listener, Route } from '../../routes/shape.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'

/** What a function may be told of. */
export interface Surroundings {
  readonly stage: Pick<DeployedStage, 'name' | 'origin'>
  readonly origin: string
  readonly tableName: string
  readonly keysArn: string
  readonly lookupArn: string
  readonly busName: string
  readonly uploadBucket: string
  /** The configuration set of mails, where the identity of the sender does not name one itself. */
  readonly configurationSet?: string | undefined
}

/** What a function may touch. */
type Touching = Pick<Route | Job | Listener, 'touches'>

/**
 * Gives the environment of one function: what only CloudFormation knows, and of that what goes with what its route
 * touches. The settings lie beside the bundle. No secret: whoever may list functions can read their environments.
 */
export function environmentOf(route: Touching, surroundings: Surroundings) {
  const { touches } = route
  const { stage, origin, tableName, keysArn, lookupArn, busName, uploadBucket, configurationSet } =
    surroundings
  return {
    IEUM_STAGE: stage.name,
    ...(stage.origin === null && { IEUM_ORIGIN: origin }),
    ...(touches.mail && configurationSet !== undefined && { IEUM_MAIL_CONFIGURATION_SET: configurationSet }),
    ...('bus' in touches && touches.bus && { IEUM_BUS: busName }),
    ...(touches.uploads !== undefined && { IEUM_UPLOAD_BUCKET: uploadBucket }),
    ...(buildsWorld(route) && { IEUM_TABLE: tableName }),
    ...(touches.secrets.includes('keys') && { IEUM_KEYS_ARN: keysArn }),
    ...(touches.secrets.includes('lookup') && { IEUM_LOOKUP_ARN: lookupArn }),
  } satisfies Record<string, string>
}

/** Whoever reads a secret or the table builds all that a flow needs, the table included; its role allows what it touches. */
const buildsWorld = ({ touches }: Touching): boolean => touches.secrets.length > 0 || touches.table.length > 0
