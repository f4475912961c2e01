import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import type { APIGatewayProxyEventV2, Context, DynamoDBBatchResponse } from 'aws-lambda'
import type { JobId } from '../../routes/jobs.ts'
import type { ListenerId } from '../../routes/listeners.ts'
import { entryOf, type Route, type RouteId, routes } from '../../routes/routes.ts'
import type { SubscriberId } from '../../routes/subscribers.ts'

type RouteHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>
/** A schedule passes no input. */
type JobHandler = () => Promise<unknown>
type ListenerHandler = (event: { readonly Records?: readonly unknown[] }) => Promise<DynamoDBBatchResponse>

type SubscriberHandler = (event: { readonly Records: readonly unknown[] }) => Promise<unknown>

const isSubscriberHandler = (value: unknown): value is SubscriberHandler => typeof value === 'function'
const isHandler = (value: unknown): value is RouteHandler => typeof value === 'function'
const isListenerHandler = (value: unknown): value is ListenerHandler => typeof value === 'function'
const isJobHandler = (value: unknown): value is JobHandler => typeof value === 'function'
const folder = new URL('../../../functions/', import.meta.url)
/** `.ts` in the repository, `.js` in the package, where everything is compiled. */
const extension = extname(import.meta.url)

/**
 * The function of the current call, a new object for each call. All functions share this process here, while each has its
 * own in the cloud.
 */
export const currentFunction = new AsyncLocalStorage<{ readonly id: DoorId }>()

type DoorId = RouteId | JobId | ListenerId | SubscriberId

/** The doors that are loaded or loading. Asking a test runner for a loaded module again costs a round trip. */
const doors = new Map<DoorId, Promise<Record<string, unknown>>>()

/**
 * Loads the function of a route, job or listener. The function reads the environment then or at its first
 * call, so the environment must be set before. Throws an `Error` when the door exports no handler.
 */
async function load<Kind>(id: DoorId, isHandlerOfKind: (value: unknown) => value is Kind): Promise<Kind> {
  const handler = (await doorOf(id))['handler']
  if (!isHandlerOfKind(handler)) throw new Error(`${entryOf(id)} exports no handler`)
  return handler
}

function doorOf(id: DoorId): Promise<Record<string, unknown>> {
  const door = doors.get(id) ?? import(new URL(`${id}${extension}`, folder).href)
  doors.set(id, door)
  return door
}

/** Runs a route's function in this process. Gives its result and throws its error. */
export async function invoke(id: RouteId, event: APIGatewayProxyEventV2): Promise<unknown> {
  const handler = await load(id, isHandler)
  return currentFunction.run({ id }, () => handler(event, contextOf(id)))
}

/**
 * Runs a job's function in this process, as its schedule does in the cloud. Gives its result and throws its
 * error.
 */
export async function runJob(id: JobId): Promise<unknown> {
  const handler = await load(id, isJobHandler)
  return currentFunction.run({ id }, () => handler())
}

/** Runs a listener's function with records of the table's stream. Gives the first record that failed. */
export async function runListener(id: ListenerId, Records: readonly unknown[]): Promise<string | undefined> {
  const handler = await load(id, isListenerHandler)
  const { batchItemFailures } = await currentFunction.run({ id }, () => handler({ Records }))
  return batchItemFailures[0]?.itemIdentifier
}

/** Runs a subscriber's function with records of its topic, as SNS does in the cloud. Gives its result. */
export async function runSubscriber(id: SubscriberId, Records: readonly unknown[]): Promise<unknown> {
  const handler = await load(id, isSubscriberHandler)
  return currentFunction.run({ id }, () => handler({ Records }))
}

/** Runs a listener's function as its schedule does in the cloud. */
export async function runListenerOnSchedule(id: ListenerId): Promise<void> {
  const handler = await load(id, isListenerHandler)
  await currentFunction.run({ id }, () => handler({}))
}

/** Loads every function before the first request, so that the first request is fast. */
export async function loadAll(): Promise<void> {
  await Promise.all(
    Object.values<Route>(routes).map(({ id }) => (isRouteId(id) ? load(id, isHandler) : undefined)),
  )
}

const isRouteId = (id: string): id is RouteId => id in routes

/** Milliseconds that a deployed function has for one request. */
const timeLimitMs = 10_000

function contextOf(id: RouteId): Context {
  const deadline = Date.now() + timeLimitMs
  const done = (): void => {}
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: `ieum-local-${id}`,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:ieum-local-${id}`,
    memoryLimitInMB: String(routes[id].memory),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/ieum-local-${id}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done,
    fail: done,
    succeed: done,
  }
}
