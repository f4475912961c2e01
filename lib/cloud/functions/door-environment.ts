import { defined } from '../../domain/values/defined.ts'
import type { Consumer, Job, Listener, Route, Subscriber } from '../../routes/shape.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'

/** The values that environments are made from. */
export interface EnvironmentSources {
  readonly stage: Pick<DeployedStage, 'name' | 'origin'>
  readonly origin: string
  readonly tableName: string
  readonly ledgerName: string
  readonly keysArn: string
  readonly lookupArn: string
  readonly busName: string
  readonly uploadBucket: string
  /** The configuration set of mails, where the sender's SES identity has none of its own. */
  readonly configurationSet?: string | undefined
  /** The topic of a listener's own failures. */
  readonly failureTopicArn?: string | undefined
  /** The webhook that a consumer posts to. */
  readonly webhook?: { readonly endpoint: string; readonly secretArn: string } | undefined
}

/** The resources that a function may touch. */
type TouchingFunction = Pick<Route | Job | Listener | Subscriber | Consumer, 'touches'>

/**
 * The environment of one function: the values that only CloudFormation knows, as far as its route touches
 * them. The settings are beside the bundle. No secrets, since anyone who may list functions can read their
 * environments.
 */
export function environmentOf(route: TouchingFunction, sources: EnvironmentSources) {
  const { touches } = route
  const { stage, origin, tableName, ledgerName, keysArn, lookupArn, busName, uploadBucket } = sources
  const { configurationSet, failureTopicArn, webhook } = sources
  return {
    IEUM_STAGE: stage.name,
    ...(stage.origin === null && { IEUM_ORIGIN: origin }),
    ...('sends' in touches && touches.sends && defined({ IEUM_MAIL_CONFIGURATION_SET: configurationSet })),
    ...defined({ IEUM_FAILURE_TOPIC: failureTopicArn }),
    ...(webhook && {
      IEUM_WEBHOOK_ENDPOINT: webhook.endpoint,
      IEUM_WEBHOOK_SECRET_ARN: webhook.secretArn,
    }),
    ...('bus' in touches && touches.bus && { IEUM_BUS: busName }),
    ...(touches.uploads !== undefined && { IEUM_UPLOAD_BUCKET: uploadBucket }),
    ...(buildsWorld(route) && { IEUM_TABLE: tableName }),
    ...(touches.ledger && { IEUM_LEDGER: ledgerName }),
    ...(touches.secrets.includes('keys') && { IEUM_KEYS_ARN: keysArn }),
    ...(touches.secrets.includes('lookup') && { IEUM_LOOKUP_ARN: lookupArn }),
  } satisfies Record<string, string>
}

/**
 * A function that reads a secret or the table builds the whole world, including the table. Its role allows
 * only what the route touches.
 */
const buildsWorld = ({ touches }: TouchingFunction): boolean =>
  touches.secrets.length > 0 || touches.table.length > 0
