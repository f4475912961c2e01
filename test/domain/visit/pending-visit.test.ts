import { describe, expect, it, test } from 'vitest'
import type { Item, ProviderProfile } from '../../../lib/domain/values/evidence.ts'
import { actionFor, isVisitOutcome, type PendingOutcome } from '../../../lib/domain/visit/action.ts'
import { candidateOf, type KnownMember } from '../../../lib/domain/visit/candidate.ts'
import { classify } from '../../../lib/domain/visit/classify.ts'
import {
  evidenceOf,
  heldContacts,
  type PendingState,
  pendingStateOf,
  registrable,
  samePendingState,
} from '../../../lib/domain/visit/pending-visit.ts'
import { at, byKakao } from '../leads/holders.ts'
import { dana, email, identity, memberId, onFile, phone, says, told, under, withNames } from '../scenes.ts'

const profile: ProviderProfile = {
  identity,
  email: told(dana.email),
  phone: told(dana.phone),
  name: dana.name,
  refused: [],
  terms: [],
}
/** A member with a linked identity, so that nothing else is all it has. */
const known = (n: number, more: Partial<KnownMember>, version = 7): KnownMember => ({
  id: memberId(n),
  status: 'active',
  ways: [byKakao],
  version,
  credentialsVersion: 0,
  locale: 'en',
  createdAt: new Date(0),
  ...more,
})
const imported = <Value>(value: Value) => ({ value, verified: false, imported: true }) as const
/** A number that was proven just now. */
const fresh = { value: dana.phone, verified: true, provenAt: at.now }

function waiting(of: ProviderProfile, candidates: readonly KnownMember[], names = false): PendingOutcome {
  const facts = says(of, ...candidates.map((one) => candidateOf(one, at)))
  const outcome = classify(names ? under(withNames, facts) : facts)
  const step = isVisitOutcome(outcome) ? actionFor(outcome) : undefined
  if (step?.kind !== 'keep_pending') throw new Error(`does not wait, but ${step?.kind}`)
  return step.outcome
}
const pendingState = (of: ProviderProfile, ...candidates: readonly KnownMember[]): PendingState =>
  pendingStateOf(waiting(of, candidates), { profile: of }, { candidates, requiredItems: [] }, at)

describe('a pending visit', () => {
  it('offers only registration when no member matches', () => {
    expect(pendingState(profile)).toEqual({ question: undefined, held: [] })
  })

  it('is a yes, after a full match: from that member, as it is now', () => {
    const full = known(1, { email: onFile(dana.email), name: dana.name })
    expect(pendingState(profile, full)).toEqual({
      question: {
        needs: 'consent',
        mayRegister: true,
        candidates: [
          {
            memberId: memberId(1),
            version: 7,
            credentialsVersion: 0,
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
      known(1, { email: onFile(dana.email) }),
      known(2, { phone: fresh }, 3),
    )
    expect(question?.needs).toBe('sign_in')
    expect(question?.candidates.map(({ memberId: id, version }) => [id, version])).toEqual([
      [memberId(1), 7],
      [memberId(2), 3],
    ])
  })

  it('verifies what the member never verified and the provider has, and tells that address of the link', () => {
    const old = known(1, { email: imported(dana.email), phone: imported(dana.phone) })
    const [target] = pendingState(profile, old).question?.candidates ?? []
    expect(target).toMatchObject({ verifies: ['email', 'phone'] })
    expect(target?.reach).toMatchObject({ email: dana.email })
  })

  it('tells nobody at an address that stays unverified', () => {
    const byPhone = known(1, { email: imported(dana.email), phone: fresh })
    const [target] =
      pendingState({ ...profile, email: told(dana.email, 'unverified') }, byPhone).question?.candidates ?? []
    expect(target).not.toHaveProperty('reach')
  })

  it('verifies nothing that the provider did not verify, and no other value', () => {
    const said = { ...profile, email: told(dana.email, 'unverified'), phone: told(dana.phone) }
    const byPhone = known(1, { email: imported(dana.email), phone: fresh })
    expect(pendingState(said, byPhone).question?.candidates[0]?.verifies).toEqual([])
    const other = known(1, { email: imported(dana.email), phone: imported(phone('010-9999-8888')) })
    expect(pendingState(profile, other).question?.candidates[0]?.verifies).toEqual(['email'])
  })

  it('leaves the CI alone where the member has one', () => {
    const withCi = known(1, { email: onFile(dana.email), ci: dana.ci })
    expect(pendingState({ ...profile, ci: dana.ci }, withCi).question).toMatchObject({
      mayRegister: false,
      candidates: [{ lacksCi: false }],
    })
  })

  it('keeps at most twenty members who share a common name', () => {
    const namesakes = Array.from({ length: 30 }, (_, n) => known(n, { name: dana.name }))
    const outcome = waiting(profile, namesakes, true)
    expect(
      pendingStateOf(outcome, { profile }, { candidates: namesakes, requiredItems: [] }, at).question
        ?.candidates,
    ).toHaveLength(20)
  })
})

describe('a contact that cannot be registered', () => {
  test.each([
    ['verified by both: it is the member’s', 'vouched', true, ['email']],
    ['said by the member, and verified by the visitor: it is the visitor’s', 'vouched', false, []],
    ['said by the member, and verified by the visitor some day', 'verified_once', false, ['email']],
  ] as const)('is one that is %s', (_, trust, verified, held) => {
    const candidate = known(1, { email: verified ? onFile(dana.email) : imported(dana.email) })
    expect(heldContacts({ ...profile, email: told(dana.email, trust) }, [candidate], at)).toEqual(held)
  })

  test.each([
    ['has verified', true],
    ['has not verified', false],
  ])(
    'is none that nobody verified for the visitor, though a member %s it: the visitor learns nothing',
    (_, verified) => {
      const candidate = known(1, { email: verified ? onFile(dana.email) : imported(dana.email) })
      expect(heldContacts({ ...profile, email: told(dana.email, 'unverified') }, [candidate], at)).toEqual([])
    },
  )

  it('is one that is all a member of old can be helped by', () => {
    const byPassword = known(1, { email: imported(dana.email), ways: ['password'] })
    expect(heldContacts(profile, [byPassword], at)).toEqual(['email'])
  })

  it('is none that belongs to nobody', () => {
    expect(heldContacts(profile, [known(1, { email: onFile(email('other@devlabs.co.kr')) })], at)).toEqual([])
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
      email: { value: typed, trust: 'code' },
      phone: { value: dana.phone },
    })
    expect(registrable(profile, { held: [] })).toEqual(profile)
  })
})

describe('a visit after the visitor proved a contact by code', () => {
  const typed = { email: dana.email }
  const decidedOn = (candidate: KnownMember, requiredItems: readonly Item[] = ['email']) => {
    const visit = { profile, typed, held: ['phone'] as const }
    const outcome = waiting(evidenceOf(visit), [candidate])
    return pendingStateOf(outcome, visit, { candidates: [candidate], requiredItems }, at)
  }
  const byPassword = { email: imported(dana.email), ways: ['password'] } as const

  it('is decided on that contact alone: the visitor has answered for the rest', () => {
    expect(evidenceOf({ profile: { ...profile, ci: dana.ci }, typed })).toEqual({
      identity,
      ci: dana.ci,
      email: told(dana.email, 'code'),
      refused: [],
      terms: [],
    })
    expect(evidenceOf({ profile })).toEqual(profile)
  })

  it('asks for a yes of the member who verified it, and keeps what it knew', () => {
    const state = decidedOn(known(1, { email: onFile(dana.email) }))
    expect(state).toMatchObject({ question: { needs: 'consent', keeps: ['email'], mayRegister: true } })
    expect(state).toMatchObject({ held: ['phone'], typed })
  })

  it('lets the visitor register with it where its holder can do without', () => {
    const { question } = decidedOn(known(1, { email: imported(dana.email) }))
    expect(question).toMatchObject({ needs: 'sign_in', mayRegister: true })
    expect(question).not.toHaveProperty('keeps')
  })

  it.each([
    ['offers no registration that requires it', ['email'], false],
    ['offers a registration without it where none requires it', ['name'], true],
  ] as const)('of a holder who has nothing else, %s', (_, requiredItems, mayRegister) => {
    const { question } = decidedOn(known(1, byPassword), requiredItems)
    expect(question).toMatchObject({ needs: 'sign_in', keeps: ['email'], mayRegister })
  })
})

describe('two visits wait for the same', () => {
  const asked = pendingState(profile, known(1, { email: onFile(dana.email) }), known(2, { phone: fresh }))

  it('in whatever order the members were found', () => {
    const again = pendingState(profile, known(2, { phone: fresh }), known(1, { email: onFile(dana.email) }))
    expect(samePendingState(asked, again)).toBe(true)
  })

  test.each([
    [
      'a member changed',
      pendingState(profile, known(1, { email: onFile(dana.email) }, 8), known(2, { phone: fresh })),
    ],
    ['a member is gone', pendingState(profile, known(1, { email: onFile(dana.email) }))],
    ['nobody matches any more', pendingState(profile)],
    ['an address is free by now', { ...asked, held: ['phone'] as const }],
  ])('unless %s', (_, now) => {
    expect(samePendingState(asked, now)).toBe(false)
  })
})
