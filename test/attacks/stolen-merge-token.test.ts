import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { newSecret, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * A member is asked whether two accounts become one, and holds a merge token with which a yes is said. Mallory gets hold
 * of the token, and says yes as herself, to have the other account become part of hers; or as the member, on a device
 * that was left signed in yesterday; or she has no more than the token.
 *
 * What stops it: the question names the member who was asked, and no other; a yes needs the secret of the visit that it
 * came up in, and that member's sign-in from just now.
 */

const cast = [atKakao('forgotten'), atKakao('mallorys')]
let house: TestHouse
let ledger: Ledger
let asked: Visitor
let question: Visitor['question']
beforeAll(async () => {
  house = await openHouse({ personas: cast })
  ledger = ledgerOf(house)
  await settle(house, { email: 'victim@example.com', password: usualPassword })
  await settle(house, { email: 'mallory@example.com', password: usualPassword })
  await settle(house, { kakao: [`${cast[0]?.id}`], email: 'forgotten@example.com' })
  asked = await signedIn('victim@example.com')
  await asked.startLink('forgotten')
  question = asked.question
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

async function signedIn(address: string): Promise<Visitor> {
  const who = visitor(house, { client: 'app' })
  expect((await who.passwordLogin(address)).status).toBe(200)
  return who
}

/** What the thief has found. */
const stolen = () => ({ mergeToken: question['mergeToken'], codeVerifier: asked.secret.codeVerifier })

it('merges nothing into the account of a thief', async () => {
  const mallory = await signedIn('mallory@example.com')
  expect(await ledger.unchangedBy(() => mallory.merge(stolen()))).toMatchObject({
    status: 403,
    body: { code: 'reauthentication_mismatch' },
  })
})

it('merges nothing without the secret of its visit, whether yes or no', async () => {
  for (const consent of [true, false]) {
    const body = { ...stolen(), codeVerifier: newSecret().codeVerifier, consent }
    expect(await ledger.unchangedBy(() => asked.merge(body))).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
  }
})

it('merges nothing for whoever is not signed in', async () => {
  const stranger = visitor(house, { client: 'app' })
  expect(await ledger.unchangedBy(() => stranger.merge(stolen()))).toMatchObject({
    status: 401,
    body: { code: 'insufficient_user_authentication' },
  })
})

it('is no link token, and a link token is none of its kind', async () => {
  const { mergeToken, codeVerifier } = stolen()
  const linking = { linkToken: mergeToken, codeVerifier, consent: true }
  const answer = await ledger.unchangedBy(() => asked.call('POST', '/link', { body: linking }))
  expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  const both = { ...linking, mergeToken }
  expect(await ledger.unchangedBy(() => asked.call('POST', '/link', { body: both }))).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  })
})

it('merges nothing by a sign-in of long ago', async () => {
  const fresh = await signedIn('victim@example.com')
  await fresh.startLink('forgotten')
  house.advanceClock(590)
  await fresh.refresh()
  house.advanceClock(20)
  expect(await ledger.unchangedBy(() => fresh.merge())).toMatchObject({
    status: 401,
    body: { code: 'invalid_token' },
  })
  // The token lives as long as a sign-in is fresh: an older sign-in meets a younger question.
  const question = await signedIn('victim@example.com')
  await question.startLink('forgotten')
  const bearer = fresh.accessToken
  const verdict = await ledger.unchangedBy(() => question.merge({}, { bearer }))
  expect(verdict).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
  expect(verdict.headers.get('www-authenticate')).toContain('max_age')
})
