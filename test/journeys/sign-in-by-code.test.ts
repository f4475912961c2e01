import { describe, expect } from 'vitest'
import { bringAlong, correspondent, mailsTo } from '../support/address-steps.ts'
import { importedMember, memberByEmail } from '../support/address-world.ts'
import { phone } from '../support/people.ts'
import { textIn } from '../support/read-response.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack()

describe('a code to an address', () => {
  it('signs in a member who verified the address at Kakao', async ({ stack }) => {
    const joined = await visitor(stack).signUp('minji')
    const here = correspondent(stack)
    const response = await here.byCode(await here.prove('minji.kim@example.com', 'sign_in'))
    expect(response).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: joined.body['member'] },
    })
  })

  it('finds nobody without a member', async ({ stack }) => {
    const here = correspondent(stack)
    const response = await here.byCode(await here.prove('stranger@example.com', 'sign_in'))
    expect(response).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  it.for([
    ['deactivated', 401, 'member_deactivated'],
    ['suspended', 403, 'member_suspended'],
    ['withdrawn', 403, 'member_withdrawn'],
  ] as const)('tells a member who is %s the status', async ([status, code, problem], { stack }) => {
    const address = `${status}@example.com`
    await bringAlong(stack, memberByEmail(address, { status }))
    const here = correspondent(stack)
    const response = await here.byCode(await here.prove(address, 'sign_in'))
    expect(response).toMatchObject({ status: code, body: { code: problem } })
  })
})

describe('recovering an imported account by code', () => {
  it('removes the old password, ends every session, verifies the address, and notifies the person', async ({
    stack,
  }) => {
    const member = importedMember('forgotten@example.com')
    await bringAlong(stack, member, 'an old password')
    const [thief, owner] = [correspondent(stack), correspondent(stack)]
    const stolen = await thief.byPassword('forgotten@example.com', 'an old password')
    expect(stolen.status).toBe(200)

    const recovered = await owner.byCode(await owner.prove('forgotten@example.com', 'sign_in'))
    expect(recovered).toMatchObject({ status: 200, body: { created: false, member: { id: member.id } } })
    const me = await owner.call('GET', '/me', { bearer: textIn(recovered, 'accessToken') })
    expect(me).toMatchObject({ status: 200, body: { emailVerified: true, methods: ['email_code'] } })

    const body = { refreshToken: textIn(stolen, 'refreshToken') }
    expect((await thief.call('POST', '/token', { body })).status).toBe(401)
    expect((await thief.call('GET', '/me', { bearer: textIn(stolen, 'accessToken') })).status).toBe(401)
    expect((await thief.byPassword('forgotten@example.com', 'an old password')).status).toBe(401)
    const subjects = (await mailsTo(stack, 'forgotten@example.com')).map(({ subject }) => subject)
    expect(subjects).toEqual(['로그인 인증번호를 알려 드립니다', '이메일 인증으로 계정을 복구했습니다'])
    await expectSoundTable(stack)
  })

  it('is refused for an account with another lead beside the password', async ({ stack }) => {
    const here = correspondent(stack)
    // The person proved an own number, and typed an address of somebody else.
    const number = { value: phone('+821000007001'), verified: true, provenAt: new Date() }
    const own = { ways: ['password', 'phone'], phone: number } as const
    await bringAlong(stack, importedMember('not.mine@example.com', own))
    const response = await here.byCode(await here.prove('not.mine@example.com', 'sign_in'))
    expect(response).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})
