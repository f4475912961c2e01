import { describe, expect } from 'vitest'
import { atGoogle } from '../support/people-at-google.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStackOptions } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* What a service requires, a visitor can give: whatever the provider told, and without a provider. */

const solar = { year: 1991, monthDay: '0302', calendar: 'solar' } as const
const leapMonth = { year: 2017, monthDay: '0501', calendar: 'lunar', leapMonth: true } as const
const lunar = { year: 1987, monthDay: '0615', calendar: 'lunar', leapMonth: true } as const
const child = { year: 2019, monthDay: '0302', calendar: 'solar' } as const

/** An `it` with a service that requires these items of a visitor. */
const withItems = (requiredItems: readonly string[], people: TestStackOptions, more = {}) =>
  testWithStack({ ...people, environment: { IEUM_POLICY: JSON.stringify({ requiredItems, ...more }) } })

const itRequiresBirth = withItems(['email', 'name', 'phone', 'birth'], {
  casts: { google: ['newcomer', 'lunar', 'leap', 'young', 'odd'].map((key) => atGoogle(key)) },
  personas: [atKakao('half', { birthday: '0517' })],
})

describe('a service that requires e-mail, name, number and birth date', () => {
  const it = itRequiresBirth
  it.afterEach(({ stack }) => expectSoundTable(stack))

  it('gets number and birth date of a visitor with Google at the sign-up', async ({ stack }) => {
    const who = visitor(stack, { client: 'app', provider: 'google' })
    expect((await who.direct('newcomer')).body).toMatchObject({ missing: ['phone', 'birth'] })
    expect(await who.register()).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        errors: [
          { pointer: '/verificationTokens', detail: '필수 항목입니다(휴대전화 번호).' },
          { pointer: '/birth', detail: '필수 항목입니다(생년월일).' },
        ],
      },
    })
    const verificationTokens = [await who.prove('+821023470001', 'sign_up')]
    expect((await who.register({ verificationTokens, birth: solar })).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ birth: solar, phone: '+821023470001' })
  })

  it('takes a lunar birth date in a leap month', async ({ stack }) => {
    const who = visitor(stack, { client: 'app', provider: 'google' })
    await who.direct('lunar')
    const verificationTokens = [await who.prove('+821023470002', 'sign_up')]
    expect((await who.register({ verificationTokens, birth: lunar })).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ birth: lunar })
  })

  it('refuses a lunar day that its year does not have', async ({ stack }) => {
    const who = visitor(stack, { client: 'app', provider: 'google' })
    await who.direct('odd')
    const verificationTokens = [await who.prove('+821023470005', 'sign_up')]
    const birth = { ...lunar, year: 1990 }
    expect(await who.register({ verificationTokens, birth })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/birth', detail: '음력에 없는 날짜입니다.' }] },
    })
  })

  it.for([
    ['young', child],
    ['leap', leapMonth],
  ] as const)(
    'sends a child (%s) to a guardian, who signs up with Google',
    async ([key, birth], { stack }) => {
      const who = visitor(stack, { client: 'app', provider: 'google' })
      await who.direct(key)
      expect(await who.register({ birth })).toMatchObject({
        status: 403,
        body: { code: 'guardian_consent_required' },
      })
    },
  )

  it('sends a child to a guardian who signs up by e-mail, and takes the birth date of everybody else', async ({
    stack,
  }) => {
    const who = visitor(stack, { client: 'app' })
    await who.prove('child@example.com', 'sign_up')
    expect(await who.registerByEmail({ birth: child })).toMatchObject({
      status: 403,
      body: { code: 'guardian_consent_required' },
    })
    const { verificationToken } = who
    const verificationTokens = [await who.prove('+821023470003', 'sign_up')]
    expect((await who.registerByEmail({ verificationToken, verificationTokens })).body).toMatchObject({
      errors: [{ pointer: '/birth' }],
    })
    const grown = { verificationToken, verificationTokens, birth: solar }
    expect((await who.registerByEmail(grown)).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ birth: solar })
  })

  it('asks for the whole date where Kakao told a part of it', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    expect((await who.direct('half')).body).toMatchObject({ missing: ['birth'] })
    expect((await who.register({ birth: solar })).status).toBe(201)
    expect((await who.me()).body).toMatchObject({
      birth: solar,
      identities: [{ provider: 'kakao', told: { birth: { monthDay: '0517' } } }],
    })
  })
})

const itRequiresGender = withItems(
  ['nickname', 'gender'],
  {
    personas: [atKakao('shares', { gender: 'female' }), atKakao('refuses', { gender: 'female' })],
    casts: { google: [atGoogle('neither')] },
  },
  { minimumAge: 19 },
)

describe('a service that requires a nickname and a gender, of people of 19 years', () => {
  const it = itRequiresGender
  it.afterEach(({ stack }) => expectSoundTable(stack))

  it.for([
    ['ko', '만 19세 미만은 법정대리인의 동의가 필요합니다.'],
    ['en', 'A person younger than 19 needs the consent of a legal guardian.'],
  ] as const)('names its own age to who is younger, in %s', async ([language, detail], { stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.prove(`fifteen-${language}@example.com`, 'sign_up')
    const birth = { ...solar, year: new Date().getFullYear() - 15 }
    const { clientId, verificationToken } = who
    const body = { clientId, verificationToken, password: usualPassword, birth, consents: [] }
    const headers = { 'accept-language': language }
    expect(await who.call('POST', '/register', { body, headers })).toMatchObject({
      status: 403,
      body: { code: 'guardian_consent_required', detail },
    })
  })

  it('gets both from Kakao without a form', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    expect((await who.direct('shares')).body).toMatchObject({ missing: [] })
    expect((await who.register()).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ nickname: 'shares', gender: 'female' })
  })

  it('refuses a visitor who refused the nickname at Kakao', async ({ stack }) => {
    const who = visitor(stack)
    expect(await who.redirect('refuses', { refuse: ['profile_nickname'] })).toMatchObject({
      status: 400,
      body: { code: 'mandatory_items_not_agreed', items: ['nickname'] },
    })
    expect(stack.kakao.isConnected('refuses')).toBe(false)
  })

  it('gets both in the form of a visitor whose provider has neither, who may change them later', async ({
    stack,
  }) => {
    const who = visitor(stack, { client: 'app', provider: 'google' })
    expect((await who.direct('neither')).body).toMatchObject({ missing: ['nickname', 'gender'] })
    expect((await who.register()).body).toMatchObject({
      errors: [{ pointer: '/nickname' }, { pointer: '/gender' }],
    })
    expect((await who.register({ nickname: '호떡', gender: 'male' })).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ nickname: '호떡', gender: 'male' })
    expect((await who.change({ nickname: '붕어빵', gender: 'other' })).status).toBe(200)
    expect((await who.me()).body).toMatchObject({ nickname: '붕어빵', gender: 'other' })
  })
})

const itRequiresEmail = withItems(['email'], {
  personas: [
    atKakao('told', { gender: 'female', birthyear: '1990', birthday: '0517', birthdayType: 'LUNAR' }),
  ],
})

describe('what is known of a member', () => {
  const it = itRequiresEmail
  it.afterEach(({ stack }) => expectSoundTable(stack))

  it('is shown to the member: what the provider told, and when each identity was last used', async ({
    stack,
  }) => {
    const who = visitor(stack, { client: 'app' })
    await who.direct('told')
    await who.register()
    const { body } = await who.me()
    expect(body).toMatchObject({
      identities: [
        {
          state: 'linked',
          told: {
            nickname: 'told',
            gender: 'female',
            birth: { year: 1990, monthDay: '0517', calendar: 'lunar' },
          },
        },
      ],
    })
    expect(body).not.toHaveProperty('gender')
    const usedAt = (response: object): unknown =>
      JSON.stringify(response).match(/"lastUsedAt":"([^"]+)"/)?.[1]
    const first = usedAt(body)
    await who.call('POST', '/_local/clock', { body: { advanceSeconds: 3600 } })
    await who.direct('told')
    const second = usedAt((await who.me()).body)
    expect(Date.parse(`${second}`) - Date.parse(`${first}`)).toBeGreaterThanOrEqual(3_600_000)
  })
})
