import { randomUUID } from 'node:crypto'
import { toEvent } from './api-gateway-event.ts'
import { gatewayFailure, toLocalResponse } from './api-gateway-response.ts'
import { type LocalRequest, type LocalResponse, localJsonResponse, splitTarget } from './exchange.ts'
import { invoke } from './functions.ts'
import type { RequestLog } from './request-log.ts'
import { type MatchedRoute, matchRoute } from './route-match.ts'

const badRequest = localJsonResponse(400, { message: 'Bad Request' })

/**
 * Acts as API Gateway: finds the door, invokes its function and gives the response. A function that throws
 * becomes a bare 500, and its error goes to the terminal.
 */
export async function respondAsGateway(
  request: LocalRequest,
  requestLog: RequestLog,
): Promise<LocalResponse> {
  const { path } = splitTarget(request.target)
  const match = matched(request.method, path)
  if (match === undefined) return badRequest
  const requestId = randomUUID()
  const startedAt = performance.now()
  const response = await invokeDoor(match, request, requestId)
  requestLog.add({
    at: request.receivedAt.toISOString(),
    requestId,
    method: request.method,
    path,
    status: response.status,
    ms: Math.round(performance.now() - startedAt),
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
  requestId: string,
): Promise<LocalResponse> {
  try {
    return toLocalResponse(await invoke(id, toEvent(request, door, requestId)))
  } catch (error) {
    console.error(error)
    return gatewayFailure
  }
}
