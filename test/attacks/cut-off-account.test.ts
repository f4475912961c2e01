import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithFreshStack } from '../support/test-with-stack.ts'

/*
 * Mina has Kakao and a number. Mallory takes over her Kakao account. Mina removes the app in Kakao's settings from
 * another device, signs in by text, and adds an e-mail address and a password. Her page shows no Kakao any more, there
 * is nothing to remove, and yet the stolen Kakao account still signs in, without a word to her.
 * Defence: an identity that its provider ended stays on the member's list until the member removes it. It signs in only
 * while nothing that lasts does, and never again by itself if something that lasts was there when it ended: Mina may
 * lose the rest later, and Mallory waits for that. Beside that it is evidence: its person is asked for a proof, and the member is told
 * when it is linked again, linked elsewhere, or signs up as somebody new.
 */

const number = '+821000007701'
const address = 'mina@example.com'
const cast = [
  atKakao('mina', { name: '김미나', phone: '+82 10-0000-7701' }, ['email']),
  atKakao('other', { name: '김다른' }),
]
const subject = `${cast[0]?.id}`
// The service asks for a number and a name.
const policyWithoutEmail = {
  IEUM_POLICY: JSON.stringify({ requiredItems: ['name'], siblingTags: [] }),
}
let mina: Visitor
const it = testWithFreshStack({ personas: cast, environment: policyWithoutEmail })
it.beforeEach(async ({ stack }) => {
  mina = visitor(stack, { client: 'app' })
  await mina.signUp('mina')
  expect((await mina.me()).body).toMatchObject({ phone: number, methods: ['sms_code', 'kakao'] })
  await stack.kakao.unlinkFromOutside('mina')
  await mina.signInByCode(number)
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const atKakaos = (stack: TestStack) => visitor(stack, { client: 'app' })
const ended = { provider: 'kakao', subject, state: 'unlinked_by_provider' }
const mails = async (stack: TestStack) =>
  (await stack.outbox()).filter(({ to }) => to === address).map((one) => one.subject)
/** Mina adds an address, by which she signs in for good. */
async function secured(stack: TestStack): Promise<void> {
  stack.advanceClock(31)
  const verificationToken = await mina.prove(address, 'contact')
  expect((await mina.change({ verificationToken, password: 'a boat on the han river' })).status).toBe(200)
}

describe('an identity that its provider ended', () => {
  it('is listed, and signs in while nothing that lasts does', async ({ stack }) => {
    expect((await mina.me()).body).toMatchObject({ identities: [ended], methods: ['sms_code', 'kakao'] })
    const back = atKakaos(stack)
    expect((await back.direct('mina')).body).toMatchObject({ outcome: 'signed_in', created: false })
    expect((await back.me()).body).toMatchObject({ identities: [{ ...ended, state: 'linked' }] })
  })

  it('beside another one stays out when that one ends too, which still signs in', async ({ stack }) => {
    const again = atKakaos(stack)
    await again.direct('mina')
    expect((await again.startLink('other', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    await stack.kakao.unlinkFromOutside('mina')
    await stack.kakao.unlinkFromOutside('other')

    expect((await atKakaos(stack).direct('mina')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ methods: ['sms_code', 'kakao'] }],
    })
    expect((await atKakaos(stack).direct('other')).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
    })
  })

  it('asks for a proof beside a lead that lasts, and links nothing without it', async ({ stack }) => {
    await secured(stack)
    expect((await mina.me()).body).toMatchObject({
      identities: [ended],
      methods: ['password', 'email_code', 'sms_code'],
    })
    const mallory = atKakaos(stack)
    expect((await mallory.direct('mina')).body).toMatchObject({
      outcome: 'link_proof_required',
      mayRegister: true,
      candidates: [{ methods: ['password', 'email_code', 'sms_code'] }],
    })
    expect((await mallory.link()).status).toBe(401)
    expect((await mina.me()).body).toMatchObject({ identities: [ended] })
  })

  it('is linked again with the proof, and the member is told', async ({ stack }) => {
    await secured(stack)
    const back = atKakaos(stack)
    await back.direct('mina')
    await back.passwordLogin(address)
    expect((await back.link()).body).toMatchObject({ outcome: 'linked' })
    expect((await mina.me()).body).toMatchObject({ identities: [{ ...ended, state: 'linked' }] })
    expect((await mails(stack)).at(-1)).toBe('로그인 방법이 추가되었습니다')
    expect((await atKakaos(stack).direct('mina')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('is removed for good by its member, and then leads to nobody', async ({ stack }) => {
    expect(await mina.unlink()).toMatchObject({ status: 200, body: { outcome: 'unlinked' } })
    await secured(stack)
    expect((await mina.me()).body).toMatchObject({ identities: [] })
    expect((await mina.unlink()).status).toBe(404)
    const mallory = atKakaos(stack)
    const { body } = await mallory.direct('mina')
    expect(body).toMatchObject({ outcome: 'link_proof_required', candidates: [{ phone: '***-****-**01' }] })
    expect((await mallory.decline()).body).toMatchObject({ outcome: 'declined' })
    await mallory.sweep()
  })

  it('goes to somebody new who signs up with it, and the member is told', async ({ stack }) => {
    await secured(stack)
    const mallory = atKakaos(stack)
    await mallory.direct('mina')
    expect((await mallory.continueAsNew()).body).toMatchObject({ outcome: 'registration_required' })
    expect((await mina.me()).body).toMatchObject({ identities: [ended] })
    expect(await mallory.register()).toMatchObject({ status: 201, body: { created: true } })
    expect((await mina.me()).body).toMatchObject({ identities: [], phone: number, phoneVerified: true })
    expect((await mails(stack)).at(-1)).toBe('로그인 방법이 해제되었습니다')
    expect((await mallory.me()).body).toMatchObject({ identities: [{ ...ended, state: 'linked' }] })
  })

  it('goes to another member who adds it, and the first one is told', async ({ stack }) => {
    await secured(stack)
    const other = atKakaos(stack)
    await other.signUp('other')
    expect((await other.startLink('mina', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect((await mina.me()).body).toMatchObject({ identities: [] })
    expect((await mails(stack)).at(-1)).toBe('로그인 방법이 해제되었습니다')
  })

  it('proves no presence, and is disconnected again after a try', async ({ stack }) => {
    await secured(stack)
    expect((await mina.startMemberDirect('reauth')).status).toBe(200)
    const response = await mina.finishDirect(providerAnswerIn(mina.consent('mina')))
    expect(response).toMatchObject({ status: 403, body: { code: 'reauthentication_mismatch' } })
    expect(stack.kakao.isConnected('mina')).toBe(false)
    expect((await mina.me()).body).toMatchObject({ identities: [ended] })
  })

  it('is disconnected again when its person declines, or never answers', async ({ stack }) => {
    await secured(stack)
    const mallory = atKakaos(stack)
    await mallory.direct('mina')
    expect((await mallory.decline()).body).toMatchObject({ outcome: 'declined' })
    expect(stack.kakao.isConnected('mina')).toBe(false)
    await atKakaos(stack).direct('mina')
    expect(stack.kakao.isConnected('mina')).toBe(true)
    stack.advanceClock(1801)
    await mallory.sweep()
    expect(stack.kakao.isConnected('mina')).toBe(false)
    await mina.passwordLogin(address)
    expect((await mina.me()).body).toMatchObject({ identities: [ended] })
  })

  it('is gone when the account is closed', async ({ stack }) => {
    await secured(stack)
    await mina.passwordLogin(address)
    expect((await mina.call('DELETE', '/me', { bearer: mina.accessToken })).status).toBe(204)
    const mallory = atKakaos(stack)
    // The number at Kakao is Mina's, who may not join again yet. The identity leads to nobody.
    expect((await mallory.direct('mina')).body).toMatchObject({ code: 'rejoin_not_allowed_yet' })
  })
})
