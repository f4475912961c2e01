import { recoveredBy } from '../../lib/domain/leads/recovery.ts'
import type { Limit } from '../../lib/domain/limits/limit.ts'
import { identityMethod } from '../../lib/domain/member/member.ts'
import type { CheckedOnLink } from '../../lib/domain/merge/identity-check.ts'
import {
  type CosePublicKey,
  isCredentialId,
  isUserHandle,
  type Passkey,
} from '../../lib/domain/passkey/passkey.ts'
import type { SealedToken } from '../../lib/domain/visit/provider-token.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { inLedgerWrite } from '../../lib/store/ledger/erasure-ledger.ts'
import { endSessionsWrite, maySignInCheck, sessionMayContinueCheck } from '../../lib/store/rows/auth-state.ts'
import { leadsToCheck, verifiedClaimWrite } from '../../lib/store/rows/claim.ts'
import { confirmedCodeWrite, countAttemptWrite, sentCodeWrite } from '../../lib/store/rows/code.ts'
import { healthNoteWrite } from '../../lib/store/rows/health/health-note.ts'
import { mailNoteWrite } from '../../lib/store/rows/health/mail-note.ts'
import {
  forgottenClaimWrite,
  pendingClaimWrite,
  seenVersionWrite,
} from '../../lib/store/rows/identity/identity-claim.ts'
import {
  disconnectingClaimWrite,
  endedClaimWrite,
  endedHeldClaimWrite,
  givenUpClaimWrite,
  heldClaimWrite,
  reconnectedClaimWrite,
  takenClaimWrite,
} from '../../lib/store/rows/identity/identity-ending.ts'
import { replacedTokenWrite, storedTokenClaimWrite } from '../../lib/store/rows/identity/provider-token.ts'
import {
  deactivateMemberWrite,
  inviteMemberWrite,
  reactivateMemberWrite,
} from '../../lib/store/rows/member/deactivation.ts'
import { hastenErasureWrite, takeErasureWrite } from '../../lib/store/rows/member/erasure.ts'
import { recoverAndLinkMemberWrite, recoverMemberWrite } from '../../lib/store/rows/member/member-changes.ts'
import {
  endMessageWrite,
  leaseMessageWrite,
  messageWrite,
  redriveMessageWrite,
  retryMessageWrite,
  scheduleMessageWrite,
} from '../../lib/store/rows/message.ts'
import { onceWrites, refusedVisitWrite, useTicketWrite } from '../../lib/store/rows/once.ts'
import { countVisitChangeWrite, handOverWrite, keepPendingWrite } from '../../lib/store/rows/pending.ts'
import { nextCountWrite, roomCheck, uncountWrite } from '../../lib/store/rows/rate.ts'
import {
  endAliveSessionWrite,
  endSessionWrite,
  lateRetryWrite,
  openSessionWrite,
  renewSignInWrite,
  rotateSessionWrite,
} from '../../lib/store/rows/session/session.ts'
import {
  firstSignInWrite,
  openingWrite,
  provenAgainWrite,
  reachedAddressWrite,
  usedNumberWrite,
} from '../../lib/store/rows/session/session-opening.ts'
import type { Write } from '../../lib/store/table/expressions.ts'
import { changeWrites } from '../../lib/store/transactions/change-writes.ts'
import { erasureSteps } from '../../lib/store/transactions/erasure-writes.ts'
import { addingWrites, linkingWrites, removalWrites } from '../../lib/store/transactions/link-writes.ts'
import {
  passkeyAddingWrites,
  passkeyRemovalWrites,
  passkeyTakingWrites,
  passkeyUseWrites,
} from '../../lib/store/transactions/passkey-writes.ts'
import { recoveryWrites } from '../../lib/store/transactions/recovery-writes.ts'
import { registrationWrites } from '../../lib/store/transactions/registration-writes.ts'
import {
  endedReleaseWrites,
  restorationWrites,
  signOutByProviderWrites,
  unlinkByProviderWrites,
} from '../../lib/store/transactions/unlinked-by-provider-writes.ts'
import { vacatingWrites } from '../../lib/store/visits/left-members.ts'
import { releaseIdentitiesWrites, withdrawalWrites } from '../../lib/store/withdrawals.ts'
import { plainHashes, plainNames } from '../support/database.ts'
import { ci } from '../support/people.ts'
import {
  addingOf,
  addressRegistrationOf,
  days,
  di,
  linkedIdentityOf,
  linkingOf,
  memberId,
  memberOf,
  minutes,
  noticeOf,
  now,
  once,
  pendingOf,
  registrationOf,
  removalOf,
  sessionOf,
  somebody,
  tokenId,
  waitsForNobody,
  withdrawalOf,
} from './cast.ts'
import { codeTo } from './codes.ts'

export const person = somebody()
export const pending = pendingOf(person)
export const registration = registrationOf(person, pending)
export const session = sessionOf(memberId(), person)
/** Another session of the same member, which survives. */
const another = sessionOf(session.memberId, person)
export const used = once({ accessToken: { hash: 'hash', expiresAt: minutes(60) } })
/** The writes of an ordinary sign-up. */
export const signUp = registrationWrites(registration, plainNames, now)

/** The writes of one transaction, each under a name with the name of the transaction. */
const named = (of: string, writes: Readonly<Record<string, Write | undefined>>) =>
  Object.fromEntries(Object.entries(writes).map(([name, write]) => [`${of} ${name}`, write]))

const linking = linkingOf(person, pending, registration.member)
const everything = { verifies: { email: person.email, phone: person.phone }, ci: person.ci }
const address = { channel: 'email', value: person.email } as const
const code = codeTo(address)
const proof = {
  verificationId: code.id,
  tokenId: tokenId(),
  address,
  purpose: 'sign_up',
  startedAt: now,
} as const
const limit: Limit = { name: 'limit', max: 5, windowSeconds: 60, gapSeconds: 2 }
const rate = { limit, keyHash: 'hash' }
const { event } = registration
/** What an identity check finds of a member whose CI and DI nobody had checked. */
const found: CheckedOnLink = {
  ci: person.ci,
  di: di('di-of-the-check'),
  source: 'portone:DANAL',
  verifiedAt: now,
  frees: [
    { of: 'ci', value: somebody().ci },
    { of: 'di', value: di('unproven-di') },
  ],
}

const notice = noticeOf()

const cut = {
  identity: person.identity,
  member: registration.member,
  survivors: [session],
  event,
  messages: [notice],
}

const endedClaim = { ...person.identity, state: 'unlinked_by_provider', memberId: session.memberId } as const

const { member } = registration
const changing = {
  before: member,
  after: {
    ...member,
    name: '다른이름',
    birth: { year: 1991, monthDay: '0301', calendar: 'solar' },
    email: { value: somebody().email, verified: true },
    locale: 'en',
    ways: [...member.ways, 'password'],
  },
  changed: ['email', 'password', 'name', 'birth', 'locale'],
  messages: [notice],
  sessionId: session.id,
  proof: { ...proof, purpose: 'contact' },
  releases: [
    {
      id: memberId(),
      version: 3,
      email: { value: person.email, verified: false, imported: true },
      addresses: [{ channel: 'email', value: person.email }],
    },
  ],
  event,
} as const

const deactivationId = ids.deactivation()
const withdrawal = withdrawalOf([person], registration.member, session)
const invitation = { tokenId: tokenId(), toHash: 'hash', sentAt: now }
const paused = { id: session.memberId, status: 'deactivated', version: 1, locale: 'ko', ways: [] } as const
const comingBack = {
  memberId: session.memberId,
  deactivationId,
  tokenId: invitation.tokenId,
  member: paused,
  messages: [],
} as const
const recovery = recoveredBy(registration.member, person.email)

const isSealed = (text: string): text is SealedToken => text !== ''
const sealed = 'kid.sealed'
if (!isSealed(sealed)) throw new Error('unreachable')

/** The writes that erase a member and the remains of another one, with one claim for each state of an identity. */
const erasing = erasureSteps(
  {
    member,
    pseudonym: 'pseudonym',
    rejoinBlockedUntil: days(40),
    tombstones: [memberOf(somebody(), { status: 'merged', mergedInto: member.id })],
    // The identities ended when the member withdrew.
    rows: Object.values(signUp).flatMap((write) =>
      'Put' in write && /^(CONSENT|EVENT|SESSION)#/.test(write.Put.Item.SK)
        ? [{ key: { PK: write.Put.Item.PK, SK: write.Put.Item.SK }, item: write.Put.Item }]
        : [],
    ),
    claims: (['linked', 'unlinked_by_provider', 'disconnecting'] as const).map((state) => ({
      ...somebody().identity,
      state,
      memberId: member.id,
    })),
    now: days(30),
    event: { id: ids.record(), type: 'member.erased', at: days(30) },
    freshId: ids.record,
  },
  plainHashes,
)
const erased = Object.fromEntries(
  erasing.flatMap((step, of) => step.map((write, index) => [`erase-${of} ${index}`, write])),
)

const text = <Text extends string>(value: string, is: (value: unknown) => value is Text): Text => {
  if (!is(value)) throw new Error(`${value} has another form`)
  return value
}
const isCoseKey = (value: unknown): value is CosePublicKey => typeof value === 'string'
const bytes = 'A'.repeat(43)
const passkey: Passkey = {
  id: ids.passkey(),
  credentialId: text(bytes, isCredentialId),
  publicKey: text(bytes, isCoseKey),
  counter: 1,
  transports: ['internal'],
  backupEligible: true,
  backedUp: false,
  userHandle: text(bytes, isUserHandle),
  name: 'Passkey',
  createdAt: now,
}
const passkeyActing = {
  memberId: session.memberId,
  sessionId: session.id,
  version: 1,
  event,
  messages: [notice],
}

/** Each kind of write at least once, with all its parts. */
export const everyWrite: Readonly<Record<string, Write | undefined>> = {
  ...signUp,
  ...onceWrites(used),
  waiting: pendingClaimWrite(person.identity, minutes(30), true),
  disconnecting: disconnectingClaimWrite(person.identity, now, false),
  ended: endedClaimWrite(person.identity),
  keep: keepPendingWrite(pending),
  findCounted: countVisitChangeWrite(pending.id, 60),
  handOver: handOverWrite(pending.id, tokenId(), tokenId(), waitsForNobody),
  take: useTicketWrite({ of: 'transaction', id: pending.transactionId, expiresAt: minutes(10) }),
  takeAlone: useTicketWrite({ of: 'ticket', id: pending.id, expiresAt: minutes(10) }),
  refuseVisit: refusedVisitWrite(used),
  open: openSessionWrite(session),
  rotate: rotateSessionWrite(session, 3),
  retry: lateRetryWrite(session, { generation: 3, count: 1, at: now }),
  end: endSessionWrite(session.memberId, session.id),
  endAll: endSessionsWrite(session),
  comeIn: maySignInCheck(session, identityMethod(person.identity)),
  byPassword: maySignInCheck({ ...session, credentialsVersion: 2 }, { passwordHash: 'hash' }),
  first: firstSignInWrite(session, identityMethod(person.identity)),
  goOn: sessionMayContinueCheck(session),
  seen: seenVersionWrite(person.identity, session, { sealed, durable: true }),
  waitingLonger: pendingClaimWrite(person.identity, minutes(30), true, 'keeps_its_time'),
  taken: takenClaimWrite({ ...person.identity, state: 'pending' }, now, minutes(5)),
  givenUp: givenUpClaimWrite(person.identity),
  provenAgain: provenAgainWrite(session, identityMethod(person.identity), now),
  kept: storedTokenClaimWrite(person.identity, { sealed, durable: true }),
  keptAnother: replacedTokenWrite(person.identity, { sealed, durable: true }),
  waitingWithToken: pendingClaimWrite(person.identity, minutes(30), true, 'moves_its_time', {
    sealed,
    durable: false,
  }),
  ...named('signUpChecked', registrationWrites({ ...registration, identified: event }, plainNames, now)),
  ...named('link', linkingWrites({ ...linking, ...everything }, now)),
  ...named('linkChecked', linkingWrites({ ...linking, checked: { ...found, event } }, now)),
  ...named(
    'add',
    addingWrites({ ...addingOf(person, session), ci: ci('a'), messages: [notice] }, session, used, now),
  ),
  ...named('remove', removalWrites({ ...removalOf(person, session), survivors: [another] }, session, now)),
  ...named('addPasskey', passkeyAddingWrites({ ...passkeyActing, passkey, once: used }, session, now)),
  ...named(
    'removePasskey',
    passkeyRemovalWrites({ ...passkeyActing, passkey, survivors: [another] }, session, now),
  ),
  ...named(
    'takePasskey',
    passkeyTakingWrites(
      {
        member,
        passkey,
        survivors: [another],
        event: { id: ids.record(), type: 'passkey.removed', at: now, operator: 'operator' },
        messages: [notice],
      },
      now,
    ),
  ),
  ...named(
    'usePasskey',
    passkeyUseWrites(session, { passkey, assertion: { counter: 2, backedUp: true }, once: used }, now),
  ),
  ...named('change', changeWrites({ ...changing, endsOthers: true }, plainNames, session, now)),
  ...named(
    'choosePassword',
    changeWrites({ ...changing, endsOthers: false, passwordHash: 'hash' }, plainNames, session, now),
  ),
  ...named('unlinked_by_provider', unlinkByProviderWrites({ ...cut, isLast: false })),
  ...named('signedOut', signOutByProviderWrites(cut)),
  ...named('cutLast', unlinkByProviderWrites({ ...cut, isLast: true, survivors: [] })),
  ...named(
    'restore',
    restorationWrites({ identity: linkedIdentityOf(person), version: 1, session, event, messages: [notice] }),
  ),
  ...named('releaseEnded', endedReleaseWrites({ ...cut, shared: false }, minutes(30))),
  ...named('removeEnded', removalWrites({ ...removalOf(person, session), ended: endedClaim }, session, now)),
  forgottenWaiting: forgottenClaimWrite(person.identity, now),
  endAlive: endAliveSessionWrite(session.memberId, session.id, now),
  ...named('displace', registrationWrites({ ...registration, releases: changing.releases }, plainNames, now)),
  reachedAddress: reachedAddressWrite(session, { kind: 'counted', max: 50 }),
  usedNumber: usedNumberWrite(session, { kind: 'counted', max: 50 }),
  opening: openingWrite(session, identityMethod(person.identity), { kind: 'counted', max: 50 }),
  openingRecounted: openingWrite(session, identityMethod(person.identity), {
    kind: 'recounted',
    seen: 50,
    stay: 49,
  }),
  ...named('byAddress', registrationWrites(addressRegistrationOf(proof), plainNames, now)),
  linkRecovered: recoverAndLinkMemberWrite(linking, recovery),
  linkRecoveredChecked: recoverAndLinkMemberWrite({ ...linking, checked: { ...found, event } }, recovery),
  recover: recoverMemberWrite({ ...recovery, member: registration.member }),
  ...named('recovery', recoveryWrites({ ...recovery, event }, registration.member)),
  deactivate: deactivateMemberWrite({ memberId: session.memberId, version: 1, deactivationId }, session),
  invite: inviteMemberWrite({ member: paused, deactivationId, invitation, messages: [] }),
  inviteAgain: inviteMemberWrite({
    member: { ...paused, deactivationId, invitation },
    deactivationId,
    invitation,
    messages: [],
  }),
  reactivate: reactivateMemberWrite({ ...comingBack, event }),
  reactivateAndRecover: reactivateMemberWrite({ ...comingBack, event, recovers: { ...recovery, event } }),
  ...named('withdraw', withdrawalWrites({ ...withdrawal, gone: [endedClaim] }, session, now)),
  ...named('withdrawWithout', withdrawalWrites({ ...withdrawal, identities: [] }, session, now)),
  ...named('released', releaseIdentitiesWrites(withdrawal, withdrawal.identities, session, now)),
  reconnected: reconnectedClaimWrite({ ...person.identity, state: 'unlinked_by_provider' }, minutes(30)),
  reconnectedWithToken: reconnectedClaimWrite(
    { ...person.identity, state: 'unlinked_by_provider' },
    minutes(30),
    {
      sealed,
      durable: false,
    },
  ),
  heldAgain: heldClaimWrite(
    { identity: person.identity, owner: session.memberId, shared: false },
    'unlinked_by_provider',
    now,
  ),
  takeErasure: takeErasureWrite(member.id, { now: days(30), until: days(31), pseudonym: 'pseudonym' }),
  ...erased,
  endedHeld: endedHeldClaimWrite(person.identity, session.memberId),
  verified: verifiedClaimWrite(address, session.memberId),
  leadsTo: leadsToCheck(address, session.memberId),
  renew: renewSignInWrite(session, session.signIn, now),
  sent: sentCodeWrite(code),
  counted: countAttemptWrite(code.id, now),
  confirmed: confirmedCodeWrite(code.id, tokenId(), now, minutes(10)),
  message: messageWrite(notice),
  messageLeased: leaseMessageWrite(notice, minutes(1), now),
  messageScheduled: scheduleMessageWrite(notice, minutes(1)),
  messageDueAgain: retryMessageWrite(notice, minutes(1), minutes(2)),
  messageSent: endMessageWrite(notice, { state: 'sent', endedAt: now }),
  messageDropped: endMessageWrite(notice, { state: 'dropped', endedAt: now, why: 'expired' }),
  messageFailed: endMessageWrite(notice, { state: 'failed', endedAt: now, why: 'unreadable' }),
  messageKept: endMessageWrite(notice, {
    state: 'failed',
    endedAt: now,
    why: 'out_of_attempts',
    keptUntil: minutes(100),
  }),
  messageRedriven: redriveMessageWrite(notice, now),
  inLedger: inLedgerWrite(member.id, now),
  hastened: hastenErasureWrite(member, now),
  ...named(
    'vacated',
    vacatingWrites(
      { ...member, status: 'withdrawn', restorableUntil: now, rejoinFrom: minutes(1) },
      event,
      plainHashes,
    ),
  ),
  mailNote: mailNoteWrite({ mail: 'verified', at: now }),
  healthNote: healthNoteWrite({
    checks: {
      secrets: 'ok',
      keys: 'ok',
      messages: 'ok',
      disconnections: 'ok',
      erasures: 'failing',
      mail: 'unknown',
    },
    at: now,
    origins: ['hash'],
  }),
  countedRate: nextCountWrite(rate, now),
  recountedRate: nextCountWrite({ ...rate, count: { emptyAt: now, lastAt: now } }, now),
  uncountedRate: uncountWrite(rate),
  roomInRate: roomCheck(rate, now),
  roomAfterPause: roomCheck({ ...rate, count: { emptyAt: minutes(9), lastAt: now } }, now),
}
