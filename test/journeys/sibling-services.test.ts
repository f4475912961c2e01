import { describe, expect } from 'vitest'
import { handler as sweep } from '../../functions/sweep.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Several services of one company share a Kakao app. Some of our terms are unknown to Kakao, and some may not be revoked
 * there: neither keeps anybody out who leaves and comes back.
 */

const items = ['profile_nickname', 'name', 'account_email', 'phone_number'] as const
const family = { already: { items, terms: ['sibling_service', 'service'] } }
const term = (tag: string, required: boolean) => ({
  tag,
  version: '2026-01',
  title: { ko: tag, en: tag },
  required,
  url: 'https://shop.example/terms',
})

const it = testWithStack({
  personas: [
    atKakao('declines', { name: '김거절', ...family }),
    atKakao('drops-out', { name: '문바람', ...family }),
    atKakao('refuses', {
      name: '이항목',
      already: { items: ['profile_nickname'], terms: ['sibling_service'] },
    }),
    atKakao('unlinks', { name: '서해제', ...family }),
    atKakao('refused', { name: '박거부', ...family }),
  ],
  environment: {
    IEUM_POLICY: JSON.stringify({ siblingTags: ['sibling_service'] }),
    // Kakao knows `service`; `house_rules` is ours alone.
    IEUM_TERMS: JSON.stringify([term('service', true), term('house_rules', true)]),
  },
})
it.afterEach(async ({ stack }) => {
  stack.kakao.heal()
  await expectSoundTable(stack)
})

const swept = () => sweep()
const revoked = (stack: TestStack) =>
  stack.kakao.requests
    .filter(({ path }) => path === '/v2/user/revoke/service_terms')
    .map(({ params }) => params['tags'])

describe('a member of the family who has agreed to a term that Kakao does not know', () => {
  it('declines and comes back at once', async ({ stack }) => {
    await settle(stack, { email: 'declines@example.com', name: '김거절' })
    const who = visitor(stack)
    expect((await who.redirect('declines')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await who.decline()).body).toEqual({ outcome: 'declined' })
    expect((await visitor(stack).redirect('declines')).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
    expect(stack.kakao.isConnected('declines')).toBe(true)
    // Only what is ours, agreed and revocable was asked to be revoked.
    expect(revoked(stack)).toEqual(['service'])
  })

  it('drops out and comes back after the sweep', async ({ stack }) => {
    await visitor(stack).direct('drops-out')
    stack.advanceClock(1801)
    expect(await swept()).toMatchObject({ failed: 0, ended: 2 })
    expect((await visitor(stack).direct('drops-out')).body).toMatchObject({
      outcome: 'registration_required',
      familyMember: true,
    })
  })

  it('refuses an item at Kakao, and comes back when it is agreed', async ({ stack }) => {
    const refused = await visitor(stack).redirect('refuses')
    expect(refused.body).toMatchObject({ code: 'mandatory_items_not_agreed' })
    expect((await visitor(stack).redirect('refuses')).body).toMatchObject({
      code: 'mandatory_items_not_agreed',
    })
    expect(stack.kakao.isConnected('refuses')).toBe(true)
  })

  it('unlinks and links again', async ({ stack }) => {
    await settle(stack, { email: 'unlinks@example.com', name: '서해제', password: usualPassword })
    const who = visitor(stack)
    await who.redirect('unlinks')
    await who.link()
    expect((await who.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect((await visitor(stack).redirect('unlinks')).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
  })
})

it('lets a person in again although Kakao refuses for good to revoke our terms', async ({ stack }) => {
  stack.kakao.fail('/v2/user/revoke/service_terms', {
    status: 403,
    body: '{"code":-3,"msg":"the terms are not revocable"}',
  })
  await visitor(stack).direct('refused')
  stack.advanceClock(1801)
  expect(await swept()).toMatchObject({ failed: 0 })
  stack.kakao.heal()
  expect((await visitor(stack).direct('refused')).body).toMatchObject({ outcome: 'registration_required' })
})
