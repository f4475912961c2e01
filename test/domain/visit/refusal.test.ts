import { describe, expect, it } from 'vitest'
import { type Refused, refusalOf } from '../../../lib/domain/visit/refusal.ts'
import { memberSummary } from '../scenes.ts'

const until = new Date('2026-12-22T00:00:00.000Z')
const withdrawn = memberSummary(1, 'withdrawn')

describe('the problem of a refusing outcome', () => {
  it.each<[string, Refused, object]>([
    [
      'a paused member, in the word of older clients',
      { kind: 'member_deactivated', variant: 'known', member: memberSummary(1, 'deactivated') },
      { user_mapping: 'DEACTIVATION_USER' },
    ],
    [
      'refused items, which it names',
      { kind: 'mandatory_items_not_agreed', items: ['email', 'birth'] },
      { user_mapping: 'MANDATORY_ITEMS_NOT_AGREED', items: ['email', 'birth'] },
    ],
    [
      'a closed account, with the end of its grace period',
      { kind: 'member_withdrawn', member: { ...withdrawn, restorableUntil: until } },
      { restorableUntil: '2026-12-22T00:00:00.000Z' },
    ],
    ['a closed account that nothing restores', { kind: 'member_withdrawn', member: withdrawn }, {}],
    [
      'somebody who may come again later, with the date',
      { kind: 'rejoin_not_allowed_yet', rejoinFrom: until },
      { rejoinFrom: '2026-12-22T00:00:00.000Z' },
    ],
    ['a grant that the provider refuses', { kind: 'provider_grant_invalid' }, {}],
    [
      'a grant of a sign-in from long ago, with what to do',
      { kind: 'provider_grant_invalid', isSignInOld: true },
      { detail: expect.objectContaining({ en: expect.stringContaining('sign in again') }) },
    ],
  ])('is for %s', (_, outcome, extras) => {
    expect(refusalOf(outcome)).toEqual({ code: outcome.kind, extras })
  })

  it('tells nothing about the member, the other account or what found them', () => {
    const found = {
      variant: 'identity_check',
      member: memberSummary(1, 'active'),
      other: memberSummary(2, 'active'),
    } as const
    expect(refusalOf({ kind: 'merge_not_allowed', ...found })).toEqual({
      code: 'merge_not_allowed',
      extras: {},
    })
    expect(refusalOf({ kind: 'identity_mismatch', ...found })).toEqual({
      code: 'identity_mismatch',
      extras: {},
    })
    expect(refusalOf({ kind: 'member_suspended', member: memberSummary(1, 'suspended') })).toEqual({
      code: 'member_suspended',
      extras: {},
    })
  })
})
