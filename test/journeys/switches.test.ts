import { describe, expect } from 'vitest'
import { atGoogle } from '../support/people-at-google.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { textIn } from '../support/read-response.ts'
import { newSecret, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* What a stage switches on and off, and what a client asks of a provider's screens. */

const previousKey = 'the-admin-key-before-this-one'

const it = testWithStack({
  personas: [
    atKakao('social'),
    atKakao('typed', { name: '남다름' }, ['phone']),
    atKakao('leaves', { name: '서떠남' }),
    atKakao('by-sdk', { name: '오기기' }),
  ],
  casts: { google: [atGoogle('by-sdk')] },
  environment: {
    IEUM_DOORS: JSON.stringify({ emailSignUp: false, phoneSignUp: false }),
    KAKAO_PREVIOUS_ADMIN_KEY: previousKey,
    KAKAO_NATIVE_KEY: 'android-key ios-key',
    KAKAO_JAVASCRIPT_KEY: 'shop-page-key event-page-key',
    GOOGLE_OTHER_CLIENT_IDS: 'android.google ios.google',
  },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

describe('a stage where people sign up with a provider alone', () => {
  it.for(['nobody@example.com', '+821023480001'])('makes no member by %s', async (address, { stack }) => {
    const who = visitor(stack, { client: 'app' })
    expect(await who.emailSignUp(address)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  it('makes members with Kakao, who may prove a contact by code', async ({ stack }) => {
    expect((await visitor(stack).signUp('social')).status).toBe(201)
    const who = visitor(stack)
    await who.redirect('typed')
    expect((await who.registerProving('+821023480002')).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ phone: '+821023480002', phoneVerified: true })
  })
})

describe('a client’s wishes for Kakao’s screens', () => {
  const wishes = { prompt: 'none', loginHint: 'hana@example.com', channels: '_abc,_def' }
  const asAtKakao = { prompt: 'none', login_hint: 'hana@example.com', channel_public_id: '_abc,_def' }
  const paramsOf = (url: unknown) => Object.fromEntries(new URL(String(url)).searchParams)

  it('go through a redirect and a call', async ({ stack }) => {
    const { codeChallenge } = newSecret()
    const who = visitor(stack)
    const visit = { clientId: 'web', redirectUri: `${stack.origin}/demo/`, codeChallenge }
    const query = new URLSearchParams({ ...visit, ...wishes })
    const redirected = await fetch(`${stack.origin}/login/kakao?${query}`, { redirect: 'manual' })
    expect(paramsOf(redirected.headers.get('location'))).toMatchObject(asAtKakao)
    const called = await who.call('POST', '/login/kakao', { body: { ...visit, ...wishes } })
    expect(paramsOf(called.body['authorizationUrl'])).toMatchObject(asAtKakao)
  })

  it.for([{ prompt: 'consent' }, { channels: 'a b' }, { loginHint: '' }])(
    'refuse %j',
    async (wish, { stack }) => {
      const body = { clientId: 'web', codeChallenge: newSecret().codeChallenge, ...wish }
      expect((await visitor(stack).call('POST', '/login/kakao', { body })).status).toBe(400)
    },
  )
})

describe('the SDK of a provider, in apps and pages that have a key each', () => {
  const signsIn = async (stack: TestStack, provider: 'kakao' | 'google', aud: string) => {
    const who = visitor(stack, { client: 'app', provider })
    const nonce = textIn(await who.startDirect(), 'nonce')
    // The person agrees in the app.
    stack.standIns[provider].nativeTokens('by-sdk', { nonce })
    const { personas } = stack.standIns[provider]
    const sub = `${personas.find(({ key }) => key === 'by-sdk')?.id}`
    const idToken = stack.standIns[provider].signIdToken({ sub, nonce, aud, azp: aud })
    return who.finishDirect({ idToken })
  }

  it.for([
    ['kakao', 'android-key'],
    ['kakao', 'ios-key'],
    ['kakao', 'shop-page-key'],
    ['kakao', 'event-page-key'],
    ['google', 'android.google'],
    ['google', 'ios.google'],
  ] as const)('signs in at %s by the key %s', async ([provider, aud], { stack }) => {
    expect((await signsIn(stack, provider, aud)).body).toMatchObject({
      outcome: 'registration_required',
      identity: { provider },
    })
  })

  it.for(['kakao', 'google'] as const)(
    'signs nobody in at %s by a key of another app',
    async (provider, { stack }) => {
      expect(await signsIn(stack, provider, 'the-key-of-another-app')).toMatchObject({
        status: 401,
        body: { code: 'provider_token_not_ours' },
      })
    },
  )
})

it('Kakao’s notices count with the admin key before, while it rotates', async ({ stack }) => {
  await visitor(stack).signUp('leaves')
  const persona = stack.kakao.personas.find(({ key }) => key === 'leaves')
  const fields = new URLSearchParams({
    app_id: '1000001',
    user_id: `${persona?.id}`,
    referrer_type: 'UNLINK_FROM_APPS',
  })
  const send = (key: string) =>
    fetch(`${stack.origin}/webhooks/kakao`, {
      method: 'POST',
      headers: { authorization: `KakaoAK ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: fields,
    })
  expect((await send('another key')).status).toBe(401)
  expect((await send(previousKey)).status).toBe(200)
})
