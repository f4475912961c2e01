import { entryByCode, isProofByCode, isVerifiable } from '../../domain/leads/contact.ts'
import { areTwoPeople } from '../../domain/leads/person.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { mayRelease } from '../../domain/leads/release.ts'
import type { Member } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Address, ProvenAddress } from '../../domain/values/verification.ts'
import { outcomeByStatus } from '../../domain/visit/classify.ts'
import type { Candidate } from '../../domain/visit/facts.ts'
import { hintOf } from '../../domain/visit/hint.ts'
import type {
  HeldContact,
  LinkQuestion,
  PendingConnection,
  TypedContacts,
} from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { provenAddress } from '../steps/proven-address.ts'
import { handOver } from '../visit/ask-again.ts'
import { askToLink } from '../visit/pending-visit.ts'
import { refuse } from '../visit/refuse.ts'
import type { RefuseRejoinWorld } from '../visit/rejoin-block.ts'
import { refuseRejoin } from '../visit/rejoin-block.ts'
import { type Decided, decided, type PendingResult } from '../visit/result.ts'

const contactOf = ({ channel }: Address): HeldContact => (channel === 'email' ? 'email' : 'phone')

/**
 * The proven addresses of verification tokens, at most one per kind. Throws `invalid_token`,
 * `token_used` and `invalid_request`.
 */
export async function typedContacts(
  world: Pick<World, 'clock' | 'tokens' | 'verifications'>,
  tokens: readonly string[],
): Promise<readonly ProvenAddress[]> {
  const proofs = await Promise.all(tokens.map((token) => provenAddress(world, token, 'sign_up')))
  if (new Set(proofs.map(({ address }) => address.channel)).size < proofs.length) {
    const errors = [
      { pointer: '/verificationTokens', detail: 'must prove one e-mail address and one phone number' },
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
  typed[contactOf(address)] === address.value

export type AskAboutOwnerWorld = Pick<World, 'stage' | 'clock' | 'members' | 'pendingConnections'> &
  RefuseRejoinWorld

/**
 * Treats an address that the visitor entered and proved as evidence. If it leads to a member, the visitor is asked: a
 * member whom a code from this address would let in only has to consent, since the code was the proof; any other
 * member must be proven, and signing up stays possible where the visitor can do without the address. Undefined if the
 * address leads to nobody. Throws `identity_mismatch` for a member who is certainly somebody else, the problems of
 * rows 2, 3 and 23 for a member in that status, and of row 24 if an erased member's block covers the address.
 */
export async function askAboutOwner(
  world: AskAboutOwnerWorld,
  pending: PendingConnection,
  proof: ProvenAddress,
): Promise<Decided<PendingResult> | undefined> {
  const { address } = proof
  const owner = (await world.members.findByAddress(address))?.member
  if (owner === undefined) {
    await refuseRejoin(world, address)
    return undefined
  }
  if (areTwoPeople(pending.profile, owner)) throw new Problem('identity_mismatch')
  const at = judgedAt(world)
  const entry = entryByCode(owner, address, at)
  const isProof = isProofByCode(owner, address, at)
  const state = outcomeByStatus(owner)
  if (isProof && state.kind !== 'signed_in') throw await refuse(world, state)
  const ownerQuestion = questionAbout(world, owner, address)
  const typed = withTyped(pending.typed ?? {}, address)
  const handed = await handOver(world, pending, { question: ownerQuestion, held: pending.held, typed }, proof)
  // The hint shows only this proven address, and nothing of a recycled number's earlier owner.
  const match = { candidate: ownerAt(owner, address), shows: [contactOf(address)], hinted: true } as const
  const hints = entry === 'stale' ? [] : [hintOf(match, owner, at, world.stage.timeZone)]
  const question = await askToLink(world, handed, hints)
  return isProof
    ? decided({ kind: 'link_confirmation_required' }, { outcome: 'link_confirmation_required', ...question })
    : decided(
        { kind: 'link_proof_required', variant: 'partial' },
        { outcome: 'link_proof_required', ...question, mayRegister: ownerQuestion.mayRegister },
      )
}

/** The owner as the visitor's address leads to it. */
const ownerAt = ({ id, status }: Member, { channel, value }: Address): Candidate => ({
  id,
  status,
  ...(channel === 'email' ? { email: { value, worth: 'claimed' } } : { phone: { value, worth: 'claimed' } }),
})

function questionAbout(
  world: Pick<World, 'stage' | 'clock'>,
  member: Member,
  address: Address,
): LinkQuestion {
  const at = judgedAt(world)
  const of = contactOf(address)
  const isProof = isProofByCode(member, address, at)
  const isFree = mayRelease(member, [{ address, proof: 'code' }], at)
  const target = {
    memberId: member.id,
    version: member.version,
    credentialsVersion: member.credentialsVersion,
    // The code has shown that the address works, so proof of the member verifies it.
    verifies: isVerifiable(member, address) ? [of] : [],
    lacksCi: member.ci === undefined,
    ...defined({ externalId: member.externalId, reach: reachOf(member), agreements: member.agreements }),
  }
  return {
    needs: isProof ? 'consent' : 'sign_in',
    candidates: [target],
    mayRegister: isProof || isFree || !world.stage.match.requiredItems.includes(of),
  }
}
