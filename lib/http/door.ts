import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { settings } from '../config/current-stage.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Route } from '../routes/routes.ts'
import { withLogContext } from './log/log-context.ts'
import { logging } from './middleware/logging.ts'
import { responding } from './middleware/responding.ts'
import { fromDevice } from './request/device.ts'
import { type Request, readRequest } from './request/request.ts'
import { preflightHeaders } from './response/cors.ts'
import type { HttpResponse } from './response/response.ts'
import { type GatewayResponse, toGatewayResponse } from './response/to-gateway.ts'

/** `METHOD /path` of every door of a route. */
export type DoorKey<R extends Route> = KeyOf<R['doors'][number]>

/** Of each door by itself: a method of one door with the path of another is no key. */
type KeyOf<Door> = Door extends {
  readonly method: infer Method extends string
  readonly path: infer Path extends string
}
  ? `${Method} ${Path}`
  : never

/** What stands behind one door: takes a request, gives a reply, throws a `Problem` or a bug. */
export type Action = (request: Request) => Promise<HttpResponse>

/** A Lambda function as the gateway calls it. */
export type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/**
 * Builds the Lambda of a route: one action per door; anything else that arrives is a preflight or not found.
 * Around it, from the outside in: one log line, then every failure as a problem with the headers of an answer.
 */
export function door<R extends Route>(route: R, actions: Readonly<Record<DoorKey<R>, Action>>): Handler {
  const byKey = new Map<string, Action>(Object.entries<Action>(actions))
  const handler = middy<APIGatewayProxyEventV2, GatewayResponse>()
    .use(logging(route.id))
    .use(responding())
    .handler((event: APIGatewayProxyEventV2) => handle(byKey, event))
  return (event, context) => withLogContext(() => handler(event, context))
}

async function handle(
  byKey: ReadonlyMap<string, Action>,
  event: APIGatewayProxyEventV2,
): Promise<GatewayResponse> {
  const request = readRequest(event)
  const { clients } = settings()
  const action = byKey.get(request.key) ?? (request.method === 'OPTIONS' ? preflight : nothing)
  const reply = await fromDevice(request, () => action(request))
  return toGatewayResponse(reply, request.id, { clients, request })
}

const preflight: Action = async () => ({
  status: 204,
  headers: preflightHeaders,
  about: { outcome: 'preflight' },
})

const nothing: Action = async () => {
  throw new Problem('not_found')
}
