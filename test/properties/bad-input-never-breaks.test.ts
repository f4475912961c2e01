import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { localeOf } from '../../lib/http/request/locale.ts'
import type { LocalRequest } from '../../lib/local/gateway/exchange.ts'
import { respondAsGateway } from '../../lib/local/gateway/gateway.ts'
import { createRequestLog } from '../../lib/local/gateway/request-log.ts'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { isFull } from '../support/runs.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { brokenRequests } from './broken-requests.ts'
import { breachesOf, seen } from './problem-contract.ts'
import { castWithTwin, type ValidInput, validInputs } from './valid-inputs.ts'

/** Runs for each door, other ones each time. */
const numRuns = isFull ? 400 : 150

let inputs: Readonly<Record<string, ValidInput>>
const it = testWithStack({ personas: castWithTwin })
it.beforeAll(async ({ stack }) => {
  inputs = await validInputs(stack)
})

const doors = Object.values<Route>(routes).flatMap((route) =>
  route.doors.map(({ method, path }) => `${method} ${path}`),
)
const nobodyReads = createRequestLog(() => {})

/** Calls the functions as the gateway does. Refusals of the gateway itself do not count. */
async function ask(stack: TestStack, request: LocalRequest) {
  const response = seen(
    await respondAsGateway(request, { requestLog: nobodyReads, serviceKey: stack.serviceKey }),
  )
  fc.pre(!(response.status === 400 && response.text === '{"message":"Bad Request"}'))
  fc.pre(!(response.status === 403 && response.text === '{"message":"Forbidden"}'))
  return response
}

describe.each(doors)('%s', (door) => {
  it('answers any input within its contract, and never with a failure of its own', async ({ stack }) => {
    const requests = brokenRequests(door, inputs[door] ?? {})
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const language = request.headers.find(([name]) => name.toLowerCase() === 'accept-language')?.[1]
        expect(breachesOf(await ask(stack, request), localeOf(language))).toEqual([])
      }),
      { numRuns },
    )
    await expectSoundTable(stack)
  }, 60_000)
})
