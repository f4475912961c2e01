import type { Member, OwnContact, OwnPhone } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Email } from '../../domain/values/evidence.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Address, ProvenAddress } from '../../domain/values/verification.ts'
import type { Registration } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { claimWrite, displacedClaimWrite, provenClaimWrite } from '../rows/claim.ts'
import { useProofWrite } from '../rows/code.ts'
import { linkedIdentityWrite } from '../rows/identity/identity.ts'
import { linkedClaimWrite } from '../rows/identity/identity-claim.ts'
import { consentWrites, eventWrite } from '../rows/member/history.ts'
import { newMemberWrite } from '../rows/member/member.ts'
import { displaceContactsWrite, releaseContactWrite } from '../rows/member/member-changes.ts'
import { nameWrites } from '../rows/member/name.ts'
import { providerProfileWrites } from '../rows/member/provider-profile.ts'
import { endPendingWrite } from '../rows/pending.ts'
import { openSessionWrite } from '../rows/session.ts'
import type { Write } from '../table/expressions.ts'

/** Members who have a contact of the new member and never verified it. */
export interface ContactOwners {
  readonly email?: MemberId
  readonly phone?: MemberId
}

/** The basis of the sign-up: the visit ends and its identity is linked, or there is a password. */
function basisWrites({ member, basis }: Registration, now: Date) {
  if (basis.kind === 'address') return { member: newMemberWrite(member, basis.passwordHash) }
  const { identity, pendingId, tokenId } = basis
  return {
    pending: endPendingWrite(pendingId, tokenId, 'registered', now),
    identityClaim: linkedClaimWrite(identity, member),
    member: newMemberWrite(member),
    identity: linkedIdentityWrite(member.id, identity),
  }
}

/** The provider's profile of the visit, as far as it exceeds the account. */
const providerProfileOf = ({ member, basis }: Registration) =>
  basis.kind === 'visit' ? providerProfileWrites(member.id, basis.identity, basis.providerProfile) : {}

const proofWrites = (proofs: readonly ProvenAddress[], now: Date): Record<`proof:${string}`, Write> =>
  Object.fromEntries(
    proofs.map((proof) => [`proof:${proof.verificationId}`, useProofWrite(proof, now)] as const),
  )

/** The claims of a new member's contacts and CI, verified or not. */
function contactClaims({ member, takesOver }: Registration, contactOwners: ContactOwners) {
  const { email, phone, ci } = member
  return defined({
    email: email && emailClaim(email, member, contactOwners),
    phone: phone && phoneClaim(phone, member, contactOwners, takesOver),
    ci: ci && claimWrite('ci', ci, true, member),
  })
}

const emailClaim = (
  { value, verified }: OwnContact<Email>,
  member: Member,
  { email: owner }: ContactOwners,
): Write =>
  owner === undefined
    ? claimWrite('email', value, verified, member)
    : displacedClaimWrite({ channel: 'email', value }, member, owner)

function phoneClaim(
  { value, verified }: OwnPhone,
  member: Member,
  contactOwners: ContactOwners,
  takesOver: Registration['takesOver'],
): Write {
  const address = { channel: 'sms', value } as const
  if (takesOver !== undefined) return provenClaimWrite(address, member, takesOver.id)
  return contactOwners.phone === undefined
    ? claimWrite('phone', value, verified, member)
    : displacedClaimWrite(address, member, contactOwners.phone)
}

/** The writes for a member who releases the number, with an event in that member's history. */
function releaseWrites({ member, takesOver, event }: Registration) {
  if (takesOver === undefined || member.phone === undefined) return {}
  const displacedEvent = {
    id: event.id,
    type: 'contact.displaced',
    at: event.at,
    byMember: member.id,
  } as const
  return {
    release: releaseContactWrite(takesOver, { channel: 'sms', value: member.phone.value }),
    releaseEvent: eventWrite(takesOver, displacedEvent),
  }
}

/** The writes for members who lose contacts: one change and one event each, also for two contacts. */
function contactOwnerWrites(
  { member, event }: Registration,
  contactOwners: ContactOwners,
): Record<`holder:${string}`, Write> {
  const lost = new Map<MemberId, Address[]>()
  const addLoss = (contactOwner: MemberId | undefined, address: Address): void => {
    if (contactOwner !== undefined) lost.set(contactOwner, [...(lost.get(contactOwner) ?? []), address])
  }
  if (member.email) addLoss(contactOwners.email, { channel: 'email', value: member.email.value })
  if (member.phone) addLoss(contactOwners.phone, { channel: 'sms', value: member.phone.value })
  const displacedEvent = {
    id: event.id,
    type: 'contact.displaced',
    at: event.at,
    byMember: member.id,
  } as const
  return Object.fromEntries(
    [...lost].flatMap(([id, contacts]) => [
      [`holder:${id}`, displaceContactsWrite(id, contacts)] as const,
      [`holder:${id}:event`, eventWrite({ id }, displacedEvent)] as const,
    ]),
  )
}

/** All writes of a completed sign-up. One transaction, so no half-made member is ever readable. */
export const registrationWrites = (
  registration: Registration,
  hashes: KeyedHashes,
  now: Date,
  contactOwners: ContactOwners = {},
) => {
  const { member, proofs, consents, event, session } = registration
  return {
    ...basisWrites(registration, now),
    ...providerProfileOf(registration),
    ...proofWrites(proofs, now),
    ...contactClaims(registration, contactOwners),
    ...nameWrites(hashes, member),
    ...contactOwnerWrites(registration, contactOwners),
    ...releaseWrites(registration),
    ...consentWrites(member.id, consents, event.id),
    event: eventWrite(member, event, consents),
    session: openSessionWrite(session),
  }
}
