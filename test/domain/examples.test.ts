import { expect, test } from 'vitest'
import type { Facts } from '../../lib/domain/visit/facts.ts'
import type { Outcome, Row } from '../../lib/domain/visit/outcome.ts'
import { ci } from '../support/people.ts'
import { decided } from './decided.ts'
import { rowsThatHold } from './rows.ts'
import * as scene from './scenes.ts'

const { dana, identityCheck, meets, member, memberVisit, own, refusedVisit, returns, memberSummary } = scene
const { under, visit, withNames } = scene

/** The members who match the visitor: verified, imported but never verified, and by name alone. */
const known = { email: own(dana.email), name: dana.name }
const imported = { email: own(dana.email, false), name: dana.name }
const namesake = member(1, 'active', { name: dana.name })
const gone = member(1, 'withdrawn', { ...known, rejoinFrom: new Date('2030-01-01T00:00:00Z') })
const other = memberSummary(2, 'active')
const suspended = memberSummary(2, 'suspended')
const [mothers, childs] = [ci('m'), ci('c')]
const mother = {
  kind: 'member',
  intent: 'link',
  member: { ...memberSummary(1, 'active'), ci: mothers },
} as const
const addsAnothers = visit({ visitor: mother, evidence: { ci: childs } })
const mergesAnothers = visit({
  visitor: mother,
  identityStatus: { kind: 'linked', member: { ...other, ci: childs } },
})

const examples: readonly (readonly [row: Row, kind: Outcome['kind'], story: string, facts: Facts])[] = [
  [1, 'signed_in', 'an active member comes back', returns('active')],
  [2, 'member_deactivated', 'a deactivated member comes back', returns('deactivated')],
  [2, 'member_deactivated', 'a deactivated member adds a provider', memberVisit('link', 'deactivated')],
  [
    2,
    'member_deactivated',
    'a deactivated member proves presence',
    memberVisit('reauth', 'deactivated', other),
  ],
  [3, 'member_suspended', 'a suspended member comes back', returns('suspended')],
  [3, 'member_suspended', 'a suspended member is checked', identityCheck('suspended', { kind: 'nobody' })],
  [4, 'mandatory_items_not_agreed', 'a required item is refused', visit({ refusedItems: ['email'] })],
  [5, 'link_confirmation_required', 'an active member in full', meets(member(1, 'active', known))],
  [6, 'member_deactivated', 'a deactivated member in full', meets(member(1, 'deactivated', known))],
  [7, 'link_proof_required', 'an imported member’s address', meets(member(1, 'active', imported))],
  [8, 'link_proof_required', 'a name that the policy looks at', under(withNames, meets(namesake))],
  [9, 'link_proof_required', 'two members', meets(member(1, 'active', known), member(2, 'active', imported))],
  [10, 'link_proof_required', 'a deactivated member in part', meets(member(1, 'deactivated', imported))],
  [10, 'link_proof_required', 'a suspended member in part', meets(member(1, 'suspended', imported))],
  [10, 'link_proof_required', 'a suspended member in full', meets(member(1, 'suspended', known))],
  [11, 'registration_required', 'a sibling service’s member', visit({ siblingConsent: true })],
  [12, 'registration_required', 'a stranger', visit()],
  [13, 'guardian_consent_required', 'a child', visit({ underAge: true })],
  [14, 'linked', 'a member adds a new identity', memberVisit('link', 'active')],
  [14, 'identity_mismatch', 'a member adds another person’s', addsAnothers],
  [15, 'already_linked', 'a member adds it again', memberVisit('link', 'active', memberSummary(1, 'active'))],
  [16, 'merge_confirmation_required', 'a member adds another’s', memberVisit('link', 'active', other)],
  [16, 'merge_not_allowed', 'a member adds a suspended one’s', memberVisit('link', 'active', suspended)],
  [16, 'identity_mismatch', 'a member adds another person’s account', mergesAnothers],
  [
    17,
    'reauthenticated',
    'a member proves presence',
    memberVisit('reauth', 'active', memberSummary(1, 'active')),
  ],
  [18, 'reauthentication_mismatch', 'a new identity proves presence', memberVisit('reauth', 'active')],
  [18, 'reauthentication_mismatch', 'another member does', memberVisit('reauth', 'active', other)],
  [19, 'provider_denied', 'the visitor refuses at the provider', refusedVisit('denied')],
  [20, 'provider_unavailable', 'the provider is down', refusedVisit('unavailable')],
  [
    20,
    'provider_unavailable',
    'the identity is disconnecting',
    visit({ identityStatus: { kind: 'disconnecting' } }),
  ],
  [
    21,
    'merge_confirmation_required',
    'another’s CI',
    identityCheck('active', { kind: 'other', member: other }),
  ],
  [
    21,
    'merge_not_allowed',
    'a suspended one’s CI',
    identityCheck('active', { kind: 'other', member: suspended }),
  ],
  [22, 'identity_verified', 'nobody’s CI', identityCheck('active', { kind: 'nobody' })],
  [22, 'identity_verified', 'the member’s own CI', identityCheck('active', { kind: 'self' })],
  [23, 'member_withdrawn', 'a withdrawn member comes back', returns('withdrawn')],
  [23, 'member_withdrawn', 'a merged member comes back', returns('merged')],
  [23, 'member_withdrawn', 'a withdrawn member adds a provider', memberVisit('link', 'withdrawn')],
  [24, 'rejoin_not_allowed_yet', 'who withdrew comes back too early', meets(gone)],
  [25, 'provider_grant_invalid', 'the code was used before', refusedVisit('grant_invalid')],
  [25, 'provider_token_not_ours', 'the token is another app’s', refusedVisit('token_not_ours')],
]

test.each(examples)('row %i, %s: %s', (row, kind, _story, facts) => {
  expect(decided(facts)).toMatchObject({ row, kind })
  expect(rowsThatHold(facts)).toEqual([row])
})

test('every row has an example', () => {
  expect([...new Set(examples.map(([row]) => row))]).toEqual(Array.from({ length: 25 }, (_, n) => n + 1))
})

test.each([
  ['active', 'merge_confirmation_required'],
  ['deactivated', 'merge_confirmation_required'],
  ['suspended', 'merge_not_allowed'],
  ['withdrawn', 'merge_not_allowed'],
  ['merged', 'merge_not_allowed'],
] as const)('rows 16 and 21, with a member who is %s: %s', (status, kind) => {
  const there = memberSummary(2, status)
  expect(decided(memberVisit('link', 'active', there))).toMatchObject({ row: 16, kind })
  expect(decided(identityCheck('active', { kind: 'other', member: there }))).toMatchObject({ row: 21, kind })
})
