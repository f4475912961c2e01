import { describe, expect } from 'vitest'
import { serviceKeyHeader } from '../../lib/local/gateway/iam-authorizer.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory makes an account under Minji's address or number before Minji comes: with a Kakao account that never
 * verified the address, or long ago in the old system, with a password that Mallory still knows. She waits for Minji
 * to join by a provider that verified the address (Sudhodanan and Paverd, "Pre-hijacked accounts", USENIX Security
 * 2022: the classic-federated merge), and then reads along.
 * Defence: an address that was only said claims nothing and leads nowhere. One that an import brought leads at most to
 * a question, which only the member's own sign-in method answers, and a person who verifies it takes it unless it is
 * the last lead to the member.
 */

const cast = [
  atKakao('mallory', { name: '김말로', email: mail('minji@example.com', false) }, ['phone']),
  atKakao('minji', { name: '김민지' }),
  atKakao('eunbi', { name: '오은비' }),
  atKakao('mia', { name: '이미아' }, ['email']),
  atKakao('sora', { name: '이소라', phone: '+82 10-0000-6001' }),
]
const it = testWithStack({ personas: cast, casts: { naver: [atNaver('mia')] } })
it.afterEach(({ stack }) => expectSoundTable(stack))

const subjectOf = (key: string) => `${cast.find((persona) => persona.key === key)?.id}`

/** What support asks of a service route. */
const support = (stack: TestStack, id: string, path: string, body: unknown = {}) =>
  visitor(stack).call('POST', `/service/members/${id}/${path}`, {
    body,
    headers: { [serviceKeyHeader]: stack.serviceKey },
  })

describe('an account that was made under the address of another person', () => {
  it('by a Kakao account that never verified it, claims nothing, and leads nobody to the attacker', async ({
    stack,
  }) => {
    const mallory = visitor(stack)
    await mallory.signUp('mallory')
    const mine = await mallory.me()
    expect(mine.body).toMatchObject({ email: 'minji@example.com', emailVerified: false })

    const minji = visitor(stack)
    expect((await minji.redirect('minji')).body).toMatchObject({ outcome: 'registration_required' })
    expect(await minji.register()).toMatchObject({ status: 201, body: { created: true } })
    expect((await minji.me()).body).toMatchObject({ email: 'minji@example.com', emailVerified: true })

    const after = await mallory.me()
    expect(after.body).toMatchObject({ email: 'minji@example.com', emailVerified: false, methods: ['kakao'] })
    expect(after.body['id']).not.toBe((await minji.me()).body['id'])
    expect((await visitor(stack).redirect('mallory')).body).toMatchObject({
      member: { id: mine.body['id'] },
    })
  })

  it('in the old system, opens only by a code, which removes the attacker’s password', async ({ stack }) => {
    const old = { email: 'eunbi@example.com', emailVerified: false, name: '오은비', password: usualPassword }
    const member = await settle(stack, old)
    const eunbi = visitor(stack)
    expect((await eunbi.redirect('eunbi')).body).toMatchObject({ outcome: 'link_proof_required' })
    expect((await asItIs(stack, member)).ways).toEqual(['password'])
    await eunbi.signInByCode('eunbi@example.com')
    expect((await visitor(stack).passwordLogin('eunbi@example.com')).body).toMatchObject({
      code: 'invalid_credentials',
    })
  })

  it('or number, leads nobody there by the number, and releases it', async ({ stack }) => {
    const old = {
      email: 'm@example.com',
      phone: '+821000006001',
      phoneVerified: false,
      password: usualPassword,
    }
    const member = await settle(stack, old)
    const sora = visitor(stack)
    expect((await sora.direct('sora')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await sora.register()).status).toBe(201)
    expect((await sora.me()).body).toMatchObject({ phone: '+821000006001', phoneVerified: true })
    expect(await asItIs(stack, member)).not.toHaveProperty('phone')
  })

  it('in the old system, is free once support has unlinked all that let the attacker in', async ({
    stack,
  }) => {
    const old = { email: 'yuna@example.com', emailVerified: false, name: '이미아', kakao: [subjectOf('mia')] }
    const member = await settle(stack, old)
    const mia = visitor(stack)
    await mia.redirect('mia')
    // Who has proven something here is not recovered by a code to an address.
    mia.provider = 'naver'
    expect((await mia.startLink('mia')).body).toMatchObject({ outcome: 'linked' })
    for (const provider of ['naver', 'kakao']) {
      expect((await support(stack, member.id, 'unlink', { provider, force: true })).status).toBe(200)
    }

    const yuna = visitor(stack)
    expect((await yuna.signInByCode('yuna@example.com')).status).toBe(404)
    stack.advanceClock(31)
    expect(await yuna.emailSignUp('yuna@example.com')).toMatchObject({ status: 201, body: { created: true } })
    expect((await yuna.me()).body).toMatchObject({ email: 'yuna@example.com', emailVerified: true })
    expect(await asItIs(stack, member)).not.toHaveProperty('email')
    const history = await visitor(stack).call('GET', `/service/members/${member.id}/history`, {
      headers: { [serviceKeyHeader]: stack.serviceKey },
    })
    expect(history.text).toContain('member.unreachable')
    expect((await support(stack, member.id, 'close')).status).toBe(200)
  })
})
