import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { profileReads } from './forgery.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Mallory runs an own app with Kakao Login. Minji signs in there, so Mallory holds an access token of Minji that
 * Kakao accepts. She shows the token at our door as if our own mobile app had received it. Nothing in the token names
 * its app, and Kakao would give Minji's profile for it.
 * Defence: before anything else, ieum asks the provider for the app of the token. A provider without an answer
 * (Naver) gets no such token accepted.
 */

const it = testWithLedger()

async function show(stack: TestStack, accessToken: string) {
  const mallory = visitor(stack, { client: 'app' })
  await mallory.startDirect()
  return mallory.finishDirect({ accessToken })
}

const refused = { status: 401, body: { code: 'provider_token_not_ours' } }

describe("another app's access token", () => {
  it('signs nobody up, and reads no profile', async ({ stack, ledger }) => {
    const before = stack.kakao.requests.length
    const response = await ledger.unchangedBy(() => show(stack, stack.kakao.foreignAccessToken('minji')))
    expect(response).toMatchObject(refused)
    const asked = stack.kakao.requests.slice(before).map(({ path }) => path)
    expect(asked).toEqual(['/v1/user/access_token_info'])
  })

  it('does not sign in a member, though it names the same person', async ({ stack, ledger }) => {
    await visitor(stack).signUp('minji')
    const reads = profileReads(stack)
    const response = await ledger.unchangedBy(() => show(stack, stack.kakao.foreignAccessToken('minji')))
    expect(response).toMatchObject(refused)
    expect(response.body).not.toHaveProperty('accessToken')
    expect(profileReads(stack)).toBe(reads)
  })

  it('is refused where a token of our own app for that person is accepted', async ({ stack }) => {
    const minji = visitor(stack, { client: 'app' })
    expect(await minji.native('minji', 'accessToken')).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false },
    })
  })

  it('is refused like a token that Kakao never issued, or that cannot be a token at all', async ({
    stack,
    ledger,
  }) => {
    for (const accessToken of ['made-up', 'two words', 'one\r\nX-Evil: two', 'ü'.repeat(20), '='.repeat(9)]) {
      const response = await ledger.unchangedBy(() => show(stack, accessToken))
      expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    }
  })
})

describe("another app's access token of another provider", () => {
  async function showAt(
    stack: TestStack,
    ledger: Ledger,
    provider: 'google' | 'github' | 'naver',
    accessToken: string,
  ) {
    const mallory = visitor(stack, { client: 'app', provider })
    await mallory.startDirect()
    const before = stack.standIns[provider].requests.length
    const response = await ledger.unchangedBy(() => mallory.finishDirect({ accessToken }))
    const asked = stack.standIns[provider].requests.slice(before).map(({ path }) => path)
    return { response, asked }
  }

  it.for([
    ['google', 'seoa', ['/tokeninfo']],
    ['github', 'haneul', ['/applications/Ov23liLocalClient/token']],
  ] as const)(
    'at %s signs in no member and signs up no stranger',
    async ([provider, persona, asked], { stack, ledger }) => {
      const token = () => stack.standIns[provider].foreignAccessToken(persona)
      expect(await showAt(stack, ledger, provider, token())).toMatchObject({ response: refused, asked })
      await visitor(stack, { provider }).signUp(persona)
      expect(await showAt(stack, ledger, provider, token())).toMatchObject({ response: refused, asked })
    },
  )

  it.for([
    ['google', (stack: TestStack) => stack.standIns.google.nativeTokens('seoa', {}).accessToken],
    ['github', (stack: TestStack) => stack.standIns.github.nativeAccessToken('haneul')],
  ] as const)(
    'at %s is not ours, while our own app’s token of the member is',
    async ([provider, token], { stack }) => {
      const own = visitor(stack, { client: 'app', provider })
      await own.startDirect()
      expect(await own.finishDirect({ accessToken: token(stack) })).toMatchObject({
        status: 200,
        body: { outcome: 'signed_in', created: false },
      })
    },
  )

  it('is refused at Naver for everybody, without a call', async ({ stack, ledger }) => {
    const { naver } = stack.standIns
    for (const token of [naver.foreignAccessToken('siwoo'), naver.sdkAccessToken('siwoo')]) {
      const { response, asked } = await showAt(stack, ledger, 'naver', token)
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
      expect(asked).toEqual([])
    }
  })

  it('of one provider is worthless at another', async ({ stack, ledger }) => {
    const { google, github } = stack.standIns
    const atGithub = await showAt(stack, ledger, 'github', google.nativeTokens('seoa', {}).accessToken)
    expect(atGithub.response).toMatchObject(refused)
    const atGoogle = await showAt(stack, ledger, 'google', github.nativeAccessToken('haneul'))
    expect(atGoogle.response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
  })
})
