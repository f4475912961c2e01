import type { EndedRelease, IdentityEnd, Restoration, UnlinkByProvider } from '../../flows/ports/store.ts'
import { endedIdentityWrite, linkedIdentityWrite, unlinkedIdentityWrite } from '../rows/identity/identity.ts'
import { restoredClaimWrite, unlinkedByProviderClaimWrite } from '../rows/identity/identity-claim.ts'
import { releasedClaimWrite } from '../rows/identity/identity-ending.ts'
import {
  releaseEndedWrite,
  restoreMethodWrite,
  signedOutByProviderWrite,
  unlinkedByProviderMethodWrite,
} from '../rows/identity/member-identities.ts'
import { forgottenProfileWrite } from '../rows/identity/provider-profile.ts'
import { eventWrite } from '../rows/member/history.ts'
import { messageWrites } from '../rows/message.ts'
import { ownerOf } from '../rows/owner.ts'
import { openSessionWrite, survivingSessionWrites } from '../rows/session/session.ts'

/** All writes for an identity that its provider has ended. */
export function unlinkByProviderWrites(ending: IdentityEnd) {
  const { identity, member, isLast, survivors, event, messages } = ending
  return {
    identityClaim: unlinkedByProviderClaimWrite(identity, member),
    member: unlinkedByProviderMethodWrite(member, identity, isLast),
    identity: endedIdentityWrite(member.id, identity, event.at),
    event: eventWrite(member, event),
    ...survivingSessionWrites(survivors, event.at),
    profile: forgottenProfileWrite(member.id, identity),
    ...messageWrites(messages),
  }
}

/** All writes for a member whose provider has ended its own sessions of the person. */
export const signOutByProviderWrites = ({ member, survivors, event, messages }: UnlinkByProvider) => ({
  member: signedOutByProviderWrite(member),
  event: eventWrite(member, event),
  ...survivingSessionWrites(survivors, event.at),
  ...messageWrites(messages),
})

/** All writes of linking the identity again, except for consuming the visit. */
export function restorationWrites({ identity, version, session, event, messages, storedToken }: Restoration) {
  const { memberId } = session
  return {
    identityClaim: restoredClaimWrite(identity, session, storedToken),
    member: restoreMethodWrite(session, identity, version),
    identity: linkedIdentityWrite(memberId, identity),
    event: eventWrite(ownerOf(session), event),
    session: openSessionWrite(session),
    ...messageWrites(messages),
  }
}

/** All writes of taking an ended identity from its member, whose person links it elsewhere or starts anew. */
export const endedReleaseWrites = (
  { identity, member, shared, event, messages }: EndedRelease,
  due: Date,
) => ({
  identityClaim: releasedClaimWrite({ identity, owner: member.id, shared }, due),
  member: releaseEndedWrite(member, identity),
  identity: unlinkedIdentityWrite(member.id, identity),
  event: eventWrite(member, event),
  ...messageWrites(messages),
})
