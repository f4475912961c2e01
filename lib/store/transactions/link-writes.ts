import type { Recovered } from '../../domain/leads/recovery.ts'
import type { Session } from '../../domain/member/member.ts'
import { identityMethod } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { Adding, Linking, Once, Removal, TicketUse } from '../../flows/ports/store.ts'
import { freedClaimWrite, ownClaimWrite, verifiedClaimWrite } from '../rows/claim.ts'
import { linkedIdentityWrite, unlinkedIdentityWrite } from '../rows/identity/identity.ts'
import { linkedClaimWrite } from '../rows/identity/identity-claim.ts'
import { removedClaimWrite, unlinkedClaimWrite } from '../rows/identity/identity-ending.ts'
import { addMethodWrite, removeEndedWrite, removeMethodWrite } from '../rows/identity/member-identities.ts'
import { forgottenProfileWrite } from '../rows/identity/provider-profile.ts'
import { eventWrite } from '../rows/member/history.ts'
import { linkMemberWrite, recoverAndLinkMemberWrite } from '../rows/member/member-changes.ts'
import { messageWrites } from '../rows/message.ts'
import { onceWrites } from '../rows/once.ts'
import { type Owner, ownerOf } from '../rows/owner.ts'
import { endPendingWrite } from '../rows/pending.ts'
import {
  openSessionWrite,
  sessionAliveCheck,
  survivingSessionWrite,
  survivingSessionWrites,
} from '../rows/session/session.ts'
import { recoveryWrites } from './recovery-writes.ts'

/** The member that an identity leads to from now on, with the version of its sessions. */
const holderOf = (session: Session) => ({
  ...ownerOf(session),
  credentialsVersion: session.credentialsVersion,
})

/** The claims of the CI that the provider told, or of what an identity check found, and the event of the check. */
const personWrites = ({ ci: fromProvider, checked }: Pick<Linking, 'ci' | 'checked'>, owner: Owner) => {
  const { ci = fromProvider, di, frees = [] } = checked ?? {}
  return {
    ...(ci && { ci: ownClaimWrite('ci', ci, owner) }),
    ...(di && { di: ownClaimWrite('di', di, owner) }),
    ...Object.fromEntries(
      frees.map(({ of, value }) => [`old:${of}`, freedClaimWrite(of, value, owner.id)] as const),
    ),
    ...(checked && { identified: eventWrite(owner, checked.event) }),
  }
}

/** All writes of linking a pending visit. `recovered` is what is left of a member whom the link recovers. */
export function linkingWrites(linking: Linking, now: Date, recovered?: Recovered) {
  const { session } = linking.session
  const { pending, identity, providerProfile, verifies, consents, event, recovery } = linking
  const owner = ownerOf(session)
  // A recovery leaves nothing but its address, which it verifies itself.
  const proves = recovered === undefined ? verifies : {}
  return {
    pending: endPendingWrite(pending.id, pending.tokenId, 'linked', now),
    identityClaim: linkedClaimWrite(identity, holderOf(session)),
    member:
      recovered === undefined
        ? linkMemberWrite(linking, session)
        : recoverAndLinkMemberWrite(linking, recovered),
    identity: linkedIdentityWrite(owner.id, identity, providerProfile),
    ...(recovered && recovery && recoveryWrites({ ...recovered, event: recovery.event }, owner)),
    ...(proves.email && { email: verifiedClaimWrite({ channel: 'email', value: proves.email }, owner.id) }),
    ...(proves.phone && { phone: verifiedClaimWrite({ channel: 'sms', value: proves.phone }, owner.id) }),
    ...personWrites(linking, owner),
    event: eventWrite(owner, event, consents),
    session: linking.session.kind === 'opens' ? openSessionWrite(session) : sessionAliveCheck(session, now),
    ...messageWrites(linking.messages),
  }
}

/** All writes of adding an identity to a signed-in member. */
export function addingWrites(
  adding: Adding,
  session: Session,
  once: Once | TicketUse | 'written_before',
  now: Date,
) {
  const { identity, providerProfile, ci, pending, consents, event, storedToken } = adding
  const owner = ownerOf(session)
  return {
    ...onceWrites(once),
    ...defined({ pending: pending && endPendingWrite(pending.id, pending.tokenId, 'linked', now) }),
    identityClaim: linkedClaimWrite(identity, holderOf(session), 'open', storedToken),
    member: addMethodWrite(owner.id, identity, session, adding),
    identity: linkedIdentityWrite(owner.id, identity, providerProfile),
    ...(ci && { ci: ownClaimWrite('ci', ci, owner) }),
    event: eventWrite(owner, event, consents),
    session: sessionAliveCheck(session, now),
    ...messageWrites(adding.messages),
  }
}

/** The writes that end a linked identity, and the sessions that it opened. */
const linkedRemovalWrites = (
  { memberId: id, identity, version, shared, survivors }: Removal,
  session: Session,
  now: Date,
) => ({
  identityClaim: unlinkedClaimWrite(identity, id, now, shared),
  member: removeMethodWrite({ id, version }, identityMethod(identity), session),
  session: survivingSessionWrite(session, now),
  ...survivingSessionWrites(survivors, now),
})

/** The writes that end an identity for good that had ended at its provider. Its sessions ended with it then. */
const endedRemovalWrites = (
  { memberId: id, identity, version }: Removal,
  ended: IdentityClaim,
  session: Session,
  now: Date,
) => ({
  identityClaim: removedClaimWrite(ended, id),
  member: removeEndedWrite({ id, version }, identity, session),
  session: sessionAliveCheck(session, now),
})

/** All writes of removing an identity from a signed-in member. */
export function removalWrites(removal: Removal, session: Session, now: Date) {
  const { memberId, identity, ended, event } = removal
  const { identityClaim, member, ...sessions } =
    ended === undefined
      ? linkedRemovalWrites(removal, session, now)
      : endedRemovalWrites(removal, ended, session, now)
  return {
    identityClaim,
    member,
    identity: unlinkedIdentityWrite(memberId, identity),
    event: eventWrite(ownerOf(session), event),
    ...sessions,
    profile: forgottenProfileWrite(memberId, identity),
    ...messageWrites(removal.messages),
  }
}
