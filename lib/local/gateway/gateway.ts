import { randomUUID } from 'node:crypto'
import { toEvent } from './api-gateway-event.ts'
import { gatewayFailure, toAnswer } from './api-gateway-response.ts'
import { jsonAnswer, type LocalRequest, type LocalResponse, splitTarget } from './exchange.ts'
import { invoke } from './functions.ts'
import type { RequestLog } from './request-log.ts'
import { type Match, matchRoute } from './route-match.ts'

const badRequest = jsonAnswer(400, { message: 'Bad Request' })

/**
 * What API Gateway is in the cloud: finds the door, asks its function, sends what it answers. A function that
 * fails outright is a bare 500, as there; its error is shown in the terminal.
 */
export async function answerAsGateway(request: LocalRequest, requestLog: RequestLog): Promise<LocalResponse> {
  const { path } = splitTarget(request.target)
  const match = matched(request.method, path)
  if (match === undefined) return badRequest
  const requestId = randomUUID()
  const startedAt = performance.now()
  const answer = await ask(match, request, requestId)
  requestLog.add({
    at: request.receivedAt.toISOString(),
    requestId,
    method: request.method,
    path,
    status: answer.status,
    ms: Math.round(performance.now() - startedAt),
  })
  return answer
}

/** A broken percent escape matches no door. */
function matched(method: string, path: string): Match | undefined {
  try {
    decodeURIComponent(path)
    return matchRoute(method, path)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

async function ask({ id, door }: Match, request: LocalRequest, requestId: string): Promise<LocalResponse> {
  try {
    return toAnswer(await invoke(id, toEvent(request, door, requestId)))
  } catch (error) {
    console.error(error)
    return gatewayFailure
  }
}
