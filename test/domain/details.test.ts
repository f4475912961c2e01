import { describe, expect, test } from 'vitest'
import type { Candidate, Facts } from '../../lib/domain/visit/facts.ts'
import type { Outcome, Shown } from '../../lib/domain/visit/outcome.ts'
import { decided } from './decided.ts'
import {
  dana,
  meets,
  member,
  memberSummary,
  memberVisit,
  own,
  says,
  told,
  under,
  visit,
  withNames,
} from './scenes.ts'

/** The hints of an outcome, by member. */
const shown = (outcome: Outcome): readonly (readonly Shown[])[] => {
  if ('match' in outcome) return [[...outcome.match.shows].toSorted()]
  return 'matches' in outcome ? outcome.matches.map(({ shows }) => [...shows].toSorted()) : []
}

const everything = { email: own(dana.email), phone: own(dana.phone), name: dana.name, birth: dana.birth }
const imported: Omit<Candidate, 'id' | 'status'> = { email: own(dana.email, false), name: dana.name }
const everythingImported = { ...imported, phone: own(dana.phone, false) }
const evidence = { email: told(dana.email), phone: told(dana.phone), name: dana.name, birth: dana.birth }

describe('a hint shows', () => {
  test.each<readonly [string, readonly (readonly Shown[])[], Facts]>([
    [
      'what is equal and verified',
      [['email', 'name', 'phone']],
      says(evidence, member(1, 'active', everything)),
    ],
    [
      'no address that the provider has not verified',
      [['name', 'phone']],
      says({ ...evidence, email: told(dana.email, 'unverified') }, member(1, 'active', everything)),
    ],
    [
      'what the provider verified, though the member never did',
      [['email', 'name', 'phone']],
      says(evidence, member(1, 'active', everythingImported)),
    ],
    [
      'no name that is another',
      [['email']],
      says({ ...evidence, name: '이바다' }, member(1, 'active', imported)),
    ],
    [
      'no name beside an address that nobody verified',
      [[]],
      under(
        withNames,
        says(
          { name: dana.name, email: told(dana.email, 'unverified') },
          member(1, 'active', { email: own(dana.email), name: dana.name }),
        ),
      ),
    ],
    [
      'a name beside an equal CI',
      [['name']],
      says({ name: dana.name, ci: dana.ci }, member(1, 'active', { name: dana.name, ci: dana.ci })),
    ],
    [
      'nothing of a name and a birth date',
      [[]],
      under(
        withNames,
        says(
          { name: dana.name, birth: dana.birth },
          member(1, 'active', { name: dana.name, birth: dana.birth }),
        ),
      ),
    ],
    [
      'each member’s own, when there are several',
      [['email'], ['phone']],
      says(
        { email: told(dana.email), phone: told(dana.phone) },
        member(1, 'active', { email: own(dana.email) }),
        member(2, 'active', { phone: own(dana.phone) }),
      ),
    ],
    [
      'the same of a suspended member as of an active one',
      [['email', 'name', 'phone']],
      says(evidence, member(1, 'suspended', everything)),
    ],
  ])('%s', (_what, hints, facts) => {
    expect(shown(decided(facts))).toEqual(hints)
  })

  test('nothing of a member who only shares the name', () => {
    const facts = under(withNames, meets(member(1, 'active', { name: dana.name })))
    expect(decided(facts)).toMatchObject({ row: 8, mayRegister: true })
    expect(shown(decided(facts))).toEqual([[]])
  })
})

describe('continuing as new', () => {
  const withCi = { ...evidence, ci: dana.ci }
  const same = member(1, 'active', { ci: dana.ci })
  const other = member(2, 'active', { email: own(dana.email) })

  test('is refused after an equal CI, since one person has one account', () => {
    expect(decided(says(withCi, same))).toMatchObject({
      row: 5,
      mayRegister: false,
    })
  })

  test('is refused when one of several members has the CI', () => {
    const facts = says(withCi, same, other)
    expect(decided(facts)).toMatchObject({ row: 9, mayRegister: false })
  })

  test('is refused when the member with the CI is suspended', () => {
    const facts = says(withCi, { ...same, status: 'suspended' })
    expect(decided(facts)).toMatchObject({ row: 10, mayRegister: false })
  })

  test('is possible after any other match', () => {
    const facts = says(evidence, member(1, 'active', everything))
    expect(decided(facts)).toMatchObject({ row: 5, mayRegister: true })
  })
})

describe('an outcome carries', () => {
  test('the refused items', () => {
    expect(decided(visit({ refusedItems: ['phone', 'birth'] }))).toMatchObject({ items: ['phone', 'birth'] })
  })

  test('the deactivated member of a full match', () => {
    const facts = says(evidence, member(7, 'deactivated', everything))
    expect(decided(facts)).toMatchObject({ row: 6, member: { id: member(7, 'deactivated').id } })
  })

  test('both members of a merge, each on its own side', () => {
    const [here, there] = [memberSummary(1, 'active'), memberSummary(2, 'active')]
    expect(decided(memberVisit('link', 'active', there))).toMatchObject({ member: here, other: there })
  })

  test('the end of the time in which a withdrawn member can be restored', () => {
    const restorableUntil = new Date('2030-01-01T00:00:00Z')
    const linked = { kind: 'linked' as const, member: { ...memberSummary(1, 'withdrawn'), restorableUntil } }
    expect(decided(visit({ identityStatus: linked }))).toMatchObject({
      row: 23,
      member: { restorableUntil },
    })
  })

  test('the latest rejoin date of a visitor who withdrew more than once', () => {
    const [soon, late] = [new Date('2030-01-01T00:00:00Z'), new Date('2031-01-01T00:00:00Z')]
    const gone = (n: number, rejoinFrom: Date) =>
      member(n, 'withdrawn', { email: own(dana.email), rejoinFrom })
    const facts = meets(gone(1, soon), gone(2, late), gone(3, soon))
    expect(decided(facts)).toEqual({ row: 24, kind: 'rejoin_not_allowed_yet', rejoinFrom: late })
  })

  test('a disconnection for a new identity that fails to re-authenticate, and none for an identity of another member', () => {
    expect(decided(memberVisit('reauth', 'active'))).toMatchObject({ row: 18, disconnect: true })
    expect(decided(memberVisit('reauth', 'active', memberSummary(2, 'active')))).toMatchObject({
      disconnect: false,
    })
  })

  test('whether the person is known to a sibling service', () => {
    expect(decided(visit({ siblingConsent: true }))).toMatchObject({ row: 11, variant: 'family_member' })
    expect(decided(visit())).toMatchObject({ row: 12, variant: 'newcomer' })
  })
})
