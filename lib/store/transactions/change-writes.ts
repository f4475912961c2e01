import type { Session } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Changing } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { freedClaimWrite, provenClaimWrite } from '../rows/claim.ts'
import { useProofWrite } from '../rows/code.ts'
import { eventWrite } from '../rows/member/history.ts'
import { releaseContactWrite } from '../rows/member/member-changes.ts'
import { renamedWrites } from '../rows/member/name.ts'
import { changeMemberWrite } from '../rows/member/own-change.ts'
import { keptSessionWrite, sessionAliveCheck } from '../rows/session.ts'
import type { Write } from '../table/expressions.ts'

/** All writes of a member's own change. `session` is the session that the change comes from. */
export function changeWrites(changing: Changing, hashes: KeyedHashes, session: Session, now: Date) {
  const { before, after, event, endsOthers } = changing
  // One millisecond later, so that sessions of this very moment end too.
  const validFrom = endsOthers ? new Date(now.getTime() + 1) : undefined
  return {
    session:
      validFrom === undefined ? sessionAliveCheck(session, now) : keptSessionWrite(session, validFrom, now),
    member: changeMemberWrite(changing, session.createdAt, validFrom),
    ...contactWrites(changing, now),
    ...renamedWrites(hashes, before, after),
    event: eventWrite(before, event),
  }
}

interface ContactWrites {
  readonly proof?: Write
  readonly claim?: Write
  readonly oldClaim?: Write
  readonly contactOwner?: Write
  readonly holderEvent?: Write
}

/**
 * The writes for a proven contact: its claim, the claim of the previous contact, and the loss of its previous
 * owner.
 */
function contactWrites({ before, after, proof, release, event }: Changing, now: Date): ContactWrites {
  if (proof === undefined) return {}
  const { address } = proof
  const of = address.channel === 'email' ? 'email' : 'phone'
  const old = before[of]?.shared ? undefined : before[of]?.value
  const displacedEvent = {
    id: event.id,
    type: 'contact.displaced',
    at: event.at,
    byMember: before.id,
  } as const
  return {
    proof: useProofWrite(proof, now),
    claim: provenClaimWrite(address, after, release?.id),
    ...defined({
      oldClaim: old === undefined || old === address.value ? undefined : freedClaimWrite(of, old, before.id),
      contactOwner: release && releaseContactWrite(release, address),
      holderEvent: release && eventWrite(release, displacedEvent),
    }),
  }
}
