import type { Stage } from '../config/schema/stage-schema.ts'
import { clock } from '../runtime/clock.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import type { PortOnePersona } from '../stand-ins/portone/cast.ts'
import type { PortOneStandIn } from '../stand-ins/portone/stand-in.ts'
import { type LocalGateway, startPortOne } from '../stand-ins/portone/start.ts'
import { type BusEvent, startBus } from './aws/bus.ts'
import { startDatabase, startThrowawayDatabase } from './aws/database.ts'
import { type ObjectStore, startObjectStore } from './aws/object-store.ts'
import { type SentMessage, startOutbox } from './aws/outbox.ts'
import { localBucket, localCredentials, localDefaults } from './environment.ts'
import { localKeys } from './kept-keys.ts'
import { localSecrets, localStage, type PlannedStage, planStage } from './local-stage.ts'
import { type Casts, type StandIns, startProviders } from './providers.ts'

/** What stands around the functions on a laptop. */
export interface LocalServices {
  readonly standIns: StandIns
  /** Absent where the environment points at another one. */
  readonly identityGateway: PortOneStandIn | undefined
  /** All settings, as the functions were started with them. */
  readonly stage: Stage
  /** Every variable that the functions read. */
  readonly environment: Environment
  messages(): Promise<readonly SentMessage[]>
  /** What the bus was given so far, newest last. */
  busEvents(): readonly BusEvent[]
  readonly objectStore: ObjectStore
}

export interface LocalServicesOptions {
  readonly origin: string
  /** What is set already, and so is not made up. */
  readonly given: Environment
  /** The stage whose file is read; `dev` when none is named. */
  readonly stage?: string | undefined
  readonly dataDir?: string | undefined
  readonly casts?: Casts | undefined
  /** Whom the identity gateway can check. */
  readonly checked?: readonly PortOnePersona[] | undefined
}

/**
 * Starts everything side by side and leaves what ends it on the stack, also of the parts that had started
 * when another one failed. Rejects with the error of the part that failed.
 */
export async function startServices(
  options: LocalServicesOptions,
  stack: AsyncDisposableStack,
): Promise<LocalServices> {
  const { origin, dataDir, given, casts = {} } = options
  const planned = planStage(options.stage, origin, given)
  const starting = [
    database(given, dataDir, stack),
    stopping(startOutbox(), stack),
    stopping(startBus(), stack),
    startProviders({ origin, given, planned }, casts, stack),
    stopping(startObjectStore(bucketOf(origin)), stack),
    given['IEUM_SECRETS'] ?? localKeys(dataDir),
    gateway(planned, options, stack),
  ] as const
  await Promise.allSettled(starting)
  const [databaseEndpoint, outbox, bus, providers, objectStore, keys, identity] = await Promise.all(starting)
  const told = { ...providers.environment, ...identity.environment, ...given }
  const stage = localStage(planned.name, origin, told)
  const defaults = localDefaults({
    databaseEndpoint,
    mailEndpoint: outbox.endpoint,
    smsEndpoint: outbox.smsEndpoint,
    busEndpoint: bus.endpoint,
    uploadEndpoint: objectStore.endpoint,
    stage: JSON.stringify(stage),
    secrets: keys,
  })
  return {
    standIns: providers.standIns,
    identityGateway: identity.standIn,
    stage,
    // A profile would be asked for real credentials, and goes before the ones that are made up here.
    environment: { ...defaults, ...given, IEUM_SECRETS: localSecrets(keys, told), AWS_PROFILE: undefined },
    messages: outbox.messages,
    busEvents: bus.events,
    objectStore,
  }
}

/** The bucket of uploads: the demo page posts to it from its own origin. */
const bucketOf = (origin: string) => ({
  ...localCredentials,
  bucket: localBucket,
  origins: [origin],
  now: clock.now,
})

/** The identity gateway: one of this laptop's own, unless the stage or the environment says where there is one. */
async function gateway(
  { standsInForIdentityGateway }: PlannedStage,
  { origin, given, checked }: LocalServicesOptions,
  stack: AsyncDisposableStack,
): Promise<LocalGateway> {
  if (!standsInForIdentityGateway) return { environment: {} }
  const local = await startPortOne(origin, given, checked)
  const { standIn } = local
  if (standIn !== undefined) stack.defer(() => standIn.stop())
  return local
}

/** Where the database answers: the one that is named, or an embedded one. */
async function database(
  given: Environment,
  dataDir: string | undefined,
  stack: AsyncDisposableStack,
): Promise<string> {
  const named = given['AWS_ENDPOINT_URL_DYNAMODB']
  if (named !== undefined && named !== '') return named
  const { endpoint } = await stopping(
    dataDir === undefined ? startThrowawayDatabase() : startDatabase({ dataDir }),
    stack,
  )
  return endpoint
}

async function stopping<Part extends { stop(): Promise<void> }>(
  start: Promise<Part>,
  stack: AsyncDisposableStack,
): Promise<Part> {
  const part = await start
  stack.defer(() => part.stop())
  return part
}
