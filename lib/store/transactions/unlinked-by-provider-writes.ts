import type { Restoration, UnlinkByProvider } from '../../flows/ports/store.ts'
import { linkedIdentityWrite, unlinkedIdentityWrite } from '../rows/identity/identity.ts'
import {
  releasedClaimWrite,
  restoredClaimWrite,
  unlinkedByProviderClaimWrite,
} from '../rows/identity/identity-claim.ts'
import { eventWrite } from '../rows/member/history.ts'
import { restoreMethodWrite, unlinkedByProviderMethodWrite } from '../rows/member/member-changes.ts'
import { forgottenProfileWrite } from '../rows/member/provider-profile.ts'
import { ownerOf } from '../rows/owner.ts'
import { openSessionWrite, survivingSessionWrites } from '../rows/session.ts'

/** All writes for an identity that its provider has ended. */
export function unlinkByProviderWrites({ identity, member, isLast, survivors, event }: UnlinkByProvider) {
  return {
    identityClaim: isLast
      ? unlinkedByProviderClaimWrite(identity, member)
      : releasedClaimWrite(identity, member.id),
    member: unlinkedByProviderMethodWrite(member, identity),
    identity: unlinkedIdentityWrite(member.id, identity),
    event: eventWrite(member, event),
    ...survivingSessionWrites(survivors, event.at),
    profile: forgottenProfileWrite(member.id, identity),
  }
}

/** All writes of linking the identity again, except for consuming the visit. */
export function restorationWrites({ identity, session, event, storedToken }: Restoration) {
  const { memberId } = session
  return {
    identityClaim: restoredClaimWrite(identity, session, storedToken),
    member: restoreMethodWrite(session, identity),
    identity: linkedIdentityWrite(memberId, identity),
    event: eventWrite(ownerOf(session), event),
    session: openSessionWrite(session),
  }
}
