import { describe, expect } from 'vitest'
import { bringAlong, correspondent, goodPassword } from '../support/address-steps.ts'
import { importedMember, memberByEmail } from '../support/address-world.ts'
import { caller } from '../support/caller.ts'
import { cookieJar } from '../support/cookie-jar.ts'
import { phone } from '../support/people.ts'
import { textIn } from '../support/read-response.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack()

describe('a member with a password', () => {
  it('signs in by an imported password, though the address was never verified', async ({ stack }) => {
    const member = importedMember('old@example.com')
    await bringAlong(stack, member, 'an old password')
    const response = await correspondent(stack).byPassword('old@example.com', 'an old password')
    expect(response).toMatchObject({ status: 200, body: { created: false, member: { id: member.id } } })
    const me = await correspondent(stack).call('GET', '/me', { bearer: textIn(response, 'accessToken') })
    expect(me.body).toMatchObject({ emailVerified: false, methods: ['password', 'email_code'] })
  })

  it('gets a cookie at a web client, and renews the session by the cookie', async ({ stack }) => {
    await correspondent(stack).signUp('web@example.com')
    const cookies = cookieJar()
    const call = caller(stack.origin, cookies, { language: 'ko', sendsOrigin: true })
    const body = { clientId: 'web', identifier: 'web@example.com', password: goodPassword }
    const response = await call('POST', '/login/password', { body })
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
    expect(response.body).not.toHaveProperty('refreshToken')
    expect(cookies.has('__Host-ieum-refresh-web')).toBe(true)
    expect((await call('POST', '/token', { body: {} })).status).toBe(200)
  })

  it.for([
    ['deactivated', 401, 'member_deactivated'],
    ['suspended', 403, 'member_suspended'],
    ['withdrawn', 403, 'member_withdrawn'],
  ] as const)(
    'who is %s learns the status, and only by the right password',
    async ([status, code, problem], { stack }) => {
      const address = `${status}@example.com`
      await bringAlong(stack, memberByEmail(address, { status }))
      const here = correspondent(stack)
      expect(await here.byPassword(address, goodPassword)).toMatchObject({
        status: code,
        body: { code: problem },
      })
      expect(await here.byPassword(address, 'a wrong one')).toMatchObject({
        status: 401,
        body: { code: 'invalid_credentials' },
      })
    },
  )

  it('is not found by an unclaimed number, whatever the account holds', async ({ stack }) => {
    const number = { value: phone('+821012345678'), verified: false }
    await bringAlong(stack, memberByEmail('number@example.com', { phone: number }))
    const response = await correspondent(stack).byPassword('010-1234-5678', goodPassword)
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
  })
})
