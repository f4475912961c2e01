import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { queryOf } from '../support/read-response.ts'
import { newSecret, providerAnswerIn, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Minji is signed in, and opens a page of Mallory. The page loads our start with "link" as an image, posts our forms,
 * or sends her browser to our callback with a code of Mallory's own Kakao account. If ieum added that account to
 * Minji's, Mallory would have a key to it. Or Mallory starts to add a Kakao account to her own account, and gets
 * Minji to finish, so Minji's Kakao would open Mallory's account.
 * Defence: adding starts with a bearer token, which no page of another site has. The callback accepts a visit only
 * from the browser that started it, sealed for one member and one session, and only records. The change happens where
 * the client shows the secret of this visit.
 */

let minji: Visitor
const it = testWithLedger({ personas: [atKakao('mallory'), atKakao('minji-at-kakao')] })
it.beforeAll(async ({ stack }) => {
  await settle(stack, { email: 'minji@example.com', password: usualPassword })
  await settle(stack, { email: 'mallory@example.com', password: usualPassword })
  minji = visitor(stack)
  await minji.passwordLogin('minji@example.com')
})

const hasNoKakao = async (who: Visitor) => expect((await who.me()).body).toMatchObject({ identities: [] })
const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

describe('a page of another site', () => {
  it.each(['link', 'reauth'])('starts nothing with an address that says %s', async (intent) => {
    const { redirectUri } = minji
    const { codeChallenge } = newSecret()
    const query = queryOf({ clientId: 'web', redirectUri, codeChallenge, intent })
    const started = await minji.call('GET', `/login/kakao?${query}`, { headers: elsewhere })
    minji.authorizationUrl = started.headers.get('location') ?? ''
    // The address started a plain sign-in, which does not touch the member's account.
    expect((await minji.arrive('mallory')).status).toBe(302)
    await hasNoKakao(minji)
  })

  it.for(['link', 'reauth'])(
    'starts nothing by posting %s, with all the cookies of the browser',
    async (intent, { ledger }) => {
      const { codeChallenge } = newSecret()
      const body = { clientId: 'web', codeChallenge, intent }
      const response = await ledger.unchangedBy(() =>
        minji.call('POST', '/login/kakao', { body, headers: elsewhere }),
      )
      expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    },
  )

  it('finishes nothing with the code of the attacker’s own visit', async ({ stack, ledger }) => {
    const mallory = visitor(stack)
    await mallory.passwordLogin('mallory@example.com')
    await mallory.startMemberRedirect('link')
    const address = mallory.consent('mallory')
    const response = await ledger.unchangedBy(() => minji.call('GET', address))
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    await hasNoKakao(minji)
  })

  it('finishes nothing with the ticket of the attacker’s own visit, even with its secret', async ({
    stack,
  }) => {
    const mallory = visitor(stack)
    await mallory.passwordLogin('mallory@example.com')
    await mallory.startMemberRedirect('link')
    const arrived = await mallory.arrive('mallory')
    minji.secret = mallory.secret
    expect(await minji.redeemAt(arrived)).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
    await hasNoKakao(minji)
    await hasNoKakao(mallory)
  })
})

describe('a visit that a victim is sent to finish', () => {
  it('does not work in another browser', async ({ stack, ledger }) => {
    const mallory = visitor(stack)
    await mallory.passwordLogin('mallory@example.com')
    await mallory.startMemberRedirect('link')
    const address = mallory.consent('minji-at-kakao')
    expect((await ledger.unchangedBy(() => minji.call('GET', address))).status).toBe(400)
    await hasNoKakao(mallory)
  })

  it('is worthless to its member with the state of another visit', async ({ stack, ledger }) => {
    const mallory = visitor(stack, { client: 'app' })
    await mallory.passwordLogin('mallory@example.com')
    await mallory.startMemberDirect('link')
    const victim = visitor(stack, { client: 'app' })
    await victim.startDirect()
    const stolen = providerAnswerIn(victim.consent('minji-at-kakao'))
    const response = await ledger.unchangedBy(() => mallory.finishDirect(stolen))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
  })

  it('accepts no bare token of a person, neither for linking nor for re-authentication', async ({
    stack,
    ledger,
  }) => {
    for (const intent of ['link', 'reauth'] as const) {
      const mallory = visitor(stack, { client: 'app' })
      await mallory.passwordLogin('mallory@example.com')
      await mallory.startMemberDirect(intent)
      const { accessToken } = stack.kakao.nativeTokens('minji-at-kakao', {})
      const response = await ledger.unchangedBy(() => mallory.finishDirect({ accessToken }))
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })
})

it('cannot link after a stale sign-in', async ({ stack }) => {
  const who = visitor(stack, { client: 'app' })
  await who.passwordLogin('minji@example.com')
  stack.advanceClock(601)
  await who.refresh()
  expect(await who.startMemberDirect('link')).toMatchObject({
    status: 401,
    body: { code: 'insufficient_user_authentication' },
  })
})
