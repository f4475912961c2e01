import { identityMethod, memberStatuses } from '../../lib/domain/member/member.ts'
import { statusAfter, statusChanges } from '../../lib/domain/member/status-change.ts'
import { unite } from '../../lib/domain/merge/merge.ts'
import { pendingEnds } from '../../lib/domain/visit/pending-connection.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { agreeWrite } from '../../lib/store/rows/auth-state.ts'
import { claimStates } from '../../lib/store/rows/identity/claim-state.ts'
import { checkedMemberWrite } from '../../lib/store/rows/identity/identity-check.ts'
import * as claim from '../../lib/store/rows/identity/identity-claim.ts'
import * as ending from '../../lib/store/rows/identity/identity-ending.ts'
import * as identities from '../../lib/store/rows/identity/member-identities.ts'
import * as erasure from '../../lib/store/rows/member/erasure.ts'
import { failingAddressWrite, reachedAgainWrite } from '../../lib/store/rows/member/failing-address.ts'
import { loseSharedWrite } from '../../lib/store/rows/member/lost-values.ts'
import { newMemberWrite } from '../../lib/store/rows/member/member.ts'
import * as changes from '../../lib/store/rows/member/member-changes.ts'
import { tombstoneWrite, uniteMemberWrite } from '../../lib/store/rows/member/merged-member.ts'
import { movedIdentityWrite } from '../../lib/store/rows/member/moved-claims.ts'
import { signOutWrite, takeMethodWrite, updateStatusWrite } from '../../lib/store/rows/member/operation.ts'
import { changeMemberWrite } from '../../lib/store/rows/member/own-change.ts'
import {
  releaseIdentitiesMemberWrite,
  vacateMemberWrite,
  withdrawMemberWrite,
} from '../../lib/store/rows/member/withdrawal.ts'
import { addPasskeyMethodWrite } from '../../lib/store/rows/passkey.ts'
import * as pendings from '../../lib/store/rows/pending.ts'
import * as sessions from '../../lib/store/rows/session/session.ts'
import type { Write } from '../../lib/store/table/expressions.ts'
import { keys } from '../../lib/store/table/schema.ts'
import {
  linkingOf,
  memberOf,
  minutes,
  now,
  pendingOf,
  sessionOf,
  somebody,
  tokenId,
  waitsForNobody,
  withdrawalOf,
} from './cast.ts'
import { everyWrite } from './every-write.ts'

const person = somebody()
const { identity } = person
const member = memberOf(person)
const other = memberOf(somebody())
const owner = member.id
const session = sessionOf(owner, person)
const pending = pendingOf(person)
const linking = linkingOf(person, pending, member)
const withdrawal = withdrawalOf([person], member, session)
const address = { channel: 'email', value: person.email } as const

const listsNothing = { identities: [], ended: [], passkeys: [], providerProfiles: [], held: [] }
const merging = {
  session,
  survivor: { member, ...listsNothing },
  other: { member: other, ...listsNothing },
  union: unite(member, other),
}

/** What an operator may do to a member in each status. */
const statusUpdates = statusChanges.flatMap((change) =>
  memberStatuses.flatMap((status) => {
    const after = statusAfter(change, status)
    return after === undefined ? [] : [{ member: { ...member, status }, to: after.to }]
  }),
)

const made = (...writes: readonly (Write | undefined)[]): readonly Write[] =>
  writes.filter((write) => write !== undefined)
/** Writes that stand among all others already. */
const known = (...names: readonly string[]) => {
  const writes = made(...names.map((name) => everyWrite[name]))
  if (writes.length < names.length) throw new Error(`one of ${names.join(', ')} is not there`)
  return writes
}

/**
 * All writes to rows that have states, by the function that makes them: each with every argument that its condition
 * or its change of the state depends on.
 */
export const writesByName: Readonly<Record<string, readonly Write[]>> = {
  // The claim of an identity.
  pendingClaimWrite: known('waiting', 'waitingLonger', 'waitingWithToken'),
  newLinkedClaimWrite: [claim.newLinkedClaimWrite(identity, member)],
  linkedClaimWrite: [
    claim.linkedClaimWrite(identity, member, 'pending'),
    claim.linkedClaimWrite(identity, member, 'open'),
  ],
  releasedClaimWrite: [ending.releasedClaimWrite({ identity, owner, shared: false }, minutes(30))],
  forgottenImportedClaimWrite: [ending.forgottenImportedClaimWrite(identity, owner)],
  removedClaimWrite: claimStates.flatMap((state) =>
    [{}, { dueAt: minutes(30) }].map((due) =>
      ending.removedClaimWrite({ ...identity, state, memberId: owner, ...due }, owner),
    ),
  ),
  unlinkedByProviderClaimWrite: [claim.unlinkedByProviderClaimWrite(identity, member)],
  restoredClaimWrite: [claim.restoredClaimWrite(identity, session)],
  seenVersionWrite: known('seen'),
  forgottenClaimWrite: known('forgottenWaiting'),
  disconnectingClaimWrite: known('disconnecting'),
  unlinkedClaimWrite: [ending.unlinkedClaimWrite(identity, owner, now, false)],
  heldClaimWrite: (['linked', 'unlinked_by_provider'] as const).map((from) =>
    ending.heldClaimWrite({ identity, owner, shared: false }, from, now),
  ),
  reconnectedClaimWrite: claimStates.map((state) =>
    ending.reconnectedClaimWrite({ ...identity, state }, minutes(30)),
  ),
  takenClaimWrite: claimStates.map((state) =>
    ending.takenClaimWrite({ ...identity, state }, now, minutes(5)),
  ),
  givenUpClaimWrite: known('givenUp'),
  endedClaimWrite: known('ended'),
  endedHeldClaimWrite: known('endedHeld'),
  storedTokenClaimWrite: known('kept'),
  replacedTokenWrite: known('keptAnother'),
  erasedClaimWrite: [erasure.erasedClaimWrite(identity, owner)],
  disownedClaimWrite: [erasure.disownedClaimWrite(identity, owner)],
  movedIdentityWrite: [
    ...(['linked', 'unlinked_by_provider', 'disconnecting'] as const).map((state) =>
      movedIdentityWrite(identity, owner, other, { from: state, to: state }),
    ),
    movedIdentityWrite(identity, owner, other, { from: 'unlinked_by_provider', to: 'linked' }),
  ],
  // A visit that waits.
  keepPendingWrite: known('keep'),
  endPendingWrite: pendingEnds.map((end) => pendings.endPendingWrite(pending.id, tokenId(), end, now)),
  countVisitChangeWrite: [pendings.countVisitChangeWrite(pending.id, 60)],
  handOverWrite: [pendings.handOverWrite(pending.id, tokenId(), tokenId(), waitsForNobody)],
  // A message.
  messageWrite: known('message'),
  leaseMessageWrite: known('messageLeased'),
  scheduleMessageWrite: known('messageScheduled'),
  retryMessageWrite: known('messageDueAgain'),
  endMessageWrite: known('messageSent', 'messageDropped', 'messageFailed', 'messageKept'),
  redriveMessageWrite: known('messageRedriven'),
  // A session.
  openSessionWrite: known('open'),
  rotateSessionWrite: known('rotate'),
  lateRetryWrite: known('retry'),
  renewSignInWrite: known('renew'),
  survivingSessionWrite: [sessions.survivingSessionWrite(session, now)],
  keptSessionWrite: [sessions.keptSessionWrite(session, now)],
  endSessionWrite: known('end'),
  endAliveSessionWrite: known('endAlive'),
  // A member.
  newMemberWrite: (['active', 'deactivated', 'suspended'] as const).map((status) =>
    newMemberWrite({ ...member, status }),
  ),
  agreeWrite: [agreeWrite(session, ['service@2026-01'])],
  firstSignInWrite: known('first'),
  usedNumberWrite: known('usedNumber'),
  reachedAddressWrite: known('reachedAddress'),
  reachedAgainWrite: [reachedAgainWrite(member, person.email)],
  failingAddressWrite: [failingAddressWrite(member, person.email, 'bounce')],
  signOutWrite: [signOutWrite(member)],
  openingWrite: known('opening', 'openingRecounted'),
  provenAgainWrite: known('provenAgain'),
  endSessionsWrite: known('endAll'),
  deactivateMemberWrite: known('deactivate'),
  inviteMemberWrite: known('invite', 'inviteAgain'),
  reactivateMemberWrite: known('reactivate', 'reactivateAndRecover'),
  releaseIdentitiesMemberWrite: [releaseIdentitiesMemberWrite({ member, by: session }, [identity])],
  withdrawMemberWrite: [withdrawMemberWrite({ member, by: session }, withdrawal)],
  takeErasureWrite: known('takeErasure'),
  hastenErasureWrite: [erasure.hastenErasureWrite(member, now)],
  vacateMemberWrite: [vacateMemberWrite(member, now)],
  erasedMemberWrite: [erasure.erasedMemberWrite(member, 'pseudonym', now)],
  erasedTombstoneWrite: [erasure.erasedTombstoneWrite(member, other.id, now)],
  uniteMemberWrite: [uniteMemberWrite(merging)],
  tombstoneWrite: [tombstoneWrite(merging.other, member.id)],
  linkMemberWrite: [changes.linkMemberWrite(linking, session), ...known('linkChecked member')],
  addMethodWrite: [identities.addMethodWrite(owner, identity, session)],
  addPasskeyMethodWrite: [addPasskeyMethodWrite(member, { id: ids.passkey(), rpId: 'example.com' }, session)],
  removeMethodWrite: [identities.removeMethodWrite(member, identityMethod(identity), session)],
  signedOutByProviderWrite: [identities.signedOutByProviderWrite(member)],
  unlinkedByProviderMethodWrite: [true, false].map((isLast) =>
    identities.unlinkedByProviderMethodWrite(member, identity, isLast),
  ),
  restoreMethodWrite: [identities.restoreMethodWrite(session, identity, 1)],
  removeEndedWrite: [identities.removeEndedWrite(member, identity, session)],
  releaseEndedWrite: [identities.releaseEndedWrite(member, identity)],
  recoverMemberWrite: known('recover'),
  recoverAndLinkMemberWrite: known('linkRecovered', 'linkRecoveredChecked'),
  renewPasswordHashWrite: [changes.renewPasswordHashWrite(owner, 'hash', 'another')],
  releaseContactsWrite: [
    { email: { value: person.email, verified: false } },
    { email: { value: person.email, verified: false }, otherEmails: [person.email] },
    { otherEmails: [person.email] },
  ].map((of) => changes.releaseContactsWrite({ id: owner, version: 1, ...of, addresses: [address] })),
  changeMemberWrite: [false, true].map((endsOthers) =>
    changeMemberWrite(
      { before: member, after: { ...member, name: '다른이름' }, changed: ['name'], endsOthers },
      session,
    ),
  ),
  checkedMemberWrite: [checkedMemberWrite({ before: member, after: member }, session)],
  loseSharedWrite: [loseSharedWrite(owner, [{ of: 'email', value: person.email, verified: true }])],
  updateStatusWrite: statusUpdates.flatMap((change) => [
    updateStatusWrite({ ...change, endsAll: false }),
    updateStatusWrite({ ...change, endsAll: true, deactivationId: ids.deactivation() }),
  ]),
  takeMethodWrite: [takeMethodWrite(member, identityMethod(identity))],
  // Erasing a member forgets its rows one by one, but for its events.
  strippedEventWrite: [erasure.strippedEventWrite({ PK: keys.member(owner).PK, SK: 'EVENT#1' })],
  forgottenWrite: [erasure.forgottenWrite(keys.session(owner, session.id))],
}
