import { passkeyMethod, type Session } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { PasskeyAdding, PasskeyRemoval, PasskeyUse } from '../../flows/ports/passkeys/passkeys.ts'
import type { PasskeyTaking } from '../../flows/ports/store/operators/operations.ts'
import { removeMethodWrite } from '../rows/identity/member-identities.ts'
import { eventWrite } from '../rows/member/history.ts'
import { takeMethodWrite } from '../rows/member/operation.ts'
import { messageWrites } from '../rows/message.ts'
import { onceWrites } from '../rows/once.ts'
import { ownerOf } from '../rows/owner.ts'
import {
  addPasskeyMethodWrite,
  forgottenPasskeyWrite,
  freedPasskeyClaimWrite,
  passkeyClaimWrite,
  passkeyWrite,
  usedPasskeyWrite,
} from '../rows/passkey.ts'
import { sessionAliveCheck, survivingSessionWrite, survivingSessionWrites } from '../rows/session/session.ts'

/** All writes of adding a passkey to a signed-in member. */
export const passkeyAddingWrites = (adding: PasskeyAdding, session: Session, now: Date) => ({
  ...onceWrites(adding.once),
  claim: passkeyClaimWrite(adding.memberId, adding.passkey),
  passkey: passkeyWrite(adding.memberId, adding.passkey),
  member: addPasskeyMethodWrite({ id: adding.memberId, version: adding.version }, adding.passkey, session),
  event: eventWrite(ownerOf(session), adding.event),
  session: sessionAliveCheck(session, now),
  ...messageWrites(adding.messages),
})

/** All writes of removing a passkey from a signed-in member, with the sessions that it opened. */
export const passkeyRemovalWrites = (removal: PasskeyRemoval, session: Session, now: Date) => {
  const { memberId, passkey, version, survivors, event, messages } = removal
  return {
    claim: freedPasskeyClaimWrite(memberId, passkey.credentialId),
    passkey: forgottenPasskeyWrite(memberId, passkey.id),
    member: removeMethodWrite({ id: memberId, version }, passkeyMethod(passkey), session),
    event: eventWrite(ownerOf(session), event),
    session: survivingSessionWrite(session, now),
    ...survivingSessionWrites(survivors, now),
    ...messageWrites(messages),
  }
}

/** All writes of an operator's removal of a passkey, even of the last login method. */
export const passkeyTakingWrites = (taking: PasskeyTaking, now: Date) => {
  const { member, passkey, survivors, event, unreachable, messages } = taking
  return {
    claim: freedPasskeyClaimWrite(member.id, passkey.credentialId),
    passkey: forgottenPasskeyWrite(member.id, passkey.id),
    member: takeMethodWrite(member, passkeyMethod(passkey)),
    event: eventWrite(member, event),
    ...defined({ unreachable: unreachable && eventWrite(member, unreachable) }),
    ...survivingSessionWrites(survivors, now),
    ...messageWrites(messages),
  }
}

/** The writes of a passkey's use beside those of the session: its challenge is used, and its counter moves. */
export const passkeyUseWrites = (
  { memberId }: Pick<Session, 'memberId'>,
  { passkey, assertion, once }: PasskeyUse,
  at: Date,
) => ({ ...onceWrites(once), passkey: usedPasskeyWrite(memberId, passkey, assertion, at) })
