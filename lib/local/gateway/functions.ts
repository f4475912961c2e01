import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2, Context, DynamoDBBatchResponse } from 'aws-lambda'
import type { JobId } from '../../routes/jobs.ts'
import type { ListenerId } from '../../routes/listeners.ts'
import { entryOf, type Route, type RouteId, routes } from '../../routes/routes.ts'

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>
/** A schedule has nothing to say. */
type JobHandler = () => Promise<unknown>
type ListenerHandler = (event: { readonly Records: readonly unknown[] }) => Promise<DynamoDBBatchResponse>

const isHandler = (value: unknown): value is Handler => typeof value === 'function'
const isListenerHandler = (value: unknown): value is ListenerHandler => typeof value === 'function'
const isJobHandler = (value: unknown): value is JobHandler => typeof value === 'function'
const root = new URL('../../../', import.meta.url)

/** Which function the present call belongs to: all of them share this process, while each has its own in the cloud. */
export const running = new AsyncLocalStorage<RouteId | JobId | ListenerId>()

/** Loads the function of a route, job or listener. It reads the environment when it is loaded or first asked, so that comes first. */
async function load<Kind>(
  id: RouteId | JobId | ListenerId,
  is: (value: unknown) => value is Kind,
): Promise<Kind> {
  const door: Record<string, unknown> = await import(new URL(entryOf(id), root).href)
  const handler = door['handler']
  if (!is(handler)) throw new Error(`${entryOf(id)} exports no handler`)
  return handler
}

/** Runs a route's function in this process. Rejects with whatever the function throws. */
export async function invoke(id: RouteId, event: APIGatewayProxyEventV2): Promise<unknown> {
  const handler = await load(id, isHandler)
  return running.run(id, () => handler(event, contextOf(id)))
}

/** Runs a job's function in this process, as a schedule does in the cloud, and gives what it gives. */
export async function runJob(id: JobId): Promise<unknown> {
  const handler = await load(id, isJobHandler)
  return running.run(id, () => handler())
}

/** Hands records of the table's stream to a listener's function, and gives the first that it could not deal with. */
export async function hear(id: ListenerId, Records: readonly unknown[]): Promise<string | undefined> {
  const handler = await load(id, isListenerHandler)
  const { batchItemFailures } = await running.run(id, () => handler({ Records }))
  return batchItemFailures[0]?.itemIdentifier
}

/** Loads every function ahead of the first request, so that the first click is as quick as the next. */
export async function loadAll(): Promise<void> {
  await Promise.all(
    Object.values<Route>(routes).map(({ id }) => (isRouteId(id) ? load(id, isHandler) : undefined)),
  )
}

const isRouteId = (id: string): id is RouteId => id in routes

/** Milliseconds that a deployed function has for one request. */
const timeLimit = 10_000

function contextOf(id: RouteId): Context {
  const deadline = Date.now() + timeLimit
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
