import { areTwoPeople } from '../../domain/leads/person.ts'
import { Problem } from '../../domain/values/problem.ts'
import { type Address, contactKindOf, type ProvenAddress } from '../../domain/values/verification.ts'
import type { PendingOutcome } from '../../domain/visit/action.ts'
import type { PendingConnection, TypedContacts } from '../../domain/visit/pending-connection.ts'
import { evidenceOf, heldContacts, pendingStateOf } from '../../domain/visit/pending-visit.ts'
import type { KnownCandidate } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { provenAddresses } from '../steps/proven-address.ts'
import { actAnonymously, pendingAgain } from '../visit/act-on-pending.ts'
import { type AskAgainWorld, handOver } from '../visit/ask-again.ts'
import type { DecideAndActWorld } from '../visit/decide-and-act.ts'
import { act, decide, retryOnConflict } from '../visit/decide-and-act.ts'
import { gather } from '../visit/gather.ts'
import { foundMembers, pendingResult } from '../visit/pending-visit.ts'
import type { Decided, PendingResult, SignedIn } from '../visit/result.ts'
import type { SignInWorld } from '../visit/sign-in.ts'

/**
 * The proven addresses of verification tokens, at most one per kind. Throws `invalid_token`,
 * `token_used` and `invalid_request`.
 */
export async function typedContacts(
  world: Pick<World, 'clock' | 'tokens' | 'verifications'>,
  tokens: readonly string[],
): Promise<readonly ProvenAddress[]> {
  const proofs = await provenAddresses(world, tokens, 'sign_up')
  if (new Set(proofs.map(({ address }) => address.channel)).size < proofs.length) {
    const errors = [
      {
        pointer: '/verificationTokens',
        detail: {
          ko: '이메일과 휴대전화 번호를 하나씩만 인증해 주세요.',
          en: 'must prove one e-mail address and one phone number',
        },
      },
    ]
    throw new Problem('invalid_request', { errors })
  }
  return proofs
}

/** Adds an entered address to the earlier ones. */
export const withTyped = (typed: TypedContacts, { channel, value }: Address): TypedContacts =>
  channel === 'email' ? { ...typed, email: value } : { ...typed, phone: value }

/** Whether the visit contains an address already, so that its owner was asked about before. */
export const isKnown = ({ typed = {} }: PendingConnection, address: Address): boolean =>
  typed[contactKindOf(address)] === address.value

type AskAboutProofsWorld = AskAgainWorld & Pick<World, 'ids'>

export type DecideOnProofsWorld = DecideAndActWorld & SignInWorld & AskAboutProofsWorld

/** The result of a visit that was decided again: the question, or undefined if the addresses lead to nobody. */
type DecidedOnProofs = Decided<SignedIn | PendingResult> | undefined

/**
 * Decides a pending visit again on addresses that the visitor entered and proved. They are evidence like any verified
 * value (rows 3, 5, 6, 7, 9, 10, 23 and 24), and the code is the proof of a member whom it would sign in. Gives the
 * question about the members they lead to, or a sign-in if the identity was linked meanwhile; undefined if they lead
 * to nobody. Throws `identity_mismatch` for an address that somebody else keeps, and the problems of refusing rows.
 */
export async function decideOnProofs(
  world: DecideOnProofsWorld,
  pending: PendingConnection,
  proofs: readonly ProvenAddress[],
): Promise<DecidedOnProofs> {
  const typed = proofs.reduce((all, { address }) => withTyped(all, address), {})
  const visit = { ...pending, typed }
  return retryOnConflict(async () => {
    const { facts, known } = await gather(world, pendingAgain(visit))
    refuseOtherPerson(world, visit, known)
    const handlers = actAnonymously(world, pending, async (outcome) =>
      outcome.kind === 'registration_required'
        ? undefined
        : askAboutProofs(world, outcome, visit, { pending, proofs, known }),
    )
    return act(handlers, decide(world, facts), { known })
  })
}

/**
 * Throws `identity_mismatch` if a proven address belongs to a member who is certainly somebody else and keeps it: a
 * mother and her child may share a phone.
 */
function refuseOtherPerson(
  world: Pick<World, 'stage' | 'clock'>,
  visit: PendingConnection,
  known: readonly KnownCandidate[],
): void {
  const others = known.filter((member) => areTwoPeople(visit.profile, member))
  if (heldContacts(evidenceOf(visit), others, judgedAt(world)).length > 0) {
    throw new Problem('identity_mismatch')
  }
}

/** What a question about proven addresses follows from. */
interface ProvenVisit {
  readonly pending: PendingConnection
  readonly proofs: readonly ProvenAddress[]
  readonly known: readonly KnownCandidate[]
}

/** Asks about the members that proven addresses lead to, and consumes the proofs. */
async function askAboutProofs(
  world: AskAboutProofsWorld,
  outcome: PendingOutcome,
  visit: PendingConnection,
  { pending, proofs, known }: ProvenVisit,
): Promise<Decided<PendingResult>> {
  const state = pendingStateOf(outcome, visit, foundMembers(world, known), judgedAt(world))
  const typed = { ...pending.typed, ...visit.typed }
  const handed = await handOver(world, pending, { ...state, typed }, { proofs })
  return pendingResult(world, outcome, handed, known)
}
