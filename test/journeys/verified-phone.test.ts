import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** A service that wants every number verified: newcomers must prove one, and tokens tell about all others. */
const policy = {
  requiredItems: ['name', 'phone'],
  verifiedItems: ['phone'],
}

const it = testWithStack({
  personas: [atKakao('without', { name: '문하늘' }, ['phone'])],
  environment: {
    IEUM_POLICY: JSON.stringify(policy),
    IEUM_TOKENS: JSON.stringify({ claims: ['phone_number_verified', 'email_verified'] }),
  },
})

const claimsIn = ({ accessToken = '' }: Visitor) => {
  const { phone_number_verified, email_verified } = decodeJwt(accessToken)
  return { phone_number_verified, email_verified }
}

describe('a policy with verified numbers', () => {
  it('requires a number from a visitor with Kakao', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    expect((await who.direct('without')).body).toMatchObject({ missing: ['phone'] })
    expect(await who.register()).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/verificationTokens' }] },
    })
    await who.prove('+821023460001', 'sign_up')
    expect((await who.register({ verificationTokens: [who.verificationToken] })).status).toBe(201)
    expect(claimsIn(who)).toEqual({ phone_number_verified: true, email_verified: true })
  })

  it('requires a number in a sign-up by e-mail as well', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    expect(await who.emailSignUp('mail@example.com')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/verificationTokens', detail: '필수 항목입니다(휴대전화 번호).' }] },
    })
    const { verificationToken } = who
    const verificationTokens = [await who.prove('+821023460002', 'sign_up')]
    expect((await who.registerByEmail({ verificationToken, verificationTokens })).status).toBe(201)
  })

  it('says in every token whether the number is verified at that time', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.phoneSignUp('+821023460003')
    expect(claimsIn(who)).toEqual({ phone_number_verified: true, email_verified: false })
    expect(
      (await who.change({ verificationToken: await who.prove('later@example.com', 'contact') })).status,
    ).toBe(200)
    await who.refresh()
    expect(claimsIn(who)).toEqual({ phone_number_verified: true, email_verified: true })
  })
})
