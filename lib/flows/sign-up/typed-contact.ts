import { matchContact } from '../../domain/member/contacts.ts'
import type { Member } from '../../domain/member/member.ts'
import type { ContactRelease } from '../../domain/sign-up/contact-takeover.ts'
import { openedByCode } from '../../domain/sign-up/login-by-code.ts'
import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Address, ProvenAddress } from '../../domain/values/verification.ts'
import { outcomeByStatus } from '../../domain/visit/classify.ts'
import { hintOf } from '../../domain/visit/hint.ts'
import type {
  HeldContact,
  LinkQuestion,
  PendingConnection,
  TypedContacts,
} from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'
import { provenAddress } from '../steps/proven-address.ts'
import { recyclingOf } from '../steps/recycled-numbers.ts'
import { type Asked, type Decided, decided } from '../visit/answer.ts'
import { handOver } from '../visit/ask-again.ts'
import { askToLink } from '../visit/pending-visit.ts'
import { refuse } from '../visit/refuse.ts'
import type { RefuseRejoinWorld } from '../visit/rejoin-block.ts'
import { refuseRejoin } from '../visit/rejoin-block.ts'
import type { RecycledFromWorld } from './claimed.ts'
import { recycledFrom } from './claimed.ts'

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

export type AskAboutOwnerWorld = Pick<World, 'stage' | 'members' | 'pendingConnections'> & RefuseRejoinWorld

/**
 * Treats an address that the visitor entered and proved as evidence. If it leads to a member, the visitor is
 * asked: a member who verified the address only has to consent, since the code was the proof; a member who
 * never did, or whose number may be recycled, must be proven, and signing up stays possible. Undefined if the
 * address leads to nobody. Throws the problems of rows 2, 3 and 23 for a member in that status, and of row 24
 * if an erased member's block covers the address.
 */
export async function askAboutOwner(
  world: AskAboutOwnerWorld,
  pending: PendingConnection,
  proof: ProvenAddress,
): Promise<Decided<Asked> | undefined> {
  const { address } = proof
  const found = (await world.members.findByAddress(address))?.member
  if (found === undefined) {
    await refuseRejoin(world, address)
    return undefined
  }
  const of = contactOf(address)
  const contactOwner = matchContact(
    found,
    address.channel === 'email' ? { email: address.value } : { phone: address.value },
  )
  const isRecycled = openedByCode(contactOwner, address, recyclingOf(world)) === 'recycled'
  const isProof = contactOwner[of]?.verified === true && !isRecycled
  const state = outcomeByStatus(contactOwner)
  if (isProof && state.kind !== 'signed_in') throw await refuse(world, state)
  const typed = withTyped(pending.typed ?? {}, address)
  const pendingState = { question: questionAbout(contactOwner, of, isProof), held: pending.held, typed }
  const handed = await handOver(world, pending, pendingState, proof)
  // The hint shows only this proven address, and nothing of a recycled number's earlier owner.
  const match = { candidate: contactOwner, shows: [of], hinted: true } as const
  const question = await askToLink(
    world,
    handed,
    isRecycled ? [] : [hintOf(match, contactOwner, world.stage.timeZone)],
  )
  return isProof
    ? decided({ kind: 'link_confirmation_required' }, { outcome: 'link_confirmation_required', ...question })
    : decided(
        { kind: 'link_proof_required', variant: 'partial' },
        { outcome: 'link_proof_required', ...question, mayRegister: true },
      )
}

function questionAbout(member: Member, of: HeldContact, isProof: boolean): LinkQuestion {
  const reach = member.email === undefined ? undefined : { email: member.email.value, locale: member.locale }
  const target = {
    memberId: member.id,
    version: member.version,
    // The code has shown that the address works, so proof of the member verifies it.
    verifies: member[of]?.verified === true ? [] : [of],
    lacksCi: member.ci === undefined,
    ...defined({ externalId: member.externalId, reach, agreements: member.agreements }),
  }
  return { needs: isProof ? 'consent' : 'sign_in', candidates: [target], mayRegister: true }
}

/**
 * The member who releases the entered number, after the visitor was asked and signs up as somebody new.
 * Throws `phone_taken` if the member keeps the number.
 */
export async function releasesFor(
  world: RecycledFromWorld,
  { typed: { phone } = {} }: Pick<PendingConnection, 'typed'>,
): Promise<ContactRelease | undefined> {
  return phone === undefined ? undefined : recycledFrom(world, { channel: 'sms', value: phone }, true)
}
