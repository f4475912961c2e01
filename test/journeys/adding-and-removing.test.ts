import { describe, expect } from 'vitest'
import { handler as sweep } from '../../functions/sweep.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { type OldMember, settle } from '../support/people-of-the-service.ts'
import { textIn } from '../support/read-response.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A signed-in member adds Kakao, re-authenticates with Kakao, and removes Kakao. Rows 14 to 18. */

const ciOf = (letter: string): string => `${letter.repeat(86)}==`
const cast = [
  ...['first', 'second', 'other', 'stranger', 'only', 'away', 'late'].map((key) =>
    atKakao(key, { name: `김${key}` }),
  ),
  atKakao('child', { name: '김하나', ci: ciOf('b') }),
  atKakao('named', { name: '김하나', ci: ciOf('c') }),
  atKakao('named again', { name: '김하나', ci: ciOf('c') }),
  atKakao('of the other', { name: '김하나', ci: ciOf('d') }),
]
const subjectOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`
const known = (email: string, more: OldMember = {}): OldMember => ({
  email,
  name: '김하나',
  password: usualPassword,
  ...more,
})

const byFlow = (['redirect', 'direct'] as const).map((flow) => ({
  flow,
  it: testWithStack({ personas: cast }),
}))
describe.each(byFlow)('by the $flow flow', ({ flow, it }) => {
  it.beforeAll(async ({ stack }) => {
    await settle(stack, known('member@example.com'))
    await settle(stack, known('somebody-else@example.com', { kakao: [subjectOf('other')] }))
    await settle(stack, { kakao: [subjectOf('only')], name: '김하나' })
  })
  it.afterEach(({ stack }) => expectSoundTable(stack))

  async function member(stack: TestStack, client: 'web' | 'app' = 'web'): Promise<Visitor> {
    const who = visitor(stack, { client })
    expect(await who.passwordLogin('member@example.com')).toMatchObject({ status: 200 })
    return who
  }
  const mails = async (stack: TestStack, to: string) =>
    (await stack.outbox()).filter((mail) => mail.to === to).length

  it('row 14: a member adds Kakao, signs in with Kakao, and is notified by mail', async ({ stack }) => {
    const who = await member(stack)
    const before = await mails(stack, 'member@example.com')
    const { status, body } = await who.startLink('first', {}, flow)
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { outcome: 'linked', member: { methods: ['password', 'email_code', 'kakao'] } },
    })
    expect(body['member']).toEqual((await who.me()).body)
    expect(await mails(stack, 'member@example.com')).toBe(before + 1)
    expect((await visitor(stack)[flow]('first')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('row 14: the Kakao profile changes nothing of the member but the sign-in methods', async ({ stack }) => {
    const who = await member(stack)
    expect((await who.me()).body).toMatchObject({ email: 'member@example.com', phoneVerified: false })
  })

  it('row 14: a member without a CI gets the one that the provider tells, so that the person is known', async ({
    stack,
  }) => {
    const address = `unchecked.${flow}@example.com`
    await settle(stack, known(address))
    const who = visitor(stack)
    await who.passwordLogin(address)
    expect((await who.startLink('named', {}, flow)).body).toMatchObject({ outcome: 'linked' })
    const again = visitor(stack)
    expect((await again[flow]('named again')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    await again.decline()
    expect((await who.startLink('child', {}, flow)).body).toMatchObject({ code: 'identity_mismatch' })
  })

  it('row 14: a CI of another member stays with that member', async ({ stack }) => {
    const [mine, other] = [`mine.${flow}@example.com`, `other.${flow}@example.com`]
    await settle(stack, known(other, { ci: ciOf('d') }))
    await settle(stack, known(mine))
    const who = visitor(stack)
    await who.passwordLogin(mine)
    expect((await who.startLink('of the other', {}, flow)).body).toMatchObject({ outcome: 'linked' })
    expect((await who.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    const again = visitor(stack)
    const response = await again[flow]('of the other')
    expect(response.body).toMatchObject({ outcome: 'link_confirmation_required' })
    await again.decline()
  })

  it('row 14: an account of a person with another CI is not added, and is disconnected', async ({
    stack,
  }) => {
    const who = await member(stack)
    await settle(stack, known(`mother.${flow}@example.com`, { ci: ciOf('a') }))
    await who.passwordLogin(`mother.${flow}@example.com`)
    expect(await who.startLink('child', {}, flow)).toMatchObject({
      status: 409,
      body: { code: 'identity_mismatch' },
    })
    expect((await who.me()).body).toMatchObject({ identities: [] })
    expect(stack.standIns.kakao.isConnected('child')).toBe(false)
  })

  it('row 15: adding Kakao again changes nothing', async ({ stack }) => {
    const who = await member(stack)
    const before = await mails(stack, 'member@example.com')
    expect(await who.startLink('first', {}, flow)).toMatchObject({
      status: 200,
      body: { outcome: 'already_linked' },
    })
    expect(await mails(stack, 'member@example.com')).toBe(before)
  })

  it('row 16: an identity of another member is not taken without consent, and its member appears only masked', async ({
    stack,
  }) => {
    const who = await member(stack)
    const response = await who.startLink('other', {}, flow)
    expect(response).toMatchObject({ status: 200, body: { outcome: 'merge_confirmation_required' } })
    expect(response.text).not.toContain('somebody-else')
    expect((await visitor(stack)[flow]('other')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('row 17: re-authenticating with Kakao makes the sign-in fresh', async ({ stack }) => {
    const who = await member(stack, 'app')
    stack.advanceClock(3600)
    await who.refresh()
    expect(await who.unlink()).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
    expect(await who.reauth('first', {}, flow)).toMatchObject({
      status: 200,
      body: { outcome: 'reauthenticated', user_mapping: 'RECERTIFICATION', tokenType: 'Bearer' },
    })
    const { body } = await who.startLink('second', {}, flow)
    expect(body).toMatchObject({ outcome: 'linked' })
    expect(body['member']).toEqual((await who.me()).body)
  })

  it('row 18: another Kakao account confirms nothing; a new one is disconnected, a linked one stays', async ({
    stack,
  }) => {
    const who = await member(stack)
    expect(await who.reauth('stranger', {}, flow)).toMatchObject({
      status: 403,
      body: { code: 'reauthentication_mismatch' },
    })
    expect(stack.kakao.isConnected('stranger')).toBe(false)
    expect((await who.reauth('other', {}, flow)).status).toBe(403)
    expect(stack.kakao.isConnected('other')).toBe(true)
  })

  it('a member with two Kakao accounts names the one to remove, and the other stays', async ({ stack }) => {
    const who = await member(stack)
    expect(await who.unlink()).toMatchObject({ status: 400, body: { errors: [{ pointer: '/subject' }] } })
    expect(await who.unlink({ subject: subjectOf('second') })).toMatchObject({
      status: 200,
      body: { outcome: 'unlinked', member: { identities: [{ subject: subjectOf('first') }] } },
    })
    expect(stack.kakao.isConnected('second')).toBe(false)
    expect(stack.kakao.isConnected('first')).toBe(true)
  })

  it('a removed Kakao account is a stranger when it returns', async ({ stack }) => {
    expect((await visitor(stack)[flow]('second')).body).toMatchObject({ outcome: 'registration_required' })
  })

  it('the last sign-in method cannot be removed', async ({ stack }) => {
    const who = visitor(stack)
    await who[flow]('only')
    expect(await who.unlink()).toMatchObject({ status: 409, body: { code: 'last_login_method' } })
    expect((await visitor(stack)[flow]('only')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('a Kakao account is removed here at once, and disconnected by the sweep when Kakao does not respond', async ({
    stack,
  }) => {
    const who = await member(stack)
    expect((await who.startLink('away', {}, flow)).status).toBe(200)
    stack.kakao.fail('/v1/user/unlink', 'server_error')
    expect((await who.unlink({ subject: subjectOf('away') })).body).toMatchObject({ outcome: 'unlinked' })
    expect((await visitor(stack)[flow]('away')).body).toMatchObject({ code: 'provider_unavailable' })
    stack.kakao.heal()
    expect(await sweep()).toMatchObject({ due: 0 })
    stack.advanceClock(60)
    expect(await sweep()).toMatchObject({ ended: 1, failed: 0 })
    expect(stack.kakao.isConnected('away')).toBe(false)
    expect((await visitor(stack)[flow]('away')).body).toMatchObject({ outcome: 'registration_required' })
  })

  it('a visit from before the sign-out adds nothing after it', async ({ stack }) => {
    const who = await member(stack, 'app')
    const start = flow === 'direct' ? who.startMemberDirect('link') : who.startMemberRedirect('link')
    textIn(await start, 'authorizationUrl')
    await who.logout()
    const end =
      flow === 'direct'
        ? who.finishDirect(Object.fromEntries(new URL(who.consent('late')).searchParams))
        : who.finishRedirect('late')
    expect(await end).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })
})
