import { randomUUID } from 'node:crypto'
import { defined } from '../../domain/values/defined.ts'
import { type Route, routes } from '../../routes/routes.ts'
import { calledBy, toEvent } from './api-gateway-event.ts'
import { gatewayFailure, toLocalResponse } from './api-gateway-response.ts'
import { type LocalRequest, type LocalResponse, localJsonResponse, splitTarget } from './exchange.ts'
import { invoke } from './functions.ts'
import { callerOf, forbidden } from './iam-authorizer.ts'
import { refusalText } from './refusal-text.ts'
import type { RequestLog } from './request-log.ts'
import { type MatchedRoute, matchRoute } from './route-match.ts'
import { isFromSafari, withPlainCookies, withStrictCookies } from './safari-cookies.ts'

const badRequest = localJsonResponse(400, { message: 'Bad Request' })

/**
 * Acts as API Gateway: finds the door, authorizes callers who sign, invokes the function and gives the response. A function that throws
 * becomes a bare 500, and its error goes to the terminal.
 */
export async function respondAsGateway(
  request: LocalRequest,
  { requestLog, serviceKey }: Gateway,
): Promise<LocalResponse> {
  return isFromSafari(request)
    ? withPlainCookies(await respond(withStrictCookies(request), { requestLog, serviceKey }))
    : respond(request, { requestLog, serviceKey })
}

/** What a gateway needs beside the request. */
interface Gateway {
  readonly requestLog: RequestLog
  readonly serviceKey: string
}

async function respond(request: LocalRequest, { requestLog, serviceKey }: Gateway): Promise<LocalResponse> {
  const { path } = splitTarget(request.target)
  const match = matched(request.method, path)
  if (match === undefined) return badRequest
  const requestId = randomUUID()
  const startedAt = performance.now()
  const response = await invokeDoor(match, request, { requestId, serviceKey })
  requestLog.add({
    at: request.receivedAt.toISOString(),
    requestId,
    method: request.method,
    path,
    status: response.status,
    ms: Math.round(performance.now() - startedAt),
    ...defined({ about: refusalText(response) }),
  })
  return response
}

/** Undefined for a broken percent escape, which matches no door. */
function matched(method: string, path: string): MatchedRoute | undefined {
  try {
    decodeURIComponent(path)
    return matchRoute(method, path)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

async function invokeDoor(
  { id, door }: MatchedRoute,
  request: LocalRequest,
  { requestId, serviceKey }: { readonly requestId: string; readonly serviceKey: string },
): Promise<LocalResponse> {
  try {
    const { callers }: Route = routes[id]
    const caller = callers === 'iam' ? await callerOf(request, serviceKey) : undefined
    if (callers === 'iam' && caller === undefined) return forbidden
    const event = toEvent(request, door, requestId)
    return toLocalResponse(await invoke(id, caller === undefined ? event : calledBy(event, caller)))
  } catch (error) {
    console.error(error)
    return gatewayFailure
  }
}
