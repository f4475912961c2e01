import { randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
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
import { followStream } from './aws/table-stream.ts'
import { setEnvironment } from './environment.ts'
import { type Follow, feedOf, outboxOf } from './event-feed.ts'
import { atMost } from './gateway/at-most.ts'
import type { LocalRequest, LocalResponse } from './gateway/exchange.ts'
import { loadAll, runJob } from './gateway/functions.ts'
import { respondAsGateway } from './gateway/gateway.ts'
import { watchHooks } from './gateway/hooks.ts'
import { createRequestLog, type LogEntry } from './gateway/request-log.ts'
import { startServer } from './gateway/server.ts'
import { listedMemberOf, peopleOf } from './listed-people.ts'
import { localDoors } from './local-doors.ts'
import { createLocalMetrics } from './local-metrics.ts'
import { apiPages } from './pages/api-page.ts'
import { demoFiles } from './pages/demo-files.ts'
import type { Casts, StandIns } from './providers.ts'
import { oldMembers, type SeedMember } from './seed/old-members.ts'
import { seedMembers } from './seed/seed.ts'
import { startServices } from './services.ts'

/** The options of a local stack. */
export interface LocalStackOptions {
  /** Default: `PORT`, else a free port. */
  readonly port?: number
  /** The stage whose file `stages/NAME.json` is read. Default: `dev`, with stand-ins for the providers. */
  readonly stage?: string | undefined
  /** The folder that keeps data and keys between starts. Default: `IEUM_DATA`, else data ends with the stack. */
  readonly dataDir?: string
  /** Variables that override the process's environment, which overrides the defaults. */
  readonly environment?: Environment
  /** The people at the stand-ins. */
  readonly casts?: Casts
  /** The people whom the identity gateway can check. */
  readonly checked?: readonly PortOnePersona[]
  /** The members that exist from the start. Default: one for each case that needs a member. */
  readonly members?: readonly SeedMember[]
  /** How the courier learns of changes. Default: by the table's stream. */
  readonly follow?: Follow
  /** Takes a short line about each request. Default: no output. */
  readonly print?: (line: string) => void
}

/** The whole service in this process. */
export interface LocalStack {
  readonly origin: string
  readonly standIns: StandIns
  readonly identityGateway: PortOneStandIn | undefined
  readonly tableName: string
  /** The endpoint of the database. */
  readonly endpoint: string
  /** The key of the service routes, new at every start. */
  readonly serviceKey: string
  /** The port of the server. The origin may have another one. */
  readonly port: number
  /** Every variable that the functions read, including secrets. */
  readonly environment: Environment
  /** All mails and texts so far, newest last. The courier sends what waits before. */
  outbox(): Promise<readonly SentMessage[]>
  /** The messages that the courier gave up, as JSON. */
  failures(): readonly string[]
  /** All published events so far, newest last. */
  events(): Promise<readonly BusEvent[]>
  /** The uploads that were not deleted since. */
  uploads(): readonly StoredObject[]
  /** Moves ieum's clock and gives the new time. */
  advanceClock(seconds: number): Date
  /** The latest requests, oldest first. */
  log(): readonly LogEntry[]
  stop(): Promise<void>
}

/** What one process responds to within a second. With more at once, calls of the table run out of time. */
const callsAtOnce = 256

type RequestHandler = (request: LocalRequest) => Promise<LocalResponse>

/**
 * Starts the database, the outbox, the stand-ins and the server, and sets the environment of the functions.
 * One local stack per process, since environment and clock belong to the process. When one part fails, stops
 * all others and throws that part's error.
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  await using stack = new AsyncDisposableStack()
  const given: Environment = { ...process.env, ...options.environment }
  const opened = Promise.withResolvers<RequestHandler>()
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
  await watchHooks(services.stage.hooks, options.print ?? (() => {}), stack)
  const { requestLog, metrics } = collectLogs(options.print, stack)
  const { tableName, endpoint } = await prepare(services.environment)
  const members = options.members ?? oldMembers
  await seedMembers(await world(), tableName, members)

  const { standIns, identityGateway, failures, objectStore } = services
  const { advance } = movableClock(stack)
  const events = feedOf({ tableName, endpoint }, services, stack)
  const outbox = outboxOf({ tableName, endpoint }, services, options.follow ?? followStream, stack)
  const doors = localDoors({
    outbox,
    events,
    log: requestLog.entries,
    metrics,
    advanceClock: advance,
    ...peopleOf(standIns),
    members: () => members.map(listedMemberOf),
    identityGateway: () => identityGateway?.origin,
    sweep: () => runJob('sweep'),
  })
  const serviceKey = given['IEUM_SERVICE_KEY'] || randomUUID()
  opened.resolve(responder(origin, objectStore.endpoint, { requestLog, serviceKey }, doors))
  const owned = stack.move()
  return {
    origin,
    standIns,
    identityGateway,
    tableName,
    endpoint,
    serviceKey,
    port: server.port,
    environment: services.environment,
    outbox,
    failures,
    events,
    uploads: objectStore.objects,
    log: requestLog.entries,
    advanceClock: advance,
    stop: () => owned.disposeAsync(),
  }
}

/** Tries the laptop's own doors and pages first, then the gateway. */
function responder(
  origin: string,
  uploadEndpoint: string,
  gateway: Parameters<typeof respondAsGateway>[1],
  doors: ReturnType<typeof localDoors>,
): RequestHandler {
  const files = demoFiles(origin, uploadEndpoint)
  const description = apiPages(origin)
  const respond = atMost(callsAtOnce, (request) => respondAsGateway(request, gateway))
  return async (request) =>
    (await doors(request)) ?? description(request) ?? (await files(request)) ?? (await respond(request))
}

/** Creates the table while functions and world load: the first request finds all ready, or a setting is refused before. */
async function prepare(environment: Environment): Promise<{ tableName: string; endpoint: string }> {
  const tableName = environment['IEUM_TABLE'] ?? ''
  const endpoint = environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? ''
  const client = new DynamoDBClient({ endpoint })
  try {
    const ledger = createTable(client, environment['IEUM_LEDGER'] ?? '', 'silent')
    await Promise.all([createTable(client, tableName), ledger, loadAll(), world()])
  } finally {
    client.destroy()
  }
  return { tableName, endpoint }
}

function collectLogs(print: LocalStackOptions['print'], stack: AsyncDisposableStack) {
  const requestLog = createRequestLog(print ?? (() => {}))
  const metrics = createLocalMetrics()
  stack.defer(
    sendLogTo((line) => {
      requestLog.write(line)
      metrics.write(line)
    }),
  )
  return { requestLog, metrics: metrics.sums }
}

/** The next local stack finds the clock unmoved. */
function movableClock(stack: AsyncDisposableStack) {
  let movedSeconds = 0
  stack.defer(() => advanceClock(-movedSeconds))
  return {
    advance(seconds: number): Date {
      movedSeconds += seconds
      advanceClock(seconds)
      return clock.now()
    },
  }
}
