import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { handler as sweep } from '../../functions/sweep.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundHouse } from '../support/table-of.ts'

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

let house: TestHouse
beforeAll(async () => {
  house = await openHouse({
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
})
afterEach(async () => {
  house.kakao.heal()
  await expectSoundHouse(house)
})
afterAll(() => house.stop())

const swept = () => sweep()
const revoked = () =>
  house.kakao.requests
    .filter(({ path }) => path === '/v2/user/revoke/service_terms')
    .map(({ params }) => params['tags'])

describe('a member of the family who has agreed to a term that Kakao does not know', () => {
  it('declines and comes back at once', async () => {
    await settle(house, { email: 'declines@example.com', name: '김거절' })
    const who = visitor(house)
    expect((await who.redirect('declines')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await who.decline()).body).toEqual({ outcome: 'declined' })
    expect((await visitor(house).redirect('declines')).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
    expect(house.kakao.isConnected('declines')).toBe(true)
    // Only what is ours, agreed and revocable was asked to be revoked.
    expect(revoked()).toEqual(['service'])
  })

  it('drops out and comes back after the sweep', async () => {
    await visitor(house).direct('drops-out')
    house.advanceClock(1801)
    expect(await swept()).toMatchObject({ failed: 0, ended: 2 })
    expect((await visitor(house).direct('drops-out')).body).toMatchObject({
      outcome: 'registration_required',
      familyMember: true,
    })
  })

  it('refuses an item at Kakao, and comes back when it is agreed', async () => {
    const refused = await visitor(house).redirect('refuses')
    expect(refused.body).toMatchObject({ code: 'mandatory_items_not_agreed' })
    expect((await visitor(house).redirect('refuses')).body).toMatchObject({
      code: 'mandatory_items_not_agreed',
    })
    expect(house.kakao.isConnected('refuses')).toBe(true)
  })

  it('unlinks and links again', async () => {
    await settle(house, { email: 'unlinks@example.com', name: '서해제', password: usualPassword })
    const who = visitor(house)
    await who.redirect('unlinks')
    await who.link()
    expect((await who.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect((await visitor(house).redirect('unlinks')).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
  })
})

it('lets a person in again although Kakao refuses for good to revoke our terms', async () => {
  house.kakao.fail('/v2/user/revoke/service_terms', {
    status: 403,
    body: '{"code":-3,"msg":"the terms are not revocable"}',
  })
  await visitor(house).direct('refused')
  house.advanceClock(1801)
  expect(await swept()).toMatchObject({ failed: 0 })
  house.kakao.heal()
  expect((await visitor(house).direct('refused')).body).toMatchObject({ outcome: 'registration_required' })
})
