import { describe, expect } from 'vitest'
import { bringAlong, correspondent, goodPassword, mailsTo } from '../support/address-steps.ts'
import { importedMember } from '../support/address-world.ts'
import { textIn } from '../support/read-response.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack()

describe('a sign-up by e-mail', () => {
  it('proves the address, makes a member, and lets the member sign in by password and by code', async ({
    stack,
  }) => {
    const jiwoo = correspondent(stack)
    const to = 'jiwoo@example.com'
    const asked = await jiwoo.ask(to, 'sign_up')
    expect(asked).toMatchObject({ status: 202, body: { expiresIn: 600, resendAfter: 30 } })
    const [mail] = await mailsTo(stack, to)
    expect(mail?.subject).toBe('가입 인증번호를 알려 드립니다')
    const code = /^[0-9]{6}$/m.exec(mail?.text ?? '')?.[0]
    const confirmed = await jiwoo.confirm(asked.body['verificationId'], code)
    expect(confirmed).toMatchObject({ status: 200, body: { expiresIn: 600 } })

    const joined = await jiwoo.register(textIn(confirmed, 'verificationToken'))
    expect(joined).toMatchObject({ status: 201, body: { outcome: 'signed_in', created: true } })
    const me = await jiwoo.call('GET', '/me', { bearer: textIn(joined, 'accessToken') })
    expect(me).toMatchObject({
      status: 200,
      body: {
        name: '박지우',
        email: to,
        emailVerified: true,
        identities: [],
        methods: ['password', 'email_code'],
      },
    })

    const { member } = joined.body
    expect(await jiwoo.byPassword('Jiwoo@EXAMPLE.com', goodPassword)).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member },
    })
    stack.advanceClock(60)
    expect(await jiwoo.byCode(await jiwoo.prove(to, 'sign_in'))).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member },
    })
    await expectSoundTable(stack)
  })

  it('works once for a token', async ({ stack }) => {
    const jiwoo = correspondent(stack)
    const token = await jiwoo.prove('once@example.com', 'sign_up')
    const all = await Promise.all(Array.from({ length: 5 }, () => jiwoo.register(token)))
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(all.every(({ status }) => [201, 409, 429].includes(status))).toBe(true)
    stack.advanceClock(5)
    expect(await jiwoo.register(token)).toMatchObject({ status: 409, body: { code: 'token_used' } })
    await expectSoundTable(stack)
  })

  it('cannot take an address that a member verified', async ({ stack }) => {
    await visitor(stack).signUp('minji')
    const another = await correspondent(stack).signUp('minji.kim@example.com')
    expect(another).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  })

  it('has an address that another member only said, who keeps it unverified', async ({ stack }) => {
    const sora = visitor(stack)
    await sora.signUp('sora')
    expect((await sora.me()).body).toMatchObject({ email: 'sora.lee@example.com', emailVerified: false })
    const joined = await correspondent(stack).signUp('sora.lee@example.com')
    expect(joined.status).toBe(201)
    expect(joined.body['member']).not.toEqual(sora.outcome['member'])
    expect((await sora.me()).body).toMatchObject({ email: 'sora.lee@example.com', emailVerified: false })
    await expectSoundTable(stack)
  })

  it('leaves an imported member the only address that opens the account: the code recovers that account', async ({
    stack,
  }) => {
    const contactOwner = importedMember('held@example.com')
    await bringAlong(stack, contactOwner, 'an old password')
    const joined = await correspondent(stack).signUp('held@example.com')
    expect(joined).toMatchObject({ status: 409, body: { code: 'email_taken' } })
    await expectSoundTable(stack)
  })

  it('names the fault of a password, and accepts the same token again', async ({ stack }) => {
    const jiwoo = correspondent(stack, 'en')
    const token = await jiwoo.prove('careful@example.com', 'sign_up')
    expect(await jiwoo.register(token, { password: 'password123' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/password' }] },
    })
    expect(await jiwoo.register(token)).toMatchObject({ status: 201 })
  })

  it('accepts no field of the other kind of sign-up', async ({ stack }) => {
    const jiwoo = correspondent(stack)
    const token = await jiwoo.prove('strict@example.com', 'sign_up')
    expect(await jiwoo.register(token, { provider: 'kakao' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/provider' }] },
    })
  })
})
