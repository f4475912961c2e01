import { Problem } from '../lib/domain/values/problem.ts'
import { door } from '../lib/http/door.ts'
import { healthQuery } from '../lib/http/request/bodies/health.ts'
import { readQuery } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'

export const handler = door('health', {
  'GET /health': async (request) => {
    const { deep } = readQuery(request, healthQuery)
    if (deep === undefined) return ok({ status: 'ok' })
    // Loaded when it is asked for: the plain check needs nothing, and answers everybody.
    const { deepHealth } = await import('../lib/runtime/health/deep-health.ts')
    const { status, checks } = await deepHealth(request)
    if (status === 'failing') throw new Problem('unavailable', { retryAfter: 10, checks })
    return ok({ status, checks })
  },
})
