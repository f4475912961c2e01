import type { Cut, Restoration } from '../../flows/ports/store.ts'
import { linkedIdentityWrite, unlinkedIdentityWrite } from '../rows/identity/identity.ts'
import { cutClaimWrite, releasedClaimWrite, restoredClaimWrite } from '../rows/identity/identity-claim.ts'
import { eventWrite } from '../rows/member/history.ts'
import { cutWayWrite, restoreWayWrite } from '../rows/member/member-changes.ts'
import { forgottenProfileWrite } from '../rows/member/provider-profile.ts'
import { ownerOf } from '../rows/owner.ts'
import { endSessionWrites, openSessionWrite } from '../rows/session.ts'

/** All that a provider's ending of an identity writes. */
export function cutWrites({ identity, member, isLast, sessions, event }: Cut) {
  return {
    identityClaim: isLast ? cutClaimWrite(identity, member.id) : releasedClaimWrite(identity, member.id),
    member: cutWayWrite(member, identity, sessions === 'all' ? event.at : undefined),
    identity: unlinkedIdentityWrite(member.id, identity),
    event: eventWrite(member, event),
    ...endSessionWrites(member.id, sessions === 'all' ? [] : sessions),
    told: forgottenProfileWrite(member.id, identity),
  }
}

/** All that the way back writes, beside what the visit uses up. */
export function restorationWrites({ identity, session, event, keeping }: Restoration) {
  const { memberId } = session
  return {
    identityClaim: restoredClaimWrite(identity, memberId, keeping),
    member: restoreWayWrite(session, identity),
    identity: linkedIdentityWrite(memberId, identity),
    event: eventWrite(ownerOf(session), event),
    session: openSessionWrite(session),
  }
}
