import type { MiddlewareObj, Request as MiddyRequest } from '@middy/core'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { defined } from '../../domain/values/defined.ts'
import { log } from '../log/log.ts'
import { logContext } from '../log/log-context.ts'
import { metricsOf } from '../log/metrics.ts'
import type { GatewayResponse } from '../response/to-gateway.ts'

type Handled = MiddyRequest<APIGatewayProxyEventV2, GatewayResponse, Error, Context, { startedAt?: number }>

let isCold = true

const present = ({ row, provider }: NonNullable<GatewayResponse['about']>) => defined({ row, provider })

/**
 * Writes one line per request: route, status, outcome, row, duration and metrics. `route` is the route's id.
 */
export function logging(
  route: string,
): MiddlewareObj<APIGatewayProxyEventV2, GatewayResponse, Error, Context, { startedAt?: number }> {
  const write = (handled: Handled): void => {
    const { about, ...response } = handled.response ?? {}
    handled.response = response
    const status = response.statusCode ?? 500
    const outcome = about?.outcome ?? (status < 400 ? 'ok' : 'failed')
    const durationMs = Math.round(performance.now() - (handled.internal.startedAt ?? performance.now()))
    // The response's own facts take precedence over the log context.
    const line = { route, status, outcome, ...logContext(), ...(about && present(about)) }
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
