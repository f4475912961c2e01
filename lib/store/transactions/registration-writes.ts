import { type ClaimedValue, claimedValues } from '../../domain/leads/claimed.ts'
import type { ContactRelease } from '../../domain/leads/release.ts'
import { type Address, contactKindOf } from '../../domain/values/verification.ts'
import type { ContactShare, Registration } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { claimWrite, provenClaimWrite } from '../rows/claim.ts'
import { useProofWrites } from '../rows/code.ts'
import { linkedIdentityWrite } from '../rows/identity/identity.ts'
import { linkedClaimWrite } from '../rows/identity/identity-claim.ts'
import { eventWrite } from '../rows/member/history.ts'
import { newMemberWrite } from '../rows/member/member.ts'
import { type NameSearch, nameWrites } from '../rows/member/name.ts'
import { joinSharedWrite, sharedEntryWrites, sharedHash } from '../rows/member/shared.ts'
import { messageWrites } from '../rows/message.ts'
import { endPendingWrite } from '../rows/pending.ts'
import { openSessionWrite } from '../rows/session/session.ts'
import type { Write } from '../table/expressions.ts'
import { releaseWrites } from './release-writes.ts'

/** The basis of the sign-up: the visit ends and its identity is linked, or there is a password. */
function basisWrites({ member, basis }: Registration, now: Date) {
  if (basis.kind === 'address') return { member: newMemberWrite(member, basis.passwordHash, 1) }
  const { identity, pendingId, tokenId, providerProfile } = basis
  return {
    pending: endPendingWrite(pendingId, tokenId, 'registered', now),
    identityClaim: linkedClaimWrite(identity, member),
    member: newMemberWrite(member, undefined, 1),
    identity: linkedIdentityWrite(member.id, identity, providerProfile),
  }
}

/** The member who releases an address, if one does. */
const releasedBy = (releases: readonly ContactRelease[], value: string): ContactRelease | undefined =>
  releases.find(({ addresses }) => addresses.some((address) => address.value === value))

function claimOf({ member, releases = [] }: Registration, claimed: ClaimedValue): Write {
  const { of, value } = claimed
  const release = releasedBy(releases, value)
  if (of === 'ci' || of === 'di' || of === 'login_id') return claimWrite(of, value, true, member)
  if (release === undefined) return claimWrite(of, value, member[of]?.verified === true, member)
  const address: Address =
    of === 'email' ? { channel: 'email', value: claimed.value } : { channel: 'sms', value: claimed.value }
  return provenClaimWrite(address, member, release.id)
}

/** The claims of a new member: verified contacts and the CI. What somebody only said claims nothing. */
const claimWrites = (registration: Registration): { readonly [of in ClaimedValue['of']]?: Write } =>
  Object.fromEntries(
    claimedValues(registration.member).map(
      (claimed) => [claimed.of, claimOf(registration, claimed)] as const,
    ),
  )

/** Counts a member who joins contacts of others, unless somebody else has joined since they were read. */
export const joinWrites = (
  hashes: KeyedHashes,
  shares: readonly ContactShare[],
): Record<`share:${string}`, Write> =>
  Object.fromEntries(
    shares.map(({ address, joined }) => {
      const of = contactKindOf(address)
      return [`share:${of}`, joinSharedWrite(of, sharedHash(hashes, of, address.value), joined)] as const
    }),
  )

/** All writes of a completed sign-up. One transaction, so no half-made member is ever readable. */
export const registrationWrites = (registration: Registration, names: NameSearch, now: Date) => {
  const { hashes } = names
  const { member, proofs, consents, event, session, releases = [], shares = [] } = registration
  return {
    ...basisWrites(registration, now),
    ...useProofWrites(proofs, now),
    ...claimWrites(registration),
    ...sharedEntryWrites(hashes, undefined, member),
    ...joinWrites(hashes, shares),
    ...nameWrites(names, member),
    ...releaseWrites(releases, { event, byMember: member.id, hashes, shares }),
    event: eventWrite(member, event, consents),
    ...(registration.identified && { identified: eventWrite(member, registration.identified) }),
    session: openSessionWrite(session),
    ...messageWrites(registration.messages),
  }
}
