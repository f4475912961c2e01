import { isClaimedContact } from '../../domain/leads/claimed.ts'
import type { Session } from '../../domain/member/member.ts'
import { contactKindOf } from '../../domain/values/verification.ts'
import type { Changing } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { freedClaimWrite, provenClaimWrite } from '../rows/claim.ts'
import { useProofWrite } from '../rows/code.ts'
import { eventWrite } from '../rows/member/history.ts'
import { type NameSearch, renamedWrites } from '../rows/member/name.ts'
import { changeMemberWrite } from '../rows/member/own-change.ts'
import { sharedEntryWrites } from '../rows/member/shared.ts'
import { messageWrites } from '../rows/message.ts'
import { keptSessionWrite, sessionAliveCheck } from '../rows/session/session.ts'
import type { Write } from '../table/expressions.ts'
import { joinWrites } from './registration-writes.ts'
import { releaseWrites } from './release-writes.ts'

/** All writes of a member's own change. `session` is the session that the change comes from. */
export function changeWrites(changing: Changing, names: NameSearch, session: Session, now: Date) {
  const { hashes } = names
  const { before, after, event, endsOthers, messages } = changing
  return {
    session: endsOthers ? keptSessionWrite(session, now) : sessionAliveCheck(session, now),
    member: changeMemberWrite(changing, session),
    ...contactWrites(changing, hashes, now),
    ...sharedEntryWrites(hashes, before, after),
    ...renamedWrites(names, before, after),
    event: eventWrite(before, event),
    ...messageWrites(messages),
  }
}

/**
 * The writes for a proven contact: its claim, the claim of the previous contact, and the loss of its previous
 * owner.
 */
function contactWrites(
  { before, after, proof, releases, share, event }: Changing,
  hashes: KeyedHashes,
  now: Date,
): Record<'proof', Write> | Record<string, Write> {
  if (proof === undefined) return {}
  const { address } = proof
  const of = contactKindOf(address)
  const old = before[of]
  const shares = share === undefined ? [] : [share]
  const isFreed = old !== undefined && old.value !== address.value && isClaimedContact(old)
  return {
    proof: useProofWrite(proof, now),
    ...(after[of]?.shared === true
      ? joinWrites(hashes, shares)
      : { claim: provenClaimWrite(address, after, releases[0]?.id) }),
    ...(isFreed && { oldClaim: freedClaimWrite(of, old.value, before.id) }),
    ...releaseWrites(releases, { event, byMember: before.id, hashes, shares }),
  }
}
