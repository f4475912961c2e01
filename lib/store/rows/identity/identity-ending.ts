import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { after, lifetimes } from '../../../domain/values/lifetimes.ts'
import type { IdentityClaim, Sharing } from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import {
  type Condition,
  type DeleteWrite,
  deleteWhen,
  every,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { duePartitions, keys } from '../../table/schema.ts'
import { isIn } from './claim-state.ts'
import { dueAttributes, dueFrom, isOpen, leadsTo, ownerAttributes, statusOf } from './identity-claim.ts'
import { withStoredToken } from './provider-token.ts'

const leadsNowhere: Condition = { text: 'attribute_not_exists(#memberId)' }
const isNotReconnected: Condition = { text: 'attribute_not_exists(#reconnected)' }

/**
 * The time at which the sweep takes over a disconnection that another request began. A sweep at once would
 * call the provider twice, and the later call could disconnect a person who has linked again.
 */
const sweepTime = (now: Date): Date => after(now, lifetimes.ending)

/**
 * Marks an identity as being disconnected; the sweep finishes it otherwise. Refused with the stored claim.
 */
export const disconnectingClaimWrite = (
  identity: Identity,
  now: Date,
  shared: boolean,
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    dueFrom(withStoredToken(statusOf(identity, 'disconnecting', shared), storedToken), sweepTime(now)),
    isOpen,
    'tells',
  )

/** Unlinks an identity from its member, to be disconnected at the provider. */
export function unlinkedClaimWrite(
  identity: Identity,
  owner: MemberId,
  now: Date,
  shared: Sharing,
): UpdateWrite {
  const change = dueFrom(statusOf(identity, 'disconnecting', shared), sweepTime(now))
  return updateWhen(
    keys.identityClaim(identity),
    { ...change, remove: [...(change.remove ?? []), ...ownerAttributes] },
    every(isIn('linked'), leadsTo(owner)),
  )
}

/**
 * Marks an identity as being disconnected that a withdrawing member leaves, or that was connected again
 * (`from` is its state). The claim still leads to the member, so restoring the account finds it.
 */
export const heldClaimWrite = (
  {
    identity,
    owner,
    shared,
  }: { readonly identity: Identity; readonly owner: MemberId; readonly shared: Sharing },
  from: 'linked' | 'unlinked_by_provider',
  now: Date,
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    dueFrom(withStoredToken(statusOf(identity, 'disconnecting', shared), storedToken), sweepTime(now)),
    every(isIn(from), leadsTo(owner)),
  )

const isEndedOrEnding = isIn('unlinked_by_provider', 'disconnecting')

/**
 * Records that a person connected again while the identity was ended or being disconnected, and makes the
 * sweep look at it. The disconnection in progress did not end this new connection.
 */
export const reconnectedClaimWrite = (
  claim: IdentityClaim,
  until: Date,
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(claim),
    withStoredToken(
      { set: { duePK: duePartitions.identity, dueAt: until.getTime(), reconnected: true } },
      storedToken,
    ),
    every(isIn(claim.state), isEndedOrEnding),
  )

/**
 * Takes an ended identity from its member, whose person now links it elsewhere or starts anew. It is pending like any
 * new identity.
 */
export function releasedClaimWrite(
  {
    identity,
    owner,
    shared,
  }: { readonly identity: Identity; readonly owner: MemberId; readonly shared: boolean },
  due: Date,
): UpdateWrite {
  const change = dueFrom(statusOf(identity, 'pending', shared), due)
  return updateWhen(
    keys.identityClaim(identity),
    { ...change, remove: [...(change.remove ?? []), 'memberId', 'externalId'] },
    every(isIn('unlinked_by_provider'), leadsTo(owner)),
  )
}

/**
 * Ends an ended identity for good, as its claim was read. Its person may have connected again meanwhile: then the sweep
 * ends that connection.
 */
export function removedClaimWrite(claim: IdentityClaim, owner: MemberId): UpdateWrite | DeleteWrite {
  const key = keys.identityClaim(claim)
  const asRead = every(isIn(claim.state), leadsTo(owner))
  if (claim.state === 'unlinked_by_provider' && claim.dueAt === undefined) {
    return deleteWhen(key, every(asRead, { text: 'attribute_not_exists(#dueAt)' }))
  }
  const change = { set: { state: 'disconnecting' }, remove: ['memberId', 'externalId', 'reconnected'] }
  return updateWhen(key, change, every(asRead, isEndedOrEnding, { text: 'attribute_exists(#dueAt)' }))
}

/** Deletes the claim of an identity that an import made, and that nobody has signed in by since. */
export const forgottenImportedClaimWrite = (identity: Identity, owner: MemberId): DeleteWrite =>
  deleteWhen(keys.identityClaim(identity), every(isIn('linked'), leadsTo(owner)))

/**
 * Takes a due claim, unless it changed since it was read. The claim is due again at `until` if the work does
 * not finish.
 */
export const takenClaimWrite = (claim: IdentityClaim, readDueAt: Date, until: Date): UpdateWrite =>
  updateWhen(
    keys.identityClaim(claim),
    {
      set: { state: 'disconnecting', dueAt: until.getTime() },
      remove: ['reconnected'],
      add: { attempts: 1 },
    },
    every(isIn(claim.state), { text: '#dueAt = :readDueAt', values: { readDueAt: readDueAt.getTime() } }),
  )

/** Records that an identity which leads to no member cannot be disconnected. It is never due again. */
export const givenUpClaimWrite = (identity: Identity): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    { set: { state: 'not_revocable' }, remove: ['duePK', 'dueAt', 'kept'] },
    every(isIn('disconnecting'), leadsNowhere),
  )

/**
 * Deletes the claim of a disconnected identity that leads to no member, unless the person connected again.
 */
export const endedClaimWrite = (identity: Identity): DeleteWrite =>
  deleteWhen(keys.identityClaim(identity), every(isIn('disconnecting'), leadsNowhere, isNotReconnected))

/** Keeps the claim of a withdrawn member's identity after it was disconnected or proved not revocable. */
export const endedHeldClaimWrite = (identity: Identity, owner: MemberId): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    { set: { state: 'unlinked_by_provider' }, remove: [...dueAttributes, 'kept'] },
    every(isIn('disconnecting'), leadsTo(owner), isNotReconnected),
  )
