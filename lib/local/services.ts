import type { Stage } from '../config/schema/stage-schema.ts'
import { clock } from '../runtime/clock.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import type { PortOnePersona } from '../stand-ins/portone/cast.ts'
import type { PortOneStandIn } from '../stand-ins/portone/stand-in.ts'
import { type LocalGateway, startPortOne } from '../stand-ins/portone/start.ts'
import { type BusEvent, startBus } from './aws/bus.ts'
import { startDatabase, startThrowawayDatabase } from './aws/database.ts'
import { namedDatabase } from './aws/named-database.ts'
import { type ObjectStore, startObjectStore } from './aws/object-store.ts'
import { type SentMessage, startOutbox } from './aws/outbox.ts'
import { localBucket, localCredentials, localDefaults } from './environment.ts'
import { localKeys } from './kept-keys.ts'
import { localSecrets, localStage, type PlannedStage, planStage } from './local-stage.ts'
import { type Casts, type StandIns, startProviders } from './providers.ts'

/** The services around the functions on a laptop. */
export interface LocalServices {
  readonly standIns: StandIns
  /** Absent where the environment names a real gateway. */
  readonly identityGateway: PortOneStandIn | undefined
  /** All settings that the functions were started with. */
  readonly stage: Stage
  /** Every variable that the functions read. */
  readonly environment: Environment
  messages(): Promise<readonly SentMessage[]>
  /** The messages that the courier gave up, as JSON. */
  failures(): readonly string[]
  /** All events on the bus so far, newest last. */
  busEvents(): readonly BusEvent[]
  readonly objectStore: ObjectStore
}

/** The options of starting the services. */
export interface LocalServicesOptions {
  readonly origin: string
  /** The variables that are set already, and so get no default. */
  readonly given: Environment
  /** The stage whose file is read. Default: `dev`. */
  readonly stage?: string | undefined
  readonly dataDir?: string | undefined
  readonly casts?: Casts | undefined
  /** The people whom the identity gateway can check. */
  readonly checked?: readonly PortOnePersona[] | undefined
}

/**
 * Starts all services concurrently and registers their stop on the stack, also when another one fails. Throws
 * the error of the service that failed, and `ConfigurationError` for an invalid stage.
 */
export async function startServices(
  options: LocalServicesOptions,
  stack: AsyncDisposableStack,
): Promise<LocalServices> {
  const { origin, dataDir, given, casts = {} } = options
  const planned = planStage(options.stage, origin, given)
  const starting = [
    startDatabaseOnStack(given, dataDir, stack),
    startOnStack(startOutbox(), stack),
    startOnStack(startBus(), stack),
    startProviders({ origin, given, planned }, casts, stack),
    startOnStack(startObjectStore(bucketOf(origin)), stack),
    given['IEUM_SECRETS'] ?? localKeys(dataDir, planned.accessAlgorithm),
    startGateway(planned, options, stack),
  ] as const
  await Promise.allSettled(starting)
  const [databaseEndpoint, outbox, bus, providers, objectStore, keys, identity] = await Promise.all(starting)
  const variables = { ...providers.environment, ...identity.environment, ...given }
  const stage = localStage(planned.name, origin, variables)
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
    // The SDK would prefer a profile, with its real credentials, to the local ones.
    environment: {
      ...defaults,
      ...given,
      IEUM_SECRETS: localSecrets(keys, variables),
      AWS_PROFILE: undefined,
    },
    messages: outbox.messages,
    failures: outbox.failures,
    busEvents: bus.events,
    objectStore,
  }
}

/** The bucket of uploads. The demo page posts to it from ieum's origin. */
const bucketOf = (origin: string) => ({
  ...localCredentials,
  bucket: localBucket,
  origins: [origin],
  now: clock.now,
})

/** The identity gateway: a stand-in, unless the stage or the environment names a real one. */
async function startGateway(
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

/** The endpoint of the database: the named one, or an embedded one. */
async function startDatabaseOnStack(
  given: Environment,
  dataDir: string | undefined,
  stack: AsyncDisposableStack,
): Promise<string> {
  const named = namedDatabase(given)
  if (named !== undefined) return named
  const { endpoint } = await startOnStack(
    dataDir === undefined ? startThrowawayDatabase() : startDatabase({ dataDir }),
    stack,
  )
  return endpoint
}

async function startOnStack<Part extends { stop(): Promise<void> }>(
  start: Promise<Part>,
  stack: AsyncDisposableStack,
): Promise<Part> {
  const part = await start
  stack.defer(() => part.stop())
  return part
}
