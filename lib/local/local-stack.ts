import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { providerIds } from '../domain/values/identity.ts'
import { sendLogTo } from '../http/log/log.ts'
import { advanceClock, clock } from '../runtime/clock.ts'
import { forgetWorld, world } from '../runtime/world.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import type { PortOnePersona } from '../stand-ins/portone/cast.ts'
import type { PortOneStandIn } from '../stand-ins/portone/stand-in.ts'
import type { BusEvent } from './aws/bus.ts'
import { createTable } from './aws/database.ts'
import type { StoredObject } from './aws/object-store.ts'
import type { SentMessage } from './aws/outbox.ts'
import { demoFiles } from './demo-files.ts'
import { setEnvironment } from './environment.ts'
import { feedOf } from './event-feed.ts'
import type { LocalRequest, LocalResponse } from './gateway/exchange.ts'
import { loadAll, runJob } from './gateway/functions.ts'
import { answerAsGateway } from './gateway/gateway.ts'
import { createRequestLog, type LogEntry, type RequestLog } from './gateway/request-log.ts'
import { startServer } from './gateway/server.ts'
import { type CastMember, type ListedMember, localDoors } from './local-doors.ts'
import { createLocalMetrics } from './local-metrics.ts'
import type { Casts, StandIns } from './providers.ts'
import { type OldMember, oldMembers, oldPassword } from './seed/old-members.ts'
import { seedMembers } from './seed/seed.ts'
import { startServices } from './services.ts'

export interface LocalStackOptions {
  /** Default: `PORT`, else a free one. */
  readonly port?: number
  /** Whose file is read, `stages/NAME.json`. Default: `dev`, where stand-ins play the providers. */
  readonly stage?: string | undefined
  /** Keeps data and keys between starts. Default: `IEUM_DATA`, else everything is gone when it stops. */
  readonly dataDir?: string
  /** Goes before what is in the environment, which goes before what is made up. */
  readonly environment?: Environment
  /** Who can be chosen at the stand-ins. */
  readonly casts?: Casts
  /** Whom the identity gateway can check. */
  readonly checked?: readonly PortOnePersona[]
  /** Whom the service has from the start. Default: one member for each row that needs one. */
  readonly members?: readonly OldMember[]
  /** Takes a short line for people about each request. Default: nobody reads them. */
  readonly print?: (line: string) => void
}

/** The whole service in this process. */
export interface LocalStack {
  readonly origin: string
  readonly standIns: StandIns
  readonly identityGateway: PortOneStandIn | undefined
  readonly tableName: string
  /** Where the database answers. */
  readonly endpoint: string
  /** Where the server listens; the origin may be another one's. */
  readonly port: number
  /** Everything that the functions read; secrets too. */
  readonly environment: Environment
  /** All mails and texts so far, newest last. */
  outbox(): Promise<readonly SentMessage[]>
  /** All that the rest of the service was told so far, newest last. */
  events(): Promise<readonly BusEvent[]>
  /** What was uploaded and not deleted since. */
  uploads(): readonly StoredObject[]
  /** Moves the product's clock and gives its new time. */
  advanceClock(seconds: number): Date
  /** The latest requests, oldest first. */
  log(): readonly LogEntry[]
  stop(): Promise<void>
}

type Answering = (request: LocalRequest) => Promise<LocalResponse>

/**
 * Starts the database, the catcher of mails, the stand-ins and the server, and sets the environment that the
 * functions read. One house at a time in a process: the environment and the clock are the process's own.
 * Whatever was started is stopped again when a part of it fails; then it rejects with that part's error.
 */
export async function startHouse(options: LocalStackOptions = {}): Promise<LocalStack> {
  await using stack = new AsyncDisposableStack()
  const given: Environment = { ...process.env, ...options.environment }
  const opened = Promise.withResolvers<Answering>()
  const port = options.port ?? Number(given['PORT'] ?? 0)
  const server = await startServer(port, async (request) => (await opened.promise)(request))
  stack.defer(() => server.stop())

  const origin = given['IEUM_ORIGIN'] ?? `http://localhost:${server.port}`
  const dataDir = options.dataDir ?? given['IEUM_DATA']
  const services = await startServices(
    { origin, given, dataDir, stage: options.stage, casts: options.casts, checked: options.checked },
    stack,
  )
  stack.defer(setEnvironment(services.environment))
  forgetWorld()
  const { requestLog, metrics } = listen(options.print, stack)
  const { tableName, endpoint } = await furnish(services.environment)
  const members = options.members ?? oldMembers
  await seedMembers(await world(), { tableName, endpoint }, members)

  const { standIns, identityGateway, messages: outbox, objectStore } = services
  const { advance } = movableClock(stack)
  const events = feedOf({ tableName, endpoint }, services, stack)
  const { entries: log } = requestLog
  opened.resolve(
    answering(
      origin,
      objectStore.endpoint,
      requestLog,
      localDoors({
        outbox,
        events,
        log,
        metrics,
        advanceClock: advance,
        cast: () => castOf(standIns),
        members: () => members.map(listed),
        attributes: () => services.stage.attributes ?? {},
        identityGateway: () => identityGateway?.origin,
        sweep: () => runJob('sweep'),
      }),
    ),
  )
  const owned = stack.move()
  return {
    origin,
    standIns,
    identityGateway,
    tableName,
    endpoint,
    port: server.port,
    environment: services.environment,
    outbox,
    events,
    uploads: objectStore.objects,
    log,
    advanceClock: advance,
    stop: () => owned.disposeAsync(),
  }
}

/** The laptop's own pages first, then whatever the gateway would answer. */
function answering(
  origin: string,
  uploadEndpoint: string,
  requestLog: RequestLog,
  doors: ReturnType<typeof localDoors>,
): Answering {
  const files = demoFiles(origin, uploadEndpoint)
  return async (request) =>
    (await doors(request)) ?? (await files(request)) ?? (await answerAsGateway(request, requestLog))
}

/**
 * Makes the table while the functions and their world are loaded, so that the first click finds all ready
 * and a setting that could not be meant is refused before it.
 */
async function furnish(environment: Environment): Promise<{ tableName: string; endpoint: string }> {
  const tableName = environment['IEUM_TABLE'] ?? ''
  const endpoint = environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? ''
  const client = new DynamoDBClient({ endpoint })
  try {
    await Promise.all([createTable(client, tableName), loadAll(), world()])
  } finally {
    client.destroy()
  }
  return { tableName, endpoint }
}

function listen(print: LocalStackOptions['print'], stack: AsyncDisposableStack) {
  const requestLog = createRequestLog(print ?? (() => {}))
  const metrics = createLocalMetrics()
  sendLogTo((line) => {
    requestLog.write(line)
    metrics.write(line)
  })
  stack.defer(() => sendLogTo((line) => void process.stdout.write(`${line}\n`)))
  return { requestLog, metrics: metrics.sums }
}

/** The next house finds the clock as this one did. */
function movableClock(stack: AsyncDisposableStack) {
  let moved = 0
  stack.defer(() => advanceClock(-moved))
  return {
    advance(seconds: number): Date {
      moved += seconds
      advanceClock(seconds)
      return clock.now()
    },
  }
}

const castOf = (standIns: StandIns): readonly CastMember[] =>
  providerIds.flatMap((provider) =>
    (standIns[provider]?.cast() ?? []).map(({ key, name, note }) => ({ provider, id: key, name, note })),
  )

const listed = ({ name, email, phone, hasPassword, status = 'active', note }: OldMember): ListedMember => ({
  name,
  email: email?.address,
  phone,
  password: hasPassword ? oldPassword : undefined,
  status,
  note,
})
