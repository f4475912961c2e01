import { Token } from 'aws-cdk-lib'
import { defined } from '../../domain/values/defined.ts'
import type { Job, Listener, Route } from '../../routes/shape.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'

/** What a function may be told of. */
export interface Surroundings {
  readonly stage: DeployedStage
  readonly origin: string
  readonly tableName: string
  readonly secretArn: string
  readonly busName: string
  readonly uploadBucket: string
}

/** What a function may touch. */
type Touching = Pick<Route | Job | Listener, 'touches'>

/**
 * Gives the environment of one function: what every door says of the API, and beyond that only what goes with
 * what its route touches. No secret: whoever may list functions can read their environments.
 */
export function environmentOf(
  route: Touching,
  { stage, origin, tableName, secretArn, busName, uploadBucket }: Surroundings,
) {
  return {
    IEUM_STAGE: stage.name,
    IEUM_ORIGIN: origin,
    IEUM_CLIENTS: stage.clients,
    IEUM_TERMS: stage.terms,
    ...(route.touches.mail && { IEUM_MAIL_FROM: stage.mailFrom }),
    ...(route.touches.mail &&
      stage.reactivationUrl !== undefined && { IEUM_REACTIVATION_URL: stage.reactivationUrl }),
    ...('bus' in route.touches && route.touches.bus && { IEUM_BUS: busName }),
    ...defined({ IEUM_UPLOAD_BUCKET: route.touches.uploads && uploadBucket }),
    ...(buildsWorld(route) && {
      IEUM_TABLE: tableName,
      IEUM_SECRETS_ARN: secretArn,
      ...defined({
        IEUM_POLICY: stage.policy,
        IEUM_SESSIONS: stage.sessions,
        IEUM_SMS: stage.sms,
        IEUM_OLD_PASSWORDS: stage.oldPasswords,
        IEUM_CLOSING: stage.closing,
      }),
      ...stage.providers,
    }),
  } satisfies Record<string, string>
}

/** Whoever reads the secret or the table builds all that a flow needs, and is told of both; its role allows what it touches. */
const buildsWorld = ({ touches }: Touching): boolean => touches.secret || touches.table.length > 0

/** Lambda's limit for names and values together. */
const environmentLimitBytes = 4096
/** Room for an ARN or a name that only CloudFormation knows. */
const unresolvedBytes = 200

/** Throws when an environment is larger than Lambda takes, with what is largest: at synth, not half-way into a deployment. */
export function assertEnvironmentFits(routeId: string, environment: Readonly<Record<string, string>>): void {
  const sizes = Object.entries(environment).map(([name, value]) => ({
    name,
    bytes: name.length + (Token.isUnresolved(value) ? unresolvedBytes : Buffer.byteLength(value)),
  }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total <= environmentLimitBytes) return
  const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3)
  throw new Error(
    `the environment of "${routeId}" is ${total} bytes; Lambda takes ${environmentLimitBytes}. ` +
      `Largest: ${largest.map(({ name, bytes }) => `${name} ${bytes}`).join(', ')}`,
  )
}
