import { describe, expect } from 'vitest'
import { createSigner } from '../../lib/aws/sign-request.ts'
import { localCredentials } from '../../lib/local/environment.ts'
import { toEvent } from '../../lib/local/gateway/api-gateway-event.ts'
import { serviceKeyHeader } from '../../lib/local/gateway/iam-authorizer.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { askFunction } from './call-function.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'
import { type RawResponse, rawRequest } from './raw-request.ts'

/*
 * Mallory finds the service routes, by which support suspends members and reads their data. She calls them with a
 * member's token, with a signature that she took from another request, and with AWS credentials of her own. The gateway
 * checks every signature before a function runs, and a function that runs without that check finds nobody.
 */

let victim: string
const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  victim = (await settle(stack, { email: 'victim@example.com', name: '문하늘', password: usualPassword })).id
})

const inVain = (stack: TestStack, attack: () => Promise<RawResponse>): Promise<RawResponse> =>
  writesNothing(stack, () => asksNobody(stack, attack))

const json = { 'content-type': 'application/json' }
const suspendPath = () => `/service/members/${victim}/suspend`
const urlOf = (stack: TestStack, path: string) => new URL(path, stack.origin)
const region = 'ap-northeast-2'

const signed = (
  stack: TestStack,
  method: string,
  path: string,
  body: string,
  credentials = localCredentials,
) => createSigner({ region, credentials })({ method, url: urlOf(stack, path), headers: json, body })

const post = (stack: TestStack, path: string, headers: Readonly<Record<string, string>>, body = '{}') =>
  inVain(stack, () => rawRequest(stack, { method: 'POST', path, headers: { ...json, ...headers }, body }))

describe('a service route', () => {
  it('is forbidden to a member, and to somebody who guesses the key', async ({ stack }) => {
    const member = visitor(stack)
    await member.passwordLogin('victim@example.com')
    for (const headers of [
      {},
      { authorization: `Bearer ${member.accessToken}` },
      { [serviceKeyHeader]: '' },
      { [serviceKeyHeader]: 'local' },
      { authorization: 'AWS4-HMAC-SHA256 Credential=local' },
    ]) {
      expect(await post(stack, suspendPath(), headers)).toMatchObject({
        status: 403,
        body: { message: 'Forbidden' },
      })
    }
  })

  it('is forbidden with the signature of another request', async ({ stack }) => {
    const elsewhere = await signed(stack, 'POST', `/service/members/${victim}/sign-out`, '{}')
    expect((await post(stack, suspendPath(), elsewhere)).status).toBe(403)
    const unlinking = await signed(stack, 'POST', `/service/members/${victim}/unlink`, '{"provider":"kakao"}')
    const forced = '{"provider":"kakao","force":true}'
    expect((await post(stack, `/service/members/${victim}/unlink`, unlinking, forced)).status).toBe(403)
  })

  it('is forbidden with other credentials, and with an old signature', async ({ stack }) => {
    const own = await signed(stack, 'POST', suspendPath(), '{}', {
      accessKeyId: 'local',
      secretAccessKey: 'guess',
    })
    expect((await post(stack, suspendPath(), own)).status).toBe(403)
    const sign = createSigner({ region, credentials: localCredentials })
    const request = { method: 'POST', url: urlOf(stack, suspendPath()), headers: json, body: '{}' }
    const old = await sign(request, { signingDate: new Date(Date.now() - 3_600_000) })
    expect((await post(stack, suspendPath(), old)).status).toBe(403)
  })

  it('finds nobody when the function is called past the gateway', async ({ stack }) => {
    const event = toEvent(
      {
        method: 'POST',
        target: suspendPath(),
        httpVersion: '1.1',
        headers: Object.entries(json),
        sourceIp: '192.0.2.1',
        body: Buffer.from('{}'),
        receivedAt: new Date(),
      },
      { routeKey: 'POST /service/members/{id}/suspend', pathParameters: { id: victim } },
      'request',
    )
    const attack = () => askFunction('service-status', event)
    expect((await writesNothing(stack, attack)).status).toBe(404)
  })

  it('answers no browser: no preflight, and no CORS headers even for a registered origin', async ({
    stack,
  }) => {
    const origin = 'http://localhost:5173'
    const asked = { origin, 'access-control-request-method': 'POST' }
    const accepted = await rawRequest(stack, {
      method: 'GET',
      path: '/service/members?email=nobody@example.com',
      headers: { origin, [serviceKeyHeader]: stack.serviceKey },
    })
    expect(accepted.status).toBe(200)
    expect(Object.keys(accepted.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    const preflight = await inVain(stack, () =>
      rawRequest(stack, { method: 'OPTIONS', path: suspendPath(), headers: asked }),
    )
    expect(preflight.status).toBe(404)
  })

  it('takes strict input: one known way to name a member, and known fields', async ({ stack }) => {
    const headers = { [serviceKeyHeader]: stack.serviceKey }
    for (const query of [
      '',
      '?email=a@example.com&phone=01012345678',
      '?name=x',
      '?id=1',
      '?email=a&email=b',
    ]) {
      const response = await inVain(stack, () =>
        rawRequest(stack, { method: 'GET', path: `/service/members${query}`, headers }),
      )
      expect(response, query).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
    expect(await post(stack, suspendPath(), headers, '{"reason":"x"}')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/reason' }] },
    })
    expect(await post(stack, '/service/members/42/suspend', headers)).toMatchObject({ status: 404 })
  })
})
