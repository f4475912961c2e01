import { createServer, type Server } from 'node:http'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { limitRequests, msLeft, providerMsLeft, withRequestBudget } from '../../lib/aws/request-budget.ts'
import { isTransient } from '../../lib/aws/transient-errors.ts'
import { createProviderHttp, defaultHttpLimits } from '../../lib/providers/wire/http.ts'
import { createRequestHandler } from '../../lib/runtime/request-handler.ts'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** Takes requests and never responds. */
let server: Server
let origin: string
let asked = 0
beforeAll(async () => {
  server = createServer(() => void asked++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${portOf(server)}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** What a request throws whose calls may take 400 ms in all, and 200 ms each. */
async function thrownBy(call: () => Promise<unknown>): Promise<unknown> {
  asked = 0
  const before = limitRequests({ totalMs: 400, attemptMs: 200 })
  try {
    return await withRequestBudget(() =>
      call().then(
        () => 'nothing',
        (error: unknown) => error,
      ),
    )
  } finally {
    limitRequests(before)
  }
}

it('a service of AWS that never responds is an outage within the time of the request', async () => {
  const client = new SecretsManagerClient({
    endpoint: origin,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: createRequestHandler(),
  })
  const error = await thrownBy(() => client.send(new GetSecretValueCommand({ SecretId: 'keys' })))
  expect(error).toMatchObject({ name: 'TimeoutError' })
  expect(isTransient(error)).toBe(true)
  expect(asked).toBe(1)
})

it('a provider that never responds leaves the time to record the visit', async () => {
  const http = createProviderHttp(defaultHttpLimits, providerMsLeft)
  let left = 0
  const error = await thrownBy(() =>
    http({ method: 'GET', url: origin, headers: {} }).finally(() => {
      left = msLeft()
    }),
  )
  expect(error).toMatchObject({ why: 'unavailable' })
  expect(asked).toBe(1)
  // A quarter of 400 ms, as far as timers are exact; the end of the provider's time is not the end of the request's.
  expect(left).toBeGreaterThan(0)
})

it('outside a request, nobody waits, and there is no end', () => {
  expect([msLeft(), providerMsLeft()]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
})
