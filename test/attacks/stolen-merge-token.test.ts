import { expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { newSecret, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * A member is asked about a merge, and holds a merge token to consent with. Mallory gets the token, and consents as
 * herself, to have the other account merged into hers. Or she consents as the member, on a device that was left
 * signed in yesterday. Or she has only the token.
 * Defence: the question names the asked member and no other. Consent needs the secret of its visit, and a fresh
 * sign-in of that member.
 */

const cast = [atKakao('forgotten'), atKakao('mallorys')]
let asked: Visitor
let question: Visitor['question']
const it = testWithLedger({ personas: cast })
it.beforeAll(async ({ stack }) => {
  await settle(stack, { email: 'victim@example.com', password: usualPassword })
  await settle(stack, { email: 'mallory@example.com', password: usualPassword })
  await settle(stack, { kakao: [`${cast[0]?.id}`], email: 'forgotten@example.com' })
  asked = await signedIn(stack, 'victim@example.com')
  await asked.startLink('forgotten')
  question = asked.question
})

async function signedIn(stack: TestStack, address: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  expect((await who.passwordLogin(address)).status).toBe(200)
  return who
}

/** The loot of the thief. */
const stolen = () => ({ mergeToken: question['mergeToken'], codeVerifier: asked.secret.codeVerifier })

it('merges nothing into the account of a thief', async ({ stack, ledger }) => {
  const mallory = await signedIn(stack, 'mallory@example.com')
  expect(await ledger.unchangedBy(() => mallory.merge(stolen()))).toMatchObject({
    status: 403,
    body: { code: 'reauthentication_mismatch' },
  })
})

it('merges nothing without the secret of its visit, neither by consent nor by a refusal', async ({
  ledger,
}) => {
  for (const consent of [true, false]) {
    const body = { ...stolen(), codeVerifier: newSecret().codeVerifier, consent }
    expect(await ledger.unchangedBy(() => asked.merge(body))).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
  }
})

it('merges nothing without a sign-in', async ({ stack, ledger }) => {
  const stranger = visitor(stack, { client: 'app' })
  expect(await ledger.unchangedBy(() => stranger.merge(stolen()))).toMatchObject({
    status: 401,
    body: { code: 'insufficient_user_authentication' },
  })
})

it('is no link token, and a link token is no merge token', async ({ ledger }) => {
  const { mergeToken, codeVerifier } = stolen()
  const linking = { linkToken: mergeToken, codeVerifier, consent: true }
  const response = await ledger.unchangedBy(() => asked.call('POST', '/link', { body: linking }))
  expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  const both = { ...linking, mergeToken }
  expect(await ledger.unchangedBy(() => asked.call('POST', '/link', { body: both }))).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  })
})

it('merges nothing after a stale sign-in', async ({ stack, ledger }) => {
  const fresh = await signedIn(stack, 'victim@example.com')
  await fresh.startLink('forgotten')
  stack.advanceClock(590)
  await fresh.refresh()
  stack.advanceClock(20)
  expect(await ledger.unchangedBy(() => fresh.merge())).toMatchObject({
    status: 401,
    body: { code: 'invalid_token' },
  })
  // The token lives as long as a sign-in is fresh: an older sign-in meets a newer question.
  const question = await signedIn(stack, 'victim@example.com')
  await question.startLink('forgotten')
  const bearer = fresh.accessToken
  const verdict = await ledger.unchangedBy(() => question.merge({}, { bearer }))
  expect(verdict).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
  expect(verdict.headers.get('www-authenticate')).toContain('max_age')
})
