import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { settings } from '../../config/current-stage.ts'
import { defaultPolicy } from '../../domain/visit/match-policy.ts'
import { log } from '../log/log.ts'
import { localeOf } from '../request/locale.ts'
import { type Request, readRequest } from '../request/request.ts'
import { failureOf } from '../response/failure.ts'
import { type ProblemContext, problemResponse } from '../response/problem-details.ts'
import { type GatewayResponse, toGatewayResponse } from '../response/to-gateway.ts'

/**
 * Turns every failure into a problem response. An outage or bug reveals nothing of its cause. `nobody`: the response is
 * for no browser, so it has no CORS headers.
 */
export function responding(
  browsers: 'clients' | 'nobody' = 'clients',
): MiddlewareObj<APIGatewayProxyEventV2, GatewayResponse> {
  return {
    onError: (failed) => {
      const { problem, fault } = failureOf(failed.error)
      const { event } = failed
      const id = event.requestContext.requestId
      if (fault !== undefined) log({ level: 'error', requestId: id, ...fault })
      const request = readable(event)
      const asked = request ?? { id, locale: localeOf(event.headers['accept-language']) }
      const context: ProblemContext = { ...asked, ...stageNow() }
      failed.response = toGatewayResponse(
        problemResponse(problem, context),
        id,
        browsers === 'clients' ? corsContext(request) : undefined,
      )
    },
  }
}

function readable(event: APIGatewayProxyEventV2): Request | undefined {
  try {
    return readRequest({ ...event, body: '' })
  } catch {
    return undefined
  }
}

/** With broken settings every request fails with `unexpected`, whose text says nothing of the stage. */
function stageNow(): Pick<ProblemContext, 'policy' | 'origin'> {
  try {
    const { origin, policy, supportAddress } = settings()
    return { origin, policy: { minimumAge: policy.minimumAge, supportAddress } }
  } catch {
    return { origin: undefined, policy: defaultPolicy }
  }
}

/** With broken settings the response goes out without CORS headers. */
function corsContext(request: Request | undefined) {
  if (request === undefined) return undefined
  try {
    return { clients: settings().clients, request }
  } catch {
    return undefined
  }
}
