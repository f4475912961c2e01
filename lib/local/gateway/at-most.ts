import { type LocalRequest, type LocalResponse, localJsonResponse } from './exchange.ts'

type Respond = (request: LocalRequest) => Promise<LocalResponse>

/** The gateway's response to what is too much (API Gateway, throttling). */
const tooMany = localJsonResponse(429, { message: 'Too Many Requests' })

/**
 * Responds to a number of requests at once, and to what comes while they are under way as API Gateway does to what is too much.
 * Without that, the requests of a flood take each other's time until none ends in time. Errors of `respond` pass through.
 */
export function atMost(number: number, respond: Respond): Respond {
  let running = 0
  return async (request) => {
    if (running >= number) return tooMany
    running++
    try {
      return await respond(request)
    } finally {
      running--
    }
  }
}
