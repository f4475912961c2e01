import { describe, expect, it, test } from 'vitest'
import type { VisitFacts } from '../../../lib/domain/visit/facts.ts'
import { defaultPolicy, type MatchPolicy } from '../../../lib/domain/visit/match-policy.ts'
import { compareEvidence, type VisitorEvidence } from '../../../lib/domain/visit/matching.ts'
import { decided } from '../decided.ts'
import { rowsThatHold } from '../rows.ts'
import { ci, dana, identity, meets, member, own, says, told, under, visit, withNames } from '../scenes.ts'

const known = { email: own(dana.email), name: dana.name }
const imported = { email: own(dana.email, false), name: dana.name }
const reachable = { ...known, phone: own(dana.phone) }
const birthday = { name: dana.name, birth: dana.birth }
const registered = member(1, 'active', known)
const sameCi = member(1, 'active', { ci: dana.ci })
const uncheckedCi = member(1, 'active', { ci: dana.ci, identityUnproven: true })

const evidence = { email: told(dana.email), name: dana.name }
const withCi = { ...evidence, ci: dana.ci }
const withPhone = { ...evidence, phone: told(dana.phone) }

const allThree = { full: ['phone', 'email', 'name'] } satisfies Partial<MatchPolicy>
const emailAlone = { full: ['email'] } satisfies Partial<MatchPolicy>
const phonesOnly = { consider: ['phone'] } satisfies Partial<MatchPolicy>
const withBirths = { consider: [...defaultPolicy.consider, 'name+birth'] } satisfies Partial<MatchPolicy>
const nothing = { consider: [] } satisfies Partial<MatchPolicy>

type Table = readonly (readonly [row: number, story: string, facts: VisitFacts])[]

function holds(table: Table): void {
  test.each(table)('row %i: %s', (row, _story, facts) => {
    expect(decided(facts)).toMatchObject({ row })
    expect(rowsThatHold(facts)).toEqual([row])
  })
}

describe('a CI', () => {
  holds([
    [5, 'alone is a full match', says({ ci: dana.ci }, sameCi)],
    [
      5,
      'is a full match where the policy does not look at it',
      under(nothing, says({ ci: dana.ci }, sameCi)),
    ],
    [5, 'that the member lacks stands in nobody’s way', says(withCi, registered)],
    [
      5,
      'that the visitor lacks stands in nobody’s way',
      meets(member(1, 'active', { ...known, ci: dana.ci })),
    ],
    [
      12,
      'that is another makes two people, whatever else is equal',
      says(withCi, member(1, 'active', { ...known, ci: ci('bada') })),
    ],
    [9, 'of one member and the address of another', says(withCi, sameCi, member(2, 'active', known))],
    [10, 'of a suspended member is not revealed', says(withCi, { ...sameCi, status: 'suspended' })],
    [12, 'that is another is no evidence', says({ ci: ci('bada') }, sameCi)],
    [7, 'that nobody has checked here asks for proof', says({ ci: dana.ci }, uncheckedCi)],
    [12, 'that nobody has checked here excludes nobody', says({ ci: ci('bada') }, uncheckedCi)],
    [
      5,
      'that nobody has checked here stands in nobody’s way',
      says({ ...withCi, ci: ci('bada') }, { ...uncheckedCi, ...known }),
    ],
  ])
})

describe('a contact', () => {
  const once = { ...evidence, email: told(dana.email, 'verified_once') }
  const typed = { ...evidence, email: told(dana.email, 'unverified') }
  holds([
    [7, 'that was verified once is partial evidence only', says(once, registered)],
    [12, 'that nobody verified leads to nobody', says(typed, registered)],
    [
      12,
      'that is a phone number which nobody verified leads to nobody',
      says({ phone: told(dana.phone, 'unverified') }, member(1, 'active', { phone: own(dana.phone) })),
    ],
    [
      7,
      'that nobody verified adds nothing to another member’s match',
      says(
        { ...once, phone: told(dana.phone, 'unverified') },
        registered,
        member(2, 'active', { phone: own(dana.phone) }),
      ),
    ],
    [7, 'that the member never verified is partial evidence only', meets(member(1, 'active', imported))],
    [
      7,
      'that is a phone number is partial evidence',
      says(withPhone, member(1, 'active', { phone: own(dana.phone) })),
    ],
    [
      9,
      'that two imported members share',
      meets(member(1, 'active', imported), member(2, 'active', imported)),
    ],
    [12, 'that the policy does not look at', under(phonesOnly, meets(member(1, 'active', imported)))],
    [5, 'that the policy wants in full needs not be looked at in part', under(phonesOnly, meets(registered))],
    [
      5,
      'alone is enough where the policy says so',
      under(emailAlone, says({ email: told(dana.email) }, registered)),
    ],
  ])
})

describe('a policy of three items', () => {
  const typedPhone = { ...withPhone, phone: told(dana.phone, 'unverified') }
  const scattered = [registered, member(2, 'active', { phone: own(dana.phone), name: dana.name })]
  holds([
    [5, 'is content with three', under(allThree, says(withPhone, member(1, 'active', reachable)))],
    [7, 'is not content with two', under(allThree, says(withPhone, registered))],
    [7, 'wants each vouched for', under(allThree, says(typedPhone, member(1, 'active', reachable)))],
    [9, 'wants all on one and the same member', under(allThree, says(withPhone, ...scattered))],
  ])
})

describe('a name', () => {
  const latin = { ...evidence, name: 'ＤＡＮＡ Kim' }
  const otherYear = { ...birthday, birth: { ...dana.birth, year: 1991 } }
  const namesakes = [member(1, 'active', { name: dana.name }), member(2, 'suspended', { name: dana.name })]
  holds([
    [7, 'that is another leaves a partial match', says({ ...evidence, name: '이바다' }, registered)],
    [7, 'that is not told leaves a partial match', says({ email: told(dana.email) }, registered)],
    [
      7,
      'of which nothing is left equals no other',
      says({ ...evidence, name: ' ' }, member(1, 'active', { ...known, name: '' })),
    ],
    [
      5,
      'is compared without width, case and spaces',
      says(latin, member(1, 'active', { ...known, name: 'danakim' })),
    ],
    [12, 'with a birth date is no evidence by default', says(birthday, member(1, 'active', birthday))],
    [
      8,
      'with a birth date names no member, where the policy looks at both',
      under(withBirths, says(birthday, member(1, 'active', birthday))),
    ],
    [
      12,
      'with another birth date is no evidence, where the policy looks at both',
      under(withBirths, says(birthday, member(1, 'active', otherYear))),
    ],
    [
      12,
      'that is not told leaves a birth date without weight',
      under(withBirths, says({ birth: dana.birth }, member(1, 'active', birthday))),
    ],
    [12, 'alone is no evidence by default', meets(member(1, 'active', { name: dana.name }))],
    [
      8,
      'with another birth date is a name alone',
      under(withNames, says(birthday, member(1, 'active', otherYear))),
    ],
    [8, 'of many members names none of them', under(withNames, meets(...namesakes))],
  ])
})

describe('a code that came back in this visit', () => {
  const byMail = { email: told(dana.email, 'code') }
  const byText = { phone: told(dana.phone, 'code') }
  const stranger = { ...known, name: '이바다' }
  const withNumber = { phone: own(dana.phone) }
  const oldNumber = { phone: { value: dana.phone, worth: 'recycled' } } as const
  const recoverable = { email: { value: dana.email, worth: 'recoverable' } } as const
  const left = member(1, 'withdrawn', known)
  holds([
    [5, 'proves the member who verified the address', says(byMail, registered)],
    [
      5,
      'proves the member, whatever the name',
      says({ ...byMail, name: '김다나' }, member(1, 'active', stranger)),
    ],
    [5, 'proves the member where the policy looks at nothing', under(nothing, says(byMail, registered))],
    [5, 'proves the member who verified the number', says(byText, member(1, 'active', withNumber))],
    [
      5,
      'proves the member by an address of a merged account',
      says(byMail, member(1, 'active', { otherEmails: [dana.email] })),
    ],
    [5, 'proves a member whose account it recovers', says(byMail, member(1, 'active', recoverable))],
    [7, 'is needed where the provider vouches instead', says(evidence, member(1, 'active', recoverable))],
    [6, 'proves a deactivated member', says(byMail, member(1, 'deactivated', known))],
    [3, 'proves a suspended member, who is told so', says(byMail, member(1, 'suspended', known))],
    [23, 'proves a member who withdrew, who is told so', says(byMail, left)],
    [12, 'proves nobody who has left for good', says(byMail, { ...left, hasLeft: true })],
    [
      23,
      'proves a member who withdrew before an item is asked for',
      visit({ evidence: byMail, candidates: [left], refusedItems: ['email'] }),
    ],
    [
      5,
      'of an active member counts before one of a member who withdrew',
      says(byMail, left, member(2, 'active', known)),
    ],
    [
      24,
      'does not end the time in which a member may not rejoin',
      says(byMail, { ...left, rejoinFrom: new Date('2030-01-01T00:00:00Z') }),
    ],
    [
      7,
      'asks for proof of a member who never verified the address',
      says(byMail, member(1, 'active', imported)),
    ],
    [
      7,
      'asks for proof where the policy looks at nothing',
      under(nothing, says(byMail, member(1, 'active', imported))),
    ],
    [
      10,
      'asks for proof of an inactive member who never verified the address',
      says(byMail, member(1, 'suspended', imported)),
    ],
    [
      7,
      'asks for proof from a number that may be somebody else’s by now',
      says(byText, member(1, 'active', oldNumber)),
    ],
    [
      7,
      'asks for proof from a number of a merged account',
      says(byText, member(1, 'active', { otherPhones: [dana.phone] })),
    ],
    [
      9,
      'to the address of one member and to the number of another',
      says({ ...byMail, ...byText }, registered, member(2, 'active', withNumber)),
    ],
    [
      12,
      'proves nobody with another CI',
      says({ ...byMail, ci: ci('bada') }, member(1, 'active', { ...known, ci: dana.ci })),
    ],
    [12, 'from a contact of nobody', says(byMail, member(1, 'active', withNumber))],
    [12, 'proves nobody whose account went into another', says(byMail, member(1, 'merged', known))],
  ])

  it('is the only way in which a number that may be somebody else’s by now leads to a member', () => {
    for (const trust of ['vouched', 'verified_once', 'unverified'] as const) {
      expect(decided(says({ phone: told(dana.phone, trust) }, member(1, 'active', oldNumber)))).toMatchObject(
        { row: 12 },
      )
    }
  })

  it('shows nothing of the earlier holder of a number', () => {
    const outcome = decided(says(byText, member(1, 'active', { ...oldNumber, name: dana.name })))
    expect(outcome).toMatchObject({ matches: [{ shows: [], hinted: false }] })
  })
})

describe('an existing member', () => {
  holds([
    [5, 'may link though an item was refused', visit({ refusedItems: ['phone'], candidates: [registered] })],
    [5, 'may link though a child', visit({ underAge: true, candidates: [registered] })],
    [
      5,
      'may link though a sibling service’s member',
      visit({ siblingConsent: true, candidates: [registered] }),
    ],
    [
      4,
      'by name and birth date is named to nobody, so the refused item comes first',
      under(
        withBirths,
        visit({ evidence: birthday, refusedItems: ['email'], candidates: [member(1, 'active', birthday)] }),
      ),
    ],
    [
      7,
      'by a verified address may prove it though an item was refused',
      visit({ refusedItems: ['phone'], candidates: [member(1, 'active', imported)] }),
    ],
  ])
})

describe('what a visitor and a member have in common', () => {
  it('is nothing between two people, whatever else is equal', () => {
    const candidate = member(1, 'active', { ...reachable, ci: ci('bada') })
    const byCode = { email: told(dana.email, 'code'), name: dana.name, ci: dana.ci } as const
    expect(compareEvidence(byCode, candidate, defaultPolicy)).toEqual({
      level: 'none',
      ciEqual: false,
      needs: 'sign_in',
      proven: false,
      provenByCode: false,
      match: { candidate, shows: [], hinted: false },
    })
  })

  it('is nothing where nothing is equal, and no hint is shown', () => {
    const candidate = member(1, 'active', { name: '이바다' })
    expect(compareEvidence({ name: dana.name }, candidate, defaultPolicy)).toEqual({
      level: 'none',
      ciEqual: false,
      needs: 'consent',
      proven: false,
      provenByCode: false,
      match: { candidate, shows: [], hinted: false },
    })
  })

  const compared = (evidence: VisitorEvidence, known: Parameters<typeof member>[2], policy = {}) => {
    const result = compareEvidence(evidence, member(1, 'active', known), { ...defaultPolicy, ...policy })
    const { level, needs, match } = result
    return [level, needs, match.shows, match.hinted]
  }
  const check = { source: 'portone:DANAL', verifiedAt: new Date(0) }
  const phoneToday = { phone: told(dana.phone) }
  const once = { ...identity, provider: 'naver' } as const

  it.each<[string, () => ReturnType<typeof compared>, ReturnType<typeof compared>]>([
    [
      'an equal CI is hinted, though nothing is shown',
      () => compared({ ci: dana.ci }, { ci: dana.ci }),
      ['full', 'consent', [], true],
    ],
    [
      'a CI of an identity check asks for a sign-in',
      () => compared({ ci: dana.ci, check }, { ci: dana.ci }),
      ['full', 'sign_in', [], true],
    ],
    [
      'a CI of an identity check beside a code asks for a yes',
      () => compared({ ci: dana.ci, check, email: told(dana.email, 'code') }, { ...known, ci: dana.ci }),
      ['full', 'consent', ['email'], true],
    ],
    [
      'an identity that had ended here asks for proof, and shows no name',
      () => compared({ identity, name: dana.name }, { formerIdentities: [identity], name: dana.name }),
      ['partial', 'consent', [], true],
    ],
    [
      'an identity that had ended here needs no other proof than a code',
      () =>
        compared({ identity, email: told(dana.email, 'code') }, { ...known, formerIdentities: [identity] }),
      ['full', 'consent', ['email'], true],
    ],
    [
      'an identity that had ended here asks for proof, though all else is equal',
      () => compared({ ...evidence, identity }, { ...known, formerIdentities: [identity] }),
      ['partial', 'consent', ['email', 'name'], true],
    ],
    [
      'an identity that had ended elsewhere is nothing',
      () => compared({ identity }, { formerIdentities: [once] }),
      ['none', 'consent', [], false],
    ],
    [
      'a number of a merged account is nothing to a provider',
      () => compared(phoneToday, { otherPhones: [dana.phone] }),
      ['none', 'consent', [], false],
    ],
    [
      'the own number counts, though it came from a merged account as well',
      () => compared(phoneToday, { phone: own(dana.phone), otherPhones: [dana.phone] }),
      ['partial', 'consent', ['phone'], true],
    ],
    [
      'an address of a merged account that a visitor only says is nothing',
      () => compared({ email: told(dana.email, 'unverified') }, { otherEmails: [dana.email] }),
      ['none', 'consent', [], false],
    ],
    [
      'a contact that the policy does not look at is not shown',
      () => compared({ email: told(dana.email) }, known, nothing),
      ['none', 'consent', [], false],
    ],
    [
      'a number that the policy does not look at is nothing',
      () => compared(phoneToday, { phone: own(dana.phone) }, { consider: ['email'] }),
      ['none', 'consent', [], false],
    ],
    [
      'a name is no full match, whatever the policy says',
      () => compared({ name: dana.name }, { name: dana.name }, { full: ['name'] }),
      ['none', 'consent', [], false],
    ],
  ])('%s', (_, compare, expected) => {
    expect(compare()).toEqual(expected)
  })
})
