import { describe, expect } from 'vitest'
import { settle } from '../support/people-of-the-service.ts'
import { providerAnswerIn, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * A page of Mallory signs Minji out, on all her devices, by a post to our sign-out from Minji's own browser, to annoy
 * her or to make her sign in on the next page. Or Minji signs out in the middle of an act, and Mallory, who has the
 * browser now, continues.
 * Defence: the cookie of a session counts only in a request from its own client's pages, and the acts of a session
 * end with it.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => settle(stack, { email: 'minji@example.com', password: usualPassword }))

async function signedIn(stack: TestStack, client: 'web' | 'app' = 'web'): Promise<Visitor> {
  const who = visitor(stack, { client })
  expect((await who.passwordLogin('minji@example.com')).status).toBe(200)
  return who
}

describe('a sign-out that another site posts', () => {
  it.for([
    ['as JSON', { origin: 'https://evil.example' }],
    ['as a form', { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }],
    ['without saying where it comes from', { origin: undefined }],
    ['from nowhere', { origin: 'null' }],
  ] as const)('%s ends nothing', async ([_, headers], { stack }) => {
    const minji = await signedIn(stack)
    for (const everywhere of [true, false]) {
      const response = await visitor(stack).call('POST', '/logout', {
        body: JSON.stringify({ everywhere }),
        headers: { cookie: minji.cookies.header(), ...headers },
      })
      expect(response.headers.get('access-control-allow-origin')).not.toBe('https://evil.example')
    }
    expect((await minji.me()).status).toBe(200)
    expect((await minji.refresh()).status).toBe(200)
  })
})

describe('signing out half-way', () => {
  it.for(['link', 'reauth'] as const)(
    'ends a visit to %s that the session began',
    async (intent, { stack }) => {
      const minji = await signedIn(stack, 'app')
      await minji.startMemberDirect(intent)
      await minji.logout()
      const response = await minji.finishDirect(providerAnswerIn(minji.consent('eunbi')))
      expect([401, 403]).toContain(response.status)
      const after = await signedIn(stack)
      expect((await after.me()).body).toMatchObject({ identities: [] })
    },
  )

  it('ends the proof of the access token', async ({ stack, ledger }) => {
    await settle(stack, { email: 'minji.kim@example.com', name: '옛이름', password: usualPassword })
    const minji = visitor(stack, { client: 'app' })
    expect((await minji.direct('minji')).body).toMatchObject({ outcome: 'link_proof_required' })
    await minji.passwordLogin('minji.kim@example.com')
    await minji.logout()
    expect(await minji.link()).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect((await minji.unlink()).status).toBe(401)
    expect(await ledger.count('identity')).toBe(0)
  })
})
