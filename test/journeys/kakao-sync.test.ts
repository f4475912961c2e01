import * as v from 'valibot'
import { describe, expect } from 'vitest'
import { handler as sweep } from '../../functions/sweep.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { consentsIn } from '../support/read-response.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Kakao Sync: Kakao asks for our terms on its own screen, so those answers need no form here. A sibling service may
 * share the Kakao app, and its members must stay connected.
 */

const items = ['profile_nickname', 'name', 'account_email', 'phone_number'] as const
const sibling = { already: { items, terms: ['sibling_service'] } }

const it = testWithStack({
  personas: [
    atKakao('one-tap'),
    atKakao('picky', { name: '박까다' }),
    atKakao('member'),
    atKakao('family', { name: '최가족', ...sibling }),
    atKakao('leaving', { name: '한이별', ...sibling }),
    atKakao('walks-away', { name: '문바람', ...sibling }),
    atKakao('unlinks', { name: '서해제', ...sibling }),
    atKakao('ours-alone', { name: '전우리' }),
  ],
  environment: { IEUM_POLICY: JSON.stringify({ siblingTags: ['sibling_service'] }) },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const answersSchema = v.array(
  v.object({ tag: v.string(), agreed: v.boolean(), at: v.string(), source: v.string() }),
)
const answersOf = async (who: Visitor) => (await who.consents()).body['consents']
const unlinksAtKakao = (stack: TestStack) =>
  stack.kakao.requests.filter(({ path }) => path === '/v1/user/unlink').length

describe('terms agreed at Kakao', () => {
  it('make a sign-up one tap without a form, with their own time and source', async ({ stack }) => {
    const who = visitor(stack)
    const { body } = await who.redirect('one-tap')
    expect(body).toMatchObject({ outcome: 'registration_required', missing: [] })
    expect(consentsIn(body)).toEqual([])
    const answered = Date.now()
    stack.advanceClock(60)
    expect(await who.register({ consents: undefined })).toMatchObject({ status: 201 })
    const answers = v.parse(answersSchema, await answersOf(who))
    expect(answers.map(({ tag }) => tag).toSorted()).toEqual(['marketing', 'privacy', 'service'])
    for (const { agreed, source, at } of answers) {
      expect({ agreed, source }).toEqual({ agreed: true, source: 'kakao_sync' })
      expect(Date.parse(at)).toBeLessThanOrEqual(answered)
    }
  })

  it('leave terms that were refused at Kakao refused', async ({ stack }) => {
    const who = visitor(stack)
    await who.direct('picky', { refuse: ['terms:marketing'] })
    expect((await who.register({ consents: undefined })).status).toBe(201)
    expect(await answersOf(who)).toContainEqual(
      expect.objectContaining({ tag: 'marketing', agreed: false, source: 'kakao_sync' }),
    )
  })

  it('are recorded when linking as well', async ({ stack }) => {
    await settle(stack, { email: 'member@example.com', name: '김하나' })
    const who = visitor(stack)
    await who.redirect('member')
    expect((await who.link()).status).toBe(200)
    expect(await answersOf(who)).toContainEqual(
      expect.objectContaining({ tag: 'service', agreed: true, source: 'kakao_sync' }),
    )
  })
})

describe('a person of a sibling service', () => {
  it('row 11: is recognised as family, and signs up as usual', async ({ stack }) => {
    const who = visitor(stack)
    expect((await who.redirect('family')).body).toMatchObject({
      outcome: 'registration_required',
      familyMember: true,
    })
    expect((await who.register()).status).toBe(201)
  })

  it('is released after declining: our terms are revoked, and the sibling’s connection stays', async ({
    stack,
  }) => {
    await settle(stack, { email: 'leaving@example.com', name: '한이별' })
    const before = unlinksAtKakao(stack)
    const who = visitor(stack)
    expect((await who.redirect('leaving')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await who.decline()).body).toEqual({ outcome: 'declined' })
    expect(stack.kakao.isConnected('leaving')).toBe(true)
    expect(stack.kakao.agreedTerms('leaving')).toEqual(['sibling_service'])
    expect(unlinksAtKakao(stack)).toBe(before)
  })

  it('is released by the sweep after leaving', async ({ stack }) => {
    await visitor(stack).direct('walks-away')
    stack.advanceClock(1801)
    expect(await sweep()).toMatchObject({ failed: 0 })
    expect(stack.kakao.isConnected('walks-away')).toBe(true)
    expect(stack.kakao.agreedTerms('walks-away')).toEqual(['sibling_service'])
  })

  it('is released after removing Kakao here', async ({ stack }) => {
    await settle(stack, { email: 'unlinks@example.com', name: '서해제', password: usualPassword })
    const who = visitor(stack)
    await who.redirect('unlinks')
    await who.link()
    expect((await who.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(stack.kakao.isConnected('unlinks')).toBe(true)
    expect(stack.kakao.agreedTerms('unlinks')).toEqual(['sibling_service'])
  })
})

it('is disconnected after declining when no sibling service is known', async ({ stack }) => {
  await settle(stack, { email: 'ours-alone@example.com', name: '전우리' })
  const who = visitor(stack)
  await who.direct('ours-alone')
  await who.decline()
  expect(stack.kakao.isConnected('ours-alone')).toBe(false)
})
