import { expect, test } from 'vitest'
import type { Facts } from '../../lib/domain/visit/facts.ts'
import { decided } from './decided.ts'
import { rowsThatHold } from './rows.ts'
import * as scene from './scenes.ts'

const { dana, identityCheck, meets, member, memberVisit, own, returns, says, memberSummary, told } = scene
const { under, visit, withNames } = scene

const known = { email: own(dana.email), name: dana.name }
const registered = member(2, 'active', known)
const namesake = member(3, 'active', { name: dana.name })
const rejoinFrom = new Date('2030-01-01T00:00:00Z')
const gone = member(1, 'withdrawn', { ...known, rejoinFrom })
const unproven = { ...known, email: own(dana.email, false) }

const another = { kind: 'other', member: memberSummary(2, 'active') } as const
const disconnecting = { kind: 'disconnecting' } as const
const suspended = { kind: 'member', intent: 'link', member: memberSummary(1, 'suspended') } as const

const table: readonly (readonly [row: number, story: string, facts: Facts])[] = [
  [
    20,
    'a disconnecting identity comes before a match',
    visit({ identityStatus: disconnecting, candidates: [registered] }),
  ],
  [
    20,
    'a disconnecting identity comes before a member’s state',
    visit({ identityStatus: disconnecting, visitor: suspended }),
  ],
  [
    2,
    'a member’s own state comes before another’s identity',
    memberVisit('link', 'deactivated', another.member),
  ],
  [23, 'a member’s own state comes before another’s CI', identityCheck('merged', another)],
  [
    14,
    'a member who adds an identity is compared with nobody',
    memberVisit('link', 'active', undefined, { candidates: [registered] }),
  ],
  [
    14,
    'a member who adds an identity is asked for no items',
    memberVisit('link', 'active', undefined, { refusedItems: ['email'] }),
  ],
  [1, 'a linked identity comes before a match', returns('active', { candidates: [registered] })],
  [1, 'a linked identity comes before a withdrawal', returns('active', { candidates: [gone] })],
  [
    1,
    'a linked identity is asked for nothing more',
    returns('active', { refusedItems: ['email'], underAge: true }),
  ],
  [24, 'a withdrawal comes before a match', meets(gone, registered)],
  [24, 'a withdrawal comes before a refused item', visit({ candidates: [gone], refusedItems: ['email'] })],
  [
    24,
    'a withdrawal is known by an address verified once',
    says({ email: told(dana.email, 'verified_once') }, gone),
  ],
  [
    24,
    'a withdrawal is known by a CI',
    says({ ci: dana.ci }, member(1, 'withdrawn', { ci: dana.ci, rejoinFrom })),
  ],
  [
    12,
    'a withdrawal is not known by an address that nobody verified',
    says({ email: told(dana.email, 'unverified') }, gone),
  ],
  [
    12,
    'a withdrawal is not known by an address never verified here',
    meets(member(1, 'withdrawn', { ...unproven, rejoinFrom })),
  ],
  [12, 'who withdrew and may rejoin is nobody’s match', meets(member(1, 'withdrawn', known))],
  [12, 'who was merged away is nobody’s match', meets(member(1, 'merged', known))],
  [
    12,
    'who withdrew is nobody’s namesake',
    under(withNames, meets(member(1, 'withdrawn', { name: dana.name, rejoinFrom }))),
  ],
  [9, 'several members come before a full match', meets(registered, member(4, 'suspended', unproven))],
  [5, 'a full match comes before a namesake', under(withNames, meets(namesake, registered))],
  [4, 'a refused item comes before the age', visit({ refusedItems: ['email'], underAge: true })],
  [
    4,
    'a refused item comes before a namesake',
    under(withNames, visit({ refusedItems: ['email'], candidates: [namesake] })),
  ],
  [
    13,
    'the age comes before a namesake',
    under(withNames, visit({ underAge: true, candidates: [namesake] })),
  ],
  [
    8,
    'a namesake comes before a sibling service',
    under(withNames, visit({ siblingConsent: true, candidates: [namesake] })),
  ],
]

test.each(table)('row %i: %s', (row, _story, facts) => {
  expect(decided(facts)).toMatchObject({ row })
  expect(rowsThatHold(facts)).toEqual([row])
})
