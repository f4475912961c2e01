import { aroundAll, describe, expect } from 'vitest'
import { type ProviderId, providerIds } from '../../lib/domain/values/identity.ts'
import type { EndpointFault } from '../../lib/stand-ins/host/faults.ts'
import { type Attacker, startAttacker } from '../providers/attacker.ts'
import { castsOf, tokenPaths, verifiesAddresses } from '../support/accounts.ts'
import { settle } from '../support/people-of-the-service.ts'
import { appAt } from '../support/stage.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Every call to a provider during a visit, with every failure. The visitor learns within eight seconds that the fault
 * is not theirs, nothing is half done, and the next attempt works. Visitors of other methods notice nothing. All
 * providers fail side by side, since the test mostly waits for missing responses.
 */

/** The calls for a new visitor in order. The tests of the adapters cover the signing keys. */
const calls: Readonly<Record<ProviderId, readonly string[]>> = {
  kakao: [tokenPaths.kakao, '/v2/user/me'],
  naver: [tokenPaths.naver, '/v1/nid/me'],
  google: [tokenPaths.google],
  github: [tokenPaths.github, '/user', '/user/emails'],
  apple: [tokenPaths.apple],
  line: [tokenPaths.line],
  oidc: [tokenPaths.oidc],
}

/** The calls that end a connection. */
const endings: Readonly<Record<ProviderId, () => string>> = {
  kakao: () => '/v1/user/unlink',
  naver: () => '/oauth2.0/revoke',
  google: () => '/revoke',
  github: () => `/applications/${appAt('github').clientId}/grant`,
  apple: () => '/auth/revoke',
  line: () => '/user/v1/deauthorize',
  oidc: () => '/oauth/revoke',
}

const faults: readonly (readonly [string, () => EndpointFault])[] = [
  ['never answers', () => 'slow'],
  ['answers 500', () => 'server_error'],
  ['answers 503', () => 'unavailable'],
  ['answers 429', () => 'rate_limited'],
  ['answers with a page', () => 'nonsense'],
  ['answers half of it', () => 'truncated'],
  ['resets the connection', () => 'reset'],
  ['answers with another content type', () => 'wrong_content_type'],
  ['answers 20 MB', () => 'huge'],
  ['redirects', () => ({ redirectTo: `${attacker.origin}/taken` })],
  ['answers 200 with an error', () => ({ status: 200, body: '{"error":"server_error"}' })],
  ['answers 200 with an object of nothing', () => ({ status: 200, body: '{}' })],
  ['answers 200 with null', () => ({ status: 200, body: 'null' })],
]

const known = { email: 'known@example.com', password: usualPassword }
/** Two codes at once to one address would be taken for each other. */
const knownAtLine = { ...known, email: 'known-at-line@example.com' }
const casts = castsOf([
  { key: 'new', name: '남새로', email: 'new@example.com' },
  { key: 'meant', name: '안다는', email: known.email },
  { key: 'waiting', name: '기다림', email: 'waiting@example.com' },
])
const line = castsOf([{ key: 'meant', name: '안다는', email: knownAtLine.email }]).line

let attacker: Attacker
aroundAll(async (runTests) => {
  attacker = await startAttacker('{"id":1,"access_token":"taken"}')
  await runTests()
  await attacker.stop()
})
const it = testWithStack({
  casts: { ...casts, line: [...line, ...casts.line.filter(({ key }) => key !== 'meant')] },
  environment: { IEUM_POLICY: '{}' },
})
it.beforeAll(async ({ stack }) => {
  await settle(stack, known)
  await settle(stack, knownAtLine)
  // An earlier visit cached the signing keys.
  await Promise.all(providerIds.map((provider) => come(stack, provider)))
})
it.afterEach(async ({ stack }) => {
  for (const provider of providerIds) stack.standIns[provider].heal()
  await expectSoundTable(stack)
  expect(attacker.asked).toEqual([])
})

const at = (stack: TestStack, provider: ProviderId) => visitor(stack, { client: 'app', provider })
const come = (stack: TestStack, provider: ProviderId, key = 'new') => at(stack, provider).direct(key)
const everywhere = (act: (provider: ProviderId) => Promise<void>) => Promise.all(providerIds.map(act))

/** Runs a function, and fails after the longest time that a person should wait. */
async function inTime<Result>(act: () => Promise<Result>): Promise<Result> {
  const began = performance.now()
  const result = await act()
  expect(performance.now() - began).toBeLessThan(8_000)
  return result
}

describe('when a call during a sign-in', () => {
  it.for(faults)(
    '%s, the outcome is row 20 in time, and the next attempt works',
    async ([_, fault], { stack }) => {
      await everywhere(async (provider) => {
        const standIn = stack.standIns[provider]
        for (const path of calls[provider]) {
          standIn.fail(path, fault())
          const before = standIn.requests.length
          const { status, body } = await inTime(() => come(stack, provider))
          expect({ path, status, code: body['code'] }).toEqual({
            path,
            status: 502,
            code: 'provider_unavailable',
          })
          // Once, and once more after a closed kept-alive connection.
          const asked = standIn.requests.slice(before).filter((request) => request.path === path)
          expect([1, 2]).toContain(asked.length)
          standIn.heal()
          expect((await come(stack, provider)).body).toMatchObject({ outcome: 'registration_required' })
        }
      })
    },
  )

  it('reports a used code, the outcome is row 25', async ({ stack }) => {
    const bodies: Readonly<Record<ProviderId, { status: number; body: string }>> = {
      kakao: { status: 400, body: '{"error":"invalid_grant","error_code":"KOE320"}' },
      naver: {
        status: 200,
        body: '{"error":"invalid_request","error_description":"no valid data in session"}',
      },
      google: { status: 400, body: '{"error":"invalid_grant","error_description":"Bad Request"}' },
      github: { status: 200, body: '{"error":"bad_verification_code","error_description":"incorrect"}' },
      oidc: { status: 400, body: '{"error":"invalid_grant"}' },
      apple: { status: 400, body: '{"error":"invalid_grant"}' },
      line: {
        status: 400,
        body: '{"error":"invalid_grant","error_description":"invalid authorization code"}',
      },
    }
    await everywhere(async (provider) => {
      stack.standIns[provider].fail(tokenPaths[provider], bodies[provider], 1)
      expect(await come(stack, provider)).toMatchObject({
        status: 400,
        body: { code: 'provider_grant_invalid' },
      })
      expect((await come(stack, provider)).body).toMatchObject({ outcome: 'registration_required' })
    })
  })
})

describe('when a provider does not end a connection', () => {
  const silent = faults.filter(([what]) => /never|500|429|resets|redirects/.test(what))

  it.for(silent)(
    'because it %s, the visitor continues in time, and the sweep disconnects',
    async ([_, fault], { stack }) => {
      await everywhere(async (provider) => {
        const visit = at(stack, provider)
        await visit.direct('meant')
        // Where the provider verifies no address, the visitor does.
        if (!verifiesAddresses(provider)) {
          await visit.registerProving(provider === 'line' ? knownAtLine.email : known.email)
        }
        stack.standIns[provider].fail(endings[provider](), fault())
        expect((await inTime(() => visit.decline())).body).toEqual({ outcome: 'declined' })
        stack.standIns[provider].heal()
      })
      stack.advanceClock(2 * 3_600)
      expect((await at(stack, 'kakao').sweep()).body).toMatchObject({ failed: 0 })
      expect((await at(stack, 'kakao').sweep()).body).toMatchObject({ due: 0 })
      expect(providerIds.filter((provider) => stack.standIns[provider].isConnected('meant'))).toEqual([])
    },
  )
})

describe.each(providerIds)('while %s hangs', (provider) => {
  it('everybody signs in by the other providers and by password, before the first visitor of that provider gets a response', async ({
    stack,
  }) => {
    stack.standIns[provider].fail(tokenPaths[provider], 'slow')
    const hanging = Promise.all(Array.from({ length: 5 }, () => come(stack, provider, 'waiting')))
    const others = providerIds.filter((other) => other !== provider)
    const responses = await Promise.all([
      ...others.map((other) => come(stack, other, 'waiting')),
      at(stack, provider).passwordLogin(known.email),
    ])
    const first = await Promise.race([hanging.then(() => 'those who wait'), 'the others'])
    expect([first, ...responses.map(({ status }) => status)]).toEqual([
      'the others',
      ...responses.map(() => 200),
    ])
    expect((await hanging).map(({ status }) => status)).toEqual(Array(5).fill(502))
  })
})
