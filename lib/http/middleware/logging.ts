import type { MiddlewareObj, Request as MiddyRequest } from '@middy/core'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { log } from '../log/log.ts'
import { logContext } from '../log/log-context.ts'
import { metricsOf } from '../log/metrics.ts'
import type { GatewayResponse } from '../response/to-gateway.ts'

type Handled = MiddyRequest<APIGatewayProxyEventV2, GatewayResponse, Error, Context, { startedAt?: number }>

let isCold = true

const present = ({ row, provider }: NonNullable<GatewayResponse['about']>) => ({
  ...(row !== undefined && { row }),
  ...(provider !== undefined && { provider }),
})

/** One line a request: route, status, outcome, row, time; and the metrics in the same line. */
export function logging(
  route: string,
): MiddlewareObj<APIGatewayProxyEventV2, GatewayResponse, Error, Context, { startedAt?: number }> {
  const write = (handled: Handled): void => {
    const { about, ...answer } = handled.response ?? {}
    handled.response = answer
    const status = answer.statusCode ?? 500
    const outcome = about?.outcome ?? (status < 400 ? 'ok' : 'failed')
    const durationMs = Math.round(performance.now() - (handled.internal.startedAt ?? performance.now()))
    // What the answer says of itself goes before what was noted on the way to it.
    const line = { route, status, outcome, ...logContext(), ...present(about ?? {}) }
    const requestId = handled.event.requestContext.requestId
    log({ requestId, ...line, cold: isCold || undefined, durationMs, ...metricsOf(line) })
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
