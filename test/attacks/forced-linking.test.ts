import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { queryOf } from '../support/read-answer.ts'
import { newSecret, providerAnswerIn, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Minji is signed in, and opens a page of Mallory's. The page loads our start with "link" as an image, posts our
 * forms, or sends her browser to our callback with the code of Mallory's own Kakao account: if that were added to
 * Minji's account, Mallory would have a key to it. Or Mallory begins to add a Kakao account to her own account, and
 * gets Minji to finish it, so that Minji's Kakao opens Mallory's account from then on.
 *
 * What stops it: adding begins with a bearer token, which no page of another site has; the callback takes a visit
 * from the browser that began it, sealed for one member and one session; and it only records. What it changes
 * happens where the client shows the secret of this visit.
 */

let house: TestHouse
let ledger: Ledger
let minji: Visitor
beforeAll(async () => {
  house = await openHouse({ personas: [atKakao('mallory'), atKakao('minji-at-kakao')] })
  ledger = ledgerOf(house)
  await settle(house, { email: 'minji@example.com', password: usualPassword })
  await settle(house, { email: 'mallory@example.com', password: usualPassword })
  minji = visitor(house)
  await minji.passwordLogin('minji@example.com')
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
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
    // A plain sign-in was started, whatever the address said: it says nothing to the member's account.
    expect((await minji.arrive('mallory')).status).toBe(302)
    await hasNoKakao(minji)
  })

  it.each(['link', 'reauth'])(
    'starts nothing by posting %s, with all the cookies of the browser',
    async (intent) => {
      const { codeChallenge } = newSecret()
      const body = { clientId: 'web', codeChallenge, intent }
      const answer = await ledger.unchangedBy(() =>
        minji.call('POST', '/login/kakao', { body, headers: elsewhere }),
      )
      expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    },
  )

  it('finishes nothing with the code of the attacker’s own visit', async () => {
    const mallory = visitor(house)
    await mallory.passwordLogin('mallory@example.com')
    await mallory.startMemberRedirect('link')
    const address = mallory.consent('mallory')
    const answer = await ledger.unchangedBy(() => minji.call('GET', address))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('location')).toBeNull()
    await hasNoKakao(minji)
  })

  it('finishes nothing with the ticket of the attacker’s own visit, even beside its secret', async () => {
    const mallory = visitor(house)
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
  it('does not come through in another browser', async () => {
    const mallory = visitor(house)
    await mallory.passwordLogin('mallory@example.com')
    await mallory.startMemberRedirect('link')
    const address = mallory.consent('minji-at-kakao')
    expect((await ledger.unchangedBy(() => minji.call('GET', address))).status).toBe(400)
    await hasNoKakao(mallory)
  })

  it('is worth nothing to its member where the state is another visit’s', async () => {
    const mallory = visitor(house, { client: 'app' })
    await mallory.passwordLogin('mallory@example.com')
    await mallory.startMemberDirect('link')
    const victim = visitor(house, { client: 'app' })
    await victim.startDirect()
    const stolen = providerAnswerIn(victim.consent('minji-at-kakao'))
    const answer = await ledger.unchangedBy(() => mallory.finishDirect(stolen))
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
  })

  it('takes no bare token of a person, for adding or for proving presence', async () => {
    for (const intent of ['link', 'reauth'] as const) {
      const mallory = visitor(house, { client: 'app' })
      await mallory.passwordLogin('mallory@example.com')
      await mallory.startMemberDirect(intent)
      const { accessToken } = house.kakao.nativeTokens('minji-at-kakao', {})
      const answer = await ledger.unchangedBy(() => mallory.finishDirect({ accessToken }))
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })
})

it('a stale sign-in starts no adding', async () => {
  const who = visitor(house, { client: 'app' })
  await who.passwordLogin('minji@example.com')
  house.advanceClock(601)
  await who.refresh()
  expect(await who.startMemberDirect('link')).toMatchObject({
    status: 401,
    body: { code: 'insufficient_user_authentication' },
  })
})
