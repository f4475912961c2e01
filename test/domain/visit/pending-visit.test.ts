import { describe, expect, it, test } from 'vitest'
import type { ProviderProfile } from '../../../lib/domain/values/evidence.ts'
import { actionFor, isVisitOutcome, type PendingOutcome } from '../../../lib/domain/visit/action.ts'
import { classify } from '../../../lib/domain/visit/classify.ts'
import type { Candidate } from '../../../lib/domain/visit/facts.ts'
import {
  heldContacts,
  type PendingState,
  pendingStateOf,
  registrable,
  samePendingState,
  type VersionedCandidate,
} from '../../../lib/domain/visit/pending-visit.ts'
import {
  dana,
  email,
  identity,
  member,
  memberId,
  own,
  phone,
  says,
  told,
  under,
  withNames,
} from '../scenes.ts'

const profile: ProviderProfile = {
  identity,
  email: told(dana.email),
  phone: told(dana.phone),
  name: dana.name,
  refused: [],
  terms: [],
}
const known = (n: number, more: Partial<Candidate>, version = 7): VersionedCandidate => ({
  ...member(n, 'active', more),
  version,
  locale: 'en',
})

function waiting(
  of: ProviderProfile,
  candidates: readonly VersionedCandidate[],
  names = false,
): PendingOutcome {
  const facts = says(of, ...candidates)
  const outcome = classify(names ? under(withNames, facts) : facts)
  const step = isVisitOutcome(outcome) ? actionFor(outcome) : undefined
  if (step?.kind !== 'keep_pending') throw new Error(`does not wait, but ${step?.kind}`)
  return step.outcome
}
const pendingState = (of: ProviderProfile, ...candidates: readonly VersionedCandidate[]): PendingState =>
  pendingStateOf(waiting(of, candidates), of, candidates)

describe('a pending visit', () => {
  it('offers only registration when no member matches', () => {
    expect(pendingState(profile)).toEqual({ question: undefined, held: [] })
  })

  it('asks for consent after a full match, of that member at that version', () => {
    const full = known(1, { email: own(dana.email), name: dana.name })
    expect(pendingState(profile, full)).toEqual({
      question: {
        needs: 'consent',
        mayRegister: true,
        candidates: [
          {
            memberId: memberId(1),
            version: 7,
            verifies: [],
            lacksCi: true,
            reach: { email: dana.email, locale: 'en' },
          },
        ],
      },
      held: ['email'],
    })
  })

  it('asks for a sign-in of one candidate when several members match', () => {
    const { question } = pendingState(
      profile,
      known(1, { email: own(dana.email) }),
      known(2, { phone: own(dana.phone) }, 3),
    )
    expect(question?.needs).toBe('sign_in')
    expect(question?.candidates.map(({ memberId: id, version }) => [id, version])).toEqual([
      [memberId(1), 7],
      [memberId(2), 3],
    ])
  })

  it('verifies a value that only the provider verified, and notifies that address of the link', () => {
    const imported = known(1, { email: own(dana.email, false), phone: own(dana.phone, false) })
    const [target] = pendingState(profile, imported).question?.candidates ?? []
    expect(target).toMatchObject({ verifies: ['email', 'phone'] })
    expect(target?.reach).toMatchObject({ email: dana.email })
  })

  it('notifies no address that stays unverified', () => {
    const byPhone = known(1, { email: own(dana.email, false), phone: own(dana.phone) })
    const [target] =
      pendingState({ ...profile, email: told(dana.email, 'unverified') }, byPhone).question?.candidates ?? []
    expect(target).not.toHaveProperty('reach')
  })

  it('verifies nothing that the provider did not verify, and no other value', () => {
    const said = { ...profile, email: told(dana.email, 'unverified'), phone: told(dana.phone) }
    const other = known(1, { email: own(dana.email, false), phone: own(phone('010-9999-8888'), false) })
    expect(pendingState(said, other).question?.candidates[0]?.verifies).toEqual([])
  })

  it('keeps the CI of a member who has one', () => {
    const withCi = known(1, { email: own(dana.email), ci: dana.ci })
    expect(pendingState({ ...profile, ci: dana.ci }, withCi).question).toMatchObject({
      mayRegister: false,
      candidates: [{ lacksCi: false }],
    })
  })

  it('keeps at most twenty members who share a common name', () => {
    const namesakes = Array.from({ length: 30 }, (_, n) => known(n, { name: dana.name }))
    const outcome = waiting(profile, namesakes, true)
    expect(pendingStateOf(outcome, profile, namesakes).question?.candidates).toHaveLength(20)
  })
})

describe('a contact that cannot be registered', () => {
  test.each([
    ['verified by both: it is the member’s', 'vouched', true, ['email']],
    ['verified by the member, and said by the visitor', 'unverified', true, ['email']],
    ['said by both: it is whose who came first', 'unverified', false, ['email']],
    ['said by the member, and verified by the visitor: it is the visitor’s', 'vouched', false, []],
    ['said by the member, and verified by the visitor some day', 'verified_once', false, []],
  ] as const)('is %s', (_, trust, verified, held) => {
    const candidate = member(1, 'active', { email: own(dana.email, verified) })
    expect(heldContacts({ ...profile, email: told(dana.email, trust) }, [candidate])).toEqual(held)
  })

  it('is never a contact that no member has', () => {
    expect(
      heldContacts(profile, [member(1, 'active', { email: own(email('other@devlabs.co.kr')) })]),
    ).toEqual([])
  })

  it('is left out of the sign-up, unless another address was typed and proven', () => {
    expect(registrable(profile, { held: ['email', 'phone'] })).toEqual({
      identity,
      name: dana.name,
      refused: [],
      terms: [],
    })
    const typed = email('typed@devlabs.co.kr')
    expect(registrable(profile, { held: ['email'], typed: { email: typed } })).toMatchObject({
      email: { value: typed, trust: 'vouched' },
      phone: { value: dana.phone },
    })
    expect(registrable(profile, { held: [] })).toEqual(profile)
  })
})

describe('two pending visits are equal', () => {
  const asked = pendingState(
    profile,
    known(1, { email: own(dana.email) }),
    known(2, { phone: own(dana.phone) }),
  )

  it('in any order of the members', () => {
    const again = pendingState(
      profile,
      known(2, { phone: own(dana.phone) }),
      known(1, { email: own(dana.email) }),
    )
    expect(samePendingState(asked, again)).toBe(true)
  })

  test.each([
    [
      'a member changed',
      pendingState(profile, known(1, { email: own(dana.email) }, 8), known(2, { phone: own(dana.phone) })),
    ],
    ['a member is gone', pendingState(profile, known(1, { email: own(dana.email) }))],
    ['nobody matches any more', pendingState(profile)],
    ['an address is free by now', { ...asked, held: ['phone'] as const }],
  ])('unless %s', (_, now) => {
    expect(samePendingState(asked, now)).toBe(false)
  })
})
