import { expect } from 'vitest'
import { textIn } from '../support/read-response.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory sits down at a laptop whose browser is signed in at Kakao from last week. Kakao accepts the old session
 * without a question. If the sign-in counted as fresh, Mallory could unlink, link and prove presence.
 * Defence: Kakao gives the real time of presence in `auth_time`, and only that time counts.
 */

const it = testWithStack()

const weekAgo = () => Math.floor(Date.now() / 1000) - 7 * 86_400

/** An ordinary sign-in that Kakao answers from an existing session. */
async function signInOnOldSession(stack: TestStack): Promise<ReturnType<typeof visitor>> {
  const mallory = visitor(stack, { client: 'app' })
  const nonce = textIn(await mallory.startDirect(), 'nonce')
  const idToken = stack.kakao.signIdToken({ sub: '2100000001', nonce, auth_time: weekAgo() })
  const response = await mallory.finishDirect({ idToken })
  expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  return mallory
}

it('signs in, but proves nothing and changes nothing that needs a fresh sign-in', async ({ stack }) => {
  await visitor(stack).signUp('minji')
  const mallory = await signInOnOldSession(stack)
  const stale = { status: 401, body: { code: 'insufficient_user_authentication' } }
  const bearer = mallory.accessToken
  expect(await mallory.call('POST', '/unlink', { bearer, body: { provider: 'kakao' } })).toMatchObject(stale)
  const { clientId, secret } = mallory
  const link = { clientId, codeChallenge: secret.codeChallenge, intent: 'link' }
  expect(await mallory.call('POST', '/login/kakao', { bearer, body: link })).toMatchObject(stale)
  expect((await mallory.me()).status).toBe(200)
  await expectSoundTable(stack)
})

it('counts as fresh when Kakao has just asked for the password', async ({ stack }) => {
  const minji = visitor(stack, { client: 'app' })
  await minji.direct('minji')
  const response = await minji.call('POST', '/unlink', {
    bearer: minji.accessToken,
    body: { provider: 'kakao' },
  })
  expect(response.status).not.toBe(401)
})
