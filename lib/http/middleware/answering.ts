import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { settings } from '../../stage.ts'
import { type Answered, toAnswer } from '../answer.ts'
import { failureOf } from '../failure.ts'
import { localeOf } from '../locale.ts'
import { log } from '../log.ts'
import { type Asked, problemReply } from '../problem-details.ts'
import { type Request, readRequest } from '../request.ts'

/** Makes every failure a problem: foreseen ones as they are, outages and bugs without a word of what broke. */
export function answering(): MiddlewareObj<APIGatewayProxyEventV2, Answered> {
  return {
    onError: (failed) => {
      const { problem, fault } = failureOf(failed.error)
      const { event } = failed
      const id = event.requestContext.requestId
      if (fault !== undefined) log({ level: 'error', requestId: id, ...fault })
      const request = readable(event)
      const asked: Asked = request ?? { id, locale: localeOf(event.headers['accept-language']) }
      failed.response = toAnswer(problemReply(problem, asked), id, crossing(request))
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

/** A stage whose settings are broken still answers, only to no other origin. */
function crossing(request: Request | undefined) {
  if (request === undefined) return undefined
  try {
    return { clients: settings().clients, request }
  } catch {
    return undefined
  }
}
