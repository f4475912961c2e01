import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { after, lifetimes } from '../../../domain/values/lifetimes.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
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
import { dueAt, dueAttributes, isIn, isOpen, leadsTo, statusOf } from './identity-claim.ts'
import { withStoredToken } from './provider-token.ts'

const leadsNowhere: Condition = { text: 'attribute_not_exists(#memberId)' }
const isNotReconnected: Condition = { text: 'attribute_not_exists(#reconnected)' }

/**
 * When the sweep ends what somebody else has begun to end. Not at once: it would call the provider beside whoever
 * began, and the later of the two calls could cut a person who has linked again since.
 */
const afterOthers = (now: Date): Date => after(now, lifetimes.ending)

/**
 * Marks an identity as being ended at the provider: if nobody finishes it, the sweep does. Refused with the claim
 * that stands there.
 */
export const disconnectingClaimWrite = (
  identity: Identity,
  now: Date,
  shared: boolean,
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    dueAt(withStoredToken(statusOf(identity, 'disconnecting', shared), storedToken), afterOthers(now)),
    isOpen,
    'tells',
  )

/** Takes an identity from its member, to be ended at the provider. */
export function unlinkedClaimWrite(
  identity: Identity,
  owner: MemberId,
  now: Date,
  shared: boolean,
): UpdateWrite {
  const change = dueAt(statusOf(identity, 'disconnecting', shared), afterOthers(now))
  return updateWhen(
    keys.identityClaim(identity),
    { ...change, remove: [...(change.remove ?? []), 'memberId', 'externalId'] },
    every(isIn('linked'), leadsTo(owner)),
  )
}

/**
 * Marks an identity as being ended at the provider that a member leaves behind, or that is connected again (`from`
 * says where it stands). It still leads to the member: whoever restores the account finds the way back by it.
 */
export const heldClaimWrite = (
  {
    identity,
    owner,
    shared,
  }: { readonly identity: Identity; readonly owner: MemberId; readonly shared: boolean },
  from: 'linked' | 'unlinked_by_provider',
  now: Date,
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    dueAt(withStoredToken(statusOf(identity, 'disconnecting', shared), storedToken), afterOthers(now)),
    every(isIn(from), leadsTo(owner)),
  )

/**
 * Notes that the person of an identity that is ended, or is being ended, has connected again at the provider: the
 * sweep looks at it then. Whoever is ending it at this moment has not ended this connection.
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
    isIn(claim.state),
  )

/** Takes on what is due, if it is as it was read; it is due again then, should whoever took it not finish. */
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

/** Records that nobody can be asked to end an identity that leads to nobody; it is never due again. */
export const givenUpClaimWrite = (identity: Identity): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    { set: { state: 'not_revocable' }, remove: ['duePK', 'dueAt', 'kept'] },
    every(isIn('disconnecting'), leadsNowhere),
  )

/** Forgets an identity that leads to nobody and that its provider has ended, if nobody has connected it again. */
export const endedClaimWrite = (identity: Identity): DeleteWrite =>
  deleteWhen(keys.identityClaim(identity), every(isIn('disconnecting'), leadsNowhere, isNotReconnected))

/** Keeps whom an identity leads to, who has left, and that its provider has ended (or cannot be asked to). */
export const endedHeldClaimWrite = (identity: Identity, owner: MemberId): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    { set: { state: 'unlinked_by_provider' }, remove: [...dueAttributes, 'kept'] },
    every(isIn('disconnecting'), leadsTo(owner), isNotReconnected),
  )
