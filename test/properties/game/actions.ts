import fc from 'fast-check'
import type { ProviderId } from '../../../lib/domain/values/identity.ts'
import { type PlayedProvider, type Player, playedProviders, players, type Said } from './cast.ts'

/** One move of the game, as data: it prints as a line of a story. */
export type Action =
  | {
      readonly does: 'imports'
      readonly who: Player
      readonly email: 'own, verified' | 'own' | "the other's" | 'none'
      readonly phone: 'own, verified' | 'own' | 'none'
      readonly password: boolean
      /** Whether the old system says when it checked the owner's identity. */
      readonly isChecked: boolean
      readonly account?: ProviderId | undefined
    }
  | {
      readonly does: 'comes'
      readonly who: Player
      readonly by: ProviderId
      readonly answer: 'agrees' | 'is new'
      readonly types: readonly ('mailbox' | 'number')[]
    }
  | {
      readonly does: 'joins'
      readonly who: Player
      readonly by: 'mailbox' | 'number'
      readonly isNew: boolean
    }
  | { readonly does: 'uses a code'; readonly who: Player; readonly by: 'mailbox' | 'number' }
  | { readonly does: 'uses a passkey'; readonly who: Player }
  | {
      readonly does: 'uses the password'
      readonly who: Player
      readonly named: Player
      readonly by: 'mailbox' | 'number'
    }
  | { readonly does: 'adds'; readonly who: Player; readonly what: readonly Addition[] }
  | { readonly does: 'gives up'; readonly who: Player; readonly what: 'password' | 'passkeys' | ProviderId }
  | { readonly does: 'pauses' | 'closes' | 'opens the link'; readonly who: Player }
  | {
      readonly does: 'ends at the provider'
      readonly who: Player
      readonly what: ProviderId
      readonly isStolen: boolean
    }
  | { readonly does: 'changes the leaked password'; readonly while: 'alone' | 'mallory signs in' }
  | { readonly does: 'time passes'; readonly days: number }
  | { readonly does: 'the number changes hands'; readonly first: Player }

export type Addition = 'password' | 'mailbox' | 'number' | 'check' | 'passkey' | ProviderId

const provider = fc.constantFrom(...playedProviders)
const by = fc.constantFrom('mailbox' as const, 'number' as const)
const additions = ['password', 'check', 'passkey', 'mailbox', 'number', ...playedProviders] as const

const movesOf = (who: Player): fc.Arbitrary<Action> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('comes' as const),
        who: fc.constant(who),
        by: provider,
        answer: fc.constantFrom('agrees' as const, 'is new' as const),
        types: fc.subarray<'mailbox' | 'number'>(['mailbox', 'number']),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('joins' as const),
        who: fc.constant(who),
        by,
        isNew: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ does: fc.constant('uses a code' as const), who: fc.constant(who), by }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('uses a passkey' as const), who: fc.constant(who) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('uses the password' as const),
        who: fc.constant(who),
        named: fc.constantFrom(...players),
        by,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('adds' as const),
        who: fc.constant(who),
        what: fc.subarray<Addition>([...additions], { minLength: 1, maxLength: 4 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('gives up' as const),
        who: fc.constant(who),
        what: fc.constantFrom('password' as const, 'passkeys' as const, ...playedProviders),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constantFrom('pauses' as const, 'closes' as const, 'opens the link' as const),
        who: fc.constant(who),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('ends at the provider' as const),
        who: fc.constant(who),
        what: provider,
        isStolen: fc.constant(who === 'vera'),
      }),
    },
  )

const imports: fc.Arbitrary<Action> = fc.record({
  does: fc.constant('imports' as const),
  who: fc.constantFrom(...players),
  email: fc.constantFrom('own, verified' as const, 'own' as const, "the other's" as const, 'none' as const),
  phone: fc.constantFrom('own, verified' as const, 'own' as const, 'none' as const),
  password: fc.boolean(),
  isChecked: fc.boolean(),
  account: fc.option(provider, { nil: undefined }),
})

const fate: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    does: fc.constant('changes the leaked password' as const),
    while: fc.constantFrom('alone' as const, 'mallory signs in' as const),
  }),
  fc.record({ does: fc.constant('time passes' as const), days: fc.constantFrom(0.05, 1, 35, 100) }),
  fc.record({ does: fc.constant('the number changes hands' as const), first: fc.constantFrom(...players) }),
)

/** Some moves of one player in a row, and sometimes fate: random single moves rarely make a plan. */
const turn: fc.Arbitrary<readonly Action[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(movesOf('mallory'), { minLength: 1, maxLength: 3 }) },
  { weight: 4, arbitrary: fc.array(movesOf('vera'), { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(imports, { minLength: 1, maxLength: 2 }) },
  { weight: 2, arbitrary: fc.tuple(fate) },
)

const someone = fc.constantFrom(...players)
const said = (owner: Player): fc.Arbitrary<Readonly<Record<(typeof playedProviders)[number], Said>>> => {
  const ours = fc.constant({ of: owner, trust: 'vouched' as const })
  const anybodys = someone.map((of) => ({ of, trust: 'unverified' as const }))
  const none = fc.constant(undefined)
  return fc.record({
    kakao: saidBy(fc.oneof(ours, anybodys, none), fc.oneof(ours, none), fc.boolean()),
    naver: saidBy(fc.oneof(anybodys, none), fc.oneof(anybodys, none), fc.constant(false)),
    google: saidBy(fc.oneof(ours, anybodys), none, fc.constant(false)),
    github: saidBy(
      fc.oneof(fc.constant({ of: owner, trust: 'verified_once' as const }), anybodys),
      none,
      fc.constant(false),
    ),
  })
}

const saidBy = (
  email: fc.Arbitrary<Said['email']>,
  phone: fc.Arbitrary<Said['phone']>,
  hasCi: fc.Arbitrary<boolean>,
): fc.Arbitrary<Said> =>
  fc
    .tuple(email, phone, hasCi)
    .map(([one, two, has]) => ({ ...(one && { email: one }), ...(two && { phone: two }), hasCi: has }))

/** A whole game: what everybody's accounts say, and the moves. */
export interface Game {
  readonly said: Readonly<Record<Player, Readonly<Record<PlayedProvider, Said>>>>
  readonly moves: readonly Action[]
}

export const games: fc.Arbitrary<Game> = fc.record({
  said: fc.record({ mallory: said('mallory'), vera: said('vera') }),
  moves: fc
    .tuple(fc.option(imports, { nil: undefined }), fc.array(turn, { minLength: 2, maxLength: 6 }))
    .map(([first, turns]) => [...(first ? [first] : []), ...turns.flat()]),
})
