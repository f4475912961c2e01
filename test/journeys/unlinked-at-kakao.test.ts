import { describe, expect } from 'vitest'
import { serviceKeyHeader } from '../../lib/local/gateway/iam-authorizer.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { asItIs, setStatus, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A person removes the service in the settings of the Kakao account, or leaves Kakao. Kakao sends a notice. */

const keys = [
  'both',
  'only',
  'unreached',
  'paused',
  'waiting',
  'again',
  'slow',
  'twice',
  'first',
  'second',
] as const
// A number opens nothing yet, since codes go by mail. A member with a number is as lost as one without.
const without = (key: string) => (key === 'again' ? [] : (['phone'] as const))
const cast = keys.map((key) =>
  // An address that Kakao did not verify is no sign-in method: Kakao stays the only one.
  atKakao(key, { email: mail(`${key}@example.com`, key === 'both'), name: `김${key}` }, without(key)),
)
const subjectOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

const it = testWithStack({ personas: cast })
it.afterEach(async ({ stack }) => {
  stack.kakao.heal()
  await expectSoundTable(stack)
})

const phone = (stack: TestStack) => visitor(stack, { client: 'app' })
/** A member with only Kakao, who agreed to the terms there. */
async function byKakaoAlone(stack: TestStack, key: string): Promise<Visitor> {
  const person = phone(stack)
  await person.signUp(key)
  expect(person.outcome).toMatchObject({ outcome: 'signed_in' })
  expect((await person.me()).body).toMatchObject({ emailVerified: false })
  return person
}
const mailsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).filter((sent) => sent.to === to)

describe.each(['GET', 'POST'] as const)(
  'a member with other leads, after a notice of Kakao by %s,',
  (method) => {
    let byPassword: Visitor
    let byKakao: Visitor
    it.beforeAll(async ({ stack }) => {
      const email = `${method.toLowerCase()}-both@example.com`
      await settle(stack, { email, password: usualPassword })
      byPassword = phone(stack)
      await byPassword.passwordLogin(email)
      expect((await byPassword.startLink('both', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
      byKakao = phone(stack)
      await byKakao.direct('both')
      expect(byKakao.outcome).toMatchObject({ outcome: 'signed_in' })
      expect(await stack.kakao.unlinkFromOutside('both', { method })).toBe(200)
    })

    it('keeps the others, and Kakao as an identity that signs nobody in', async () => {
      expect((await byPassword.me()).body).toMatchObject({
        methods: ['password', 'email_code'],
        identities: [{ provider: 'kakao', subject: subjectOf('both'), state: 'unlinked_by_provider' }],
      })
    })

    it('is signed out where Kakao signed in, and nowhere else', async () => {
      expect((await byKakao.me()).status).toBe(401)
      expect((await byKakao.refresh()).status).toBe(401)
      expect((await byPassword.refresh()).status).toBe(200)
    })

    it('is notified by mail', async ({ stack }) => {
      const [added, removed, ...others] = await mailsTo(stack, `${method.toLowerCase()}-both@example.com`)
      expect(added?.subject).toBe('로그인 방법이 추가되었습니다')
      expect(removed?.subject).toBe('로그인 방법이 해제되었습니다')
      expect(others).toEqual([])
    })

    it('is asked for proof with Kakao, and can link again', async ({ stack }) => {
      expect((await phone(stack).direct('both')).body).toMatchObject({ outcome: 'link_proof_required' })
      expect((await byPassword.startLink('both', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
      expect((await phone(stack).direct('both')).body).toMatchObject({ outcome: 'signed_in' })
      expect((await byPassword.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    })
  },
)

describe('a member with only Kakao, after a notice of Kakao,', () => {
  it('is signed out, stays a member, and gets no mail at an address that was only said', async ({
    stack,
  }) => {
    const person = await byKakaoAlone(stack, 'only')
    expect(await stack.kakao.unlinkFromOutside('only')).toBe(200)
    expect((await person.me()).status).toBe(401)
    expect(await mailsTo(stack, 'only@example.com')).toEqual([])
  })

  it.for(['redirect', 'direct'] as const)(
    'row 1: signs in with Kakao as the same member, by %s',
    async (flow, { stack }) => {
      const key = flow === 'direct' ? 'again' : 'unreached'
      const person = await byKakaoAlone(stack, key)
      const before = (await person.me()).body
      await stack.kakao.unlinkFromOutside(key, { referrer: 'UNLINK_FROM_ADMIN' })
      const back = phone(stack)
      expect((await back[flow](key)).body).toMatchObject({ outcome: 'signed_in', created: false })
      const after = (await back.me()).body
      expect({ ...after, identities: [] }).toEqual({ ...before, identities: [] })
      expect(after['identities']).toMatchObject([{ provider: 'kakao', subject: subjectOf(key) }])
      expect((await phone(stack)[flow](key)).body).toMatchObject({ outcome: 'signed_in' })
    },
  )

  it('signs in on two devices at once, as one member', async ({ stack }) => {
    await byKakaoAlone(stack, 'twice')
    await stack.kakao.unlinkFromOutside('twice')
    const back = [phone(stack), phone(stack), phone(stack)]
    const responses = await Promise.all(back.map((one) => one.direct('twice')))
    expect(responses.map(({ body }) => body['outcome'])).toEqual(Array(3).fill('signed_in'))
    expect(new Set(responses.map(({ body }) => JSON.stringify(body['member']))).size).toBe(1)
  })

  it('gets the outcome of the account’s status', async ({ stack }) => {
    const member = await settle(stack, { kakao: [subjectOf('paused')], name: '김하나' })
    await phone(stack).direct('paused')
    await stack.kakao.unlinkFromOutside('paused')
    expect(await asItIs(stack, member)).toMatchObject({ status: 'active', ways: [] })
    await setStatus(stack, member, 'suspended')
    expect((await phone(stack).direct('paused')).body).toMatchObject({ code: 'member_suspended' })
    await setStatus(stack, member, 'active')
    expect((await phone(stack).direct('paused')).body).toMatchObject({ outcome: 'signed_in' })
  })
})

describe('a member of whom several Kakao accounts have ended', () => {
  it('is closed by support', async ({ stack }) => {
    const kakao = [subjectOf('first'), subjectOf('second')]
    const member = await settle(stack, { email: 'several@example.com', password: usualPassword, kakao })
    for (const key of ['first', 'second']) expect(await stack.kakao.noticeUnlinked(key)).toBe(200)
    const headers = { [serviceKeyHeader]: stack.serviceKey }
    const closed = await phone(stack).call('POST', `/service/members/${member.id}/close`, {
      body: {},
      headers,
    })
    expect(closed).toMatchObject({ status: 200, body: { id: member.id, status: 'withdrawn' } })
  })
})

describe('a visitor who has not finished signing up, after a notice of Kakao,', () => {
  it('is forgotten: the sign-up cannot be completed, and a new one can', async ({ stack }) => {
    const person = phone(stack)
    await person.direct('waiting')
    expect(person.outcome).toMatchObject({ outcome: 'registration_required' })
    expect(await stack.kakao.unlinkFromOutside('waiting')).toBe(200)
    expect((await person.register()).status).toBeGreaterThanOrEqual(400)
    expect((await phone(stack).signUp('waiting')).status).toBe(201)
  })
})

describe('a notice of Kakao while Kakao does not respond', () => {
  it('changes nothing, and asks for a repetition', async ({ stack }) => {
    const person = await byKakaoAlone(stack, 'slow')
    stack.kakao.fail('/v2/user/me', 'server_error')
    expect(await stack.kakao.unlinkFromOutside('slow')).toBe(502)
    expect((await person.me()).status).toBe(200)
    stack.kakao.heal()
    expect(await stack.kakao.noticeUnlinked('slow')).toBe(200)
    expect((await person.me()).status).toBe(401)
  })
})
