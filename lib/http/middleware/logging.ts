import type { MiddlewareObj, Request as MiddyRequest } from '@middy/core'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import type { Answered } from '../answer.ts'
import { log } from '../log.ts'
import { metricsOf } from '../metrics.ts'

type Handled = MiddyRequest<APIGatewayProxyEventV2, Answered, Error, Context, { startedAt?: number }>

let isCold = true

/** One line a request: route, status, outcome, row, time; and the metrics in the same line. */
export function logging(
  route: string,
): MiddlewareObj<APIGatewayProxyEventV2, Answered, Error, Context, { startedAt?: number }> {
  const write = (handled: Handled): void => {
    const { about, ...answer } = handled.response ?? {}
    handled.response = answer
    const status = answer.statusCode ?? 500
    const outcome = about?.outcome ?? (status < 400 ? 'ok' : 'failed')
    const durationMs = Math.round(performance.now() - (handled.internal.startedAt ?? performance.now()))
    const line = { requestId: handled.event.requestContext.requestId, route, status, outcome }
    const detail = { row: about?.row, provider: about?.provider, cold: isCold || undefined }
    log({ ...line, ...detail, durationMs, ...metricsOf() })
    isCold = false
  }
  return {
    before: (handled) => {
      handled.internal.startedAt = performance.now()
    },
    after: write,
    onError: write,
  }
}
