import { describe, expect } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory copied the refresh token of Minji's phone and sends fifty renewals at the same moment as the phone. If each
 * found the token current and wrote a new one, there would be many lines of tokens, and hers would never meet Minji's
 * again.
 * Defence: a session has one generation, a renewal is one conditional write, and the token of a generation is
 * computed, so the losers of a race get the winner's token and no other.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

async function signedIn(stack: TestStack): Promise<Visitor> {
  const phone = visitor(stack, { client: 'app' })
  await phone.redirect('minji')
  return phone
}

const renewals = (stack: TestStack, count: number, refreshToken: string | undefined) =>
  Array.from({ length: count }, () =>
    visitor(stack, { client: 'app' }).call('POST', '/token', { body: { refreshToken } }),
  )

describe('fifty renewals with one refresh token at once', () => {
  it('renew the session once, and all get the same token', async ({ stack, ledger }) => {
    const phone = await signedIn(stack)
    const before = await ledger.count('session')
    const responses = await Promise.all(renewals(stack, 50, phone.refreshToken))
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
    const tokens = new Set(responses.map(({ body }) => body['refreshToken']))
    expect(tokens.size).toBe(1)
    expect(tokens).not.toContain(phone.refreshToken)
    expect(await ledger.count('session')).toBe(before)
    expect(await ledger.items('session')).toContainEqual(expect.objectContaining({ generation: 1 }))
    const [next] = tokens
    expect(await renewals(stack, 1, `${next}`)[0]).toMatchObject({ status: 200 })
  })

  it('leave nothing that works when the member signs out everywhere meanwhile', async ({ stack }) => {
    const phone = await signedIn(stack)
    const racing = renewals(stack, 25, phone.refreshToken)
    const out = phone.logout({ everywhere: true })
    const responses = await Promise.all([...racing, ...renewals(stack, 25, phone.refreshToken)])
    expect((await out).status).toBe(204)
    expect(responses.filter(({ status }) => status >= 500)).toEqual([])
    const given = new Set(responses.flatMap(({ body }) => body['refreshToken'] ?? []))
    for (const token of [phone.refreshToken, ...given]) {
      expect(await renewals(stack, 1, `${token}`)[0]).toMatchObject({ status: 401 })
    }
    const bearers = responses.flatMap(({ body }) => body['accessToken'] ?? [])
    for (const bearer of bearers) {
      expect((await visitor(stack).call('GET', '/me', { bearer: `${bearer}` })).status).toBe(401)
    }
  })
})
