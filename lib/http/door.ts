import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { admit } from '#admission'
import { endAfter, forget } from '../aws/deadlines.ts'
import { msLeft, withRequestBudget } from '../aws/request-budget.ts'
import { settings } from '../config/current-stage.ts'
import { Problem } from '../domain/values/problem.ts'
import type { RouteId, routes } from '../routes/routes.ts'
import { withLogContext } from './log/log-context.ts'
import { logging } from './middleware/logging.ts'
import { responding } from './middleware/responding.ts'
import { type Request, readRequest } from './request/request.ts'
import { fromDevice } from './request/sender/device.ts'
import { preflightHeaders } from './response/cors.ts'
import type { HttpResponse } from './response/response.ts'
import { type GatewayResponse, toGatewayResponse } from './response/to-gateway.ts'
import { type WarmUpStep, warmUp } from './warm-up.ts'

/** The `METHOD /path` keys of a route's doors. */
export type DoorKey<Id extends RouteId> = KeyOf<(typeof routes)[Id]['doors'][number]>

/** One door at a time, so the method of one door never combines with the path of another. */
type KeyOf<Door> = Door extends {
  readonly method: infer Method extends string
  readonly path: infer Path extends string
}
  ? `${Method} ${Path}`
  : never

/** The action of one door: takes a request, gives a response, throws a `Problem` or an unexpected error. */
export type Action = (request: Request) => Promise<HttpResponse>

/** A Lambda function with the API gateway's arguments. */
export type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/**
 * Builds the Lambda handler of a route, with one action per door. Takes the route's id, since a function that held the
 * table of routes would hold all of them. Any other request is a preflight or not found. The middleware writes one log line per request and turns every failure
 * into a problem with the usual headers. A request that runs out of time is the problem `unavailable`.
 */
export function door<Id extends RouteId>(id: Id, actions: Readonly<Record<DoorKey<Id>, Action>>): Handler {
  const byKey = new Map<string, Action>(Object.entries<Action>(actions))
  return handlerOf(id, responding(), (event) => handle(byKey, event))
}

/** Builds the handler of a route as `door` does. Its function takes these steps while it loads. */
export const warmDoor = <Id extends RouteId>(
  id: Id,
  steps: readonly WarmUpStep[],
  actions: Readonly<Record<DoorKey<Id>, Action>>,
): Handler & { warmUp(): Promise<void> } => Object.assign(door(id, actions), { warmUp: () => warmUp(steps) })

/** Wraps what a route does in the middleware that all routes share, and in the request's time. */
export function handlerOf(
  id: RouteId,
  failures: ReturnType<typeof responding>,
  respond: (event: APIGatewayProxyEventV2) => Promise<GatewayResponse>,
): Handler {
  // A request has its own time, which ends long before Lambda's.
  const handler = middy<APIGatewayProxyEventV2, GatewayResponse>({ timeoutEarlyInMillis: 0 })
    .use(logging(id))
    .use(failures)
    .handler(respond)
  return (event, context) => withRequestBudget(() => withLogContext(() => handler(event, context)))
}

async function handle(
  byKey: ReadonlyMap<string, Action>,
  event: APIGatewayProxyEventV2,
): Promise<GatewayResponse> {
  const request = readRequest(event)
  const { clients } = settings()
  // The gateway passes HEAD on where a route answers it.
  const action =
    byKey.get(request.key.replace(/^HEAD /, 'GET ')) ??
    (request.key.startsWith('OPTIONS ') ? preflight : notFound)
  const response = await inTime(admitted(request, () => fromDevice(request, () => action(request))))
  return toGatewayResponse(response, request.id, { clients, request })
}

async function admitted<Response>(request: Request, respond: () => Promise<Response>): Promise<Response> {
  await admit(request)
  return respond()
}

/**
 * Gives the response of an action that is in time. An action that runs on is safe to repeat, like one whose response was
 * lost on its way. Throws the problem `unavailable` at the end of the request's time.
 */
export async function inTime(response: Promise<HttpResponse>): Promise<HttpResponse> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const deadline = endAfter(msLeft(), () => reject(new Problem('unavailable')))
  try {
    return await Promise.race([response, late])
  } finally {
    forget(deadline)
  }
}

const preflight: Action = async () => ({
  status: 204,
  headers: preflightHeaders,
  about: { outcome: 'preflight' },
})

const notFound: Action = async () => {
  throw new Problem('not_found')
}
