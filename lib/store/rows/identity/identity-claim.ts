import * as v from 'valibot'
import type { Member, Session } from '../../../domain/member/member.ts'
import { type TokenClaim, tokenClaims } from '../../../domain/member/token-claims.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { Sharing } from '../../../domain/visit/pending-connection.ts'
import type { SealedToken, StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import {
  type Change,
  type Condition,
  type DeleteWrite,
  deleteWhen,
  every,
  type PutWrite,
  putWhen,
  type TableItem,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { duePartitions, keys } from '../../table/schema.ts'
import { identityEntries, memberId, moment, textOf } from '../fields.ts'
import type { RowDefinition } from '../row.ts'
import { claimState, isIn } from './claim-state.ts'
import { withStoredToken } from './provider-token.ts'

/** The row of an identity's claim. */
export const identityClaimRow = {
  kind: 'identity_claim',
  schema: v.object({
    ...identityEntries,
    state: claimState,
    memberId: v.exactOptional(memberId),
    externalId: v.exactOptional(v.string()),
    credentialsVersion: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
    dueAt: v.exactOptional(moment),
    attempts: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
    shared: v.exactOptional(v.boolean()),
    kept: v.exactOptional(textOf<SealedToken>()),
    claims: v.exactOptional(v.array(v.picklist(tokenClaims))),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The condition that an identity leads to this member. */
export const leadsTo = (owner: MemberId): Condition => ({ text: '#memberId = :owner', values: { owner } })

/**
 * The condition that an identity is undecided: new, pending, or once not revocable. A later visit never
 * undoes an identity that is linked or being disconnected.
 */
export const isOpen: Condition = {
  text: 'attribute_not_exists(#PK) OR #state IN (:pending, :not_revocable)',
  values: { pending: 'pending', not_revocable: 'not_revocable' },
}

/** The same for a member, who may also link an identity again that its provider has ended. */
function isOpenTo(owner: MemberId, open: Condition): Condition {
  const ended = isIn('unlinked_by_provider')
  return {
    text: `${open.text} OR (${ended.text} AND #memberId = :owner)`,
    values: { ...open.values, ...ended.values, owner },
  }
}

/** What a claim knows of its member, removed when it leads to nobody any more. */
export const ownerAttributes = ['memberId', 'externalId', 'credentialsVersion'] as const

/** The attributes of the sweep, removed when nothing is due any more. */
export const dueAttributes = ['duePK', 'dueAt', 'attempts', 'reconnected'] as const

const identityAttributes = ({ provider, subject }: Identity) => ({
  kind: identityClaimRow.kind,
  provider,
  subject,
})

const sharing = (shared: Sharing) => (shared === 'as_recorded' ? {} : { shared })

/**
 * The change to a state in which the sweep looks at the identity. `shared`: a sibling service shares the
 * connection.
 */
export const statusOf = (
  identity: Identity,
  state: 'pending' | 'disconnecting',
  shared: Sharing,
): Change => ({
  set: { ...identityAttributes(identity), state, duePK: duePartitions.identity, ...sharing(shared) },
  remove: ['attempts', 'reconnected'],
})

/** Adds a due time to a change. */
export const dueFrom = (change: Change, at: Date): Change => ({
  ...change,
  set: { ...change.set, dueAt: at.getTime() },
})

/**
 * Claims an identity for a pending visit, due at `due` at least. `keeps_its_time`: the identity is already
 * pending until later and stays so. Refused with the stored claim.
 */
export function pendingClaimWrite(
  identity: Identity,
  due: Date,
  shared: boolean,
  time: 'moves_its_time' | 'keeps_its_time' = 'moves_its_time',
  storedToken?: StoredProviderToken,
): UpdateWrite {
  const change = withStoredToken(statusOf(identity, 'pending', shared), storedToken)
  const values = { due: due.getTime() }
  return time === 'moves_its_time'
    ? updateWhen(
        keys.identityClaim(identity),
        dueFrom(change, due),
        every(isOpen, { text: 'attribute_not_exists(#dueAt) OR #dueAt <= :due', values }),
        'tells',
      )
    : updateWhen(
        keys.identityClaim(identity),
        change,
        every(isIn('pending'), { text: '#dueAt > :due', values }),
        'tells',
      )
}

type ClaimOwner = Pick<Member, 'id' | 'externalId' | 'credentialsVersion'>

const linkedAttributes = (
  identity: Identity,
  { id, externalId, credentialsVersion }: ClaimOwner,
): TableItem => ({
  ...identityAttributes(identity),
  state: 'linked',
  memberId: id,
  credentialsVersion,
  ...defined({ externalId }),
})

/** Links an identity that nobody has seen before, as `linkedClaimWrite` does. Refused with the stored claim. */
export function newLinkedClaimWrite(identity: Identity, owner: ClaimOwner): PutWrite {
  const item = { ...keys.identityClaim(identity), ...linkedAttributes(identity, owner) }
  return putWhen(item, { text: 'attribute_not_exists(#PK)' }, 'tells')
}

/**
 * Links an identity to a member; nothing is due any more. From `pending` the identity must be pending; from
 * `open` it may also be new. From both it may be one of the member's own that its provider had ended. Refused with the
 * stored claim.
 */
export const linkedClaimWrite = (
  identity: Identity,
  owner: ClaimOwner,
  from: 'pending' | 'open' = 'pending',
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    withStoredToken(
      {
        set: linkedAttributes(identity, owner),
        remove: dueAttributes,
      },
      storedToken,
    ),
    isOpenTo(owner.id, from === 'pending' ? isIn('pending') : isOpen),
    'tells',
  )

/** Keeps the claim of an identity that its provider has ended: it may still open the account, or be evidence. */
export const unlinkedByProviderClaimWrite = (
  identity: Identity,
  { id, credentialsVersion }: Pick<Member, 'id' | 'credentialsVersion'>,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    // All sessions end with it.
    {
      set: { state: 'unlinked_by_provider', credentialsVersion: credentialsVersion + 1 },
      remove: ['kept'],
    },
    every(isIn('linked'), leadsTo(id)),
  )

/** Links an identity again after its person has returned. */
export const restoredClaimWrite = (
  identity: Identity,
  { memberId: owner, credentialsVersion }: Pick<Session, 'memberId' | 'credentialsVersion'>,
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    withStoredToken({ set: { state: 'linked', credentialsVersion }, remove: dueAttributes }, storedToken),
    every(isIn('unlinked_by_provider'), leadsTo(owner)),
  )

/**
 * Notes with a linked identity the version of the session that it opens, and the claims that are true of its member: the
 * next sign-in expects them. Also stores the visit's token if that is durable.
 */
export const seenVersionWrite = (
  identity: Identity,
  { memberId: owner, credentialsVersion }: Pick<Session, 'memberId' | 'credentialsVersion'>,
  storedToken?: StoredProviderToken,
  claims?: readonly TokenClaim[],
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    withStoredToken(
      { set: { credentialsVersion, ...defined({ claims }) } },
      storedToken?.durable ? storedToken : undefined,
    ),
    every(isIn('linked'), leadsTo(owner)),
  )

/** Deletes the claim of a pending identity that its provider has ended, unless the claim changed meanwhile. */
export const forgottenClaimWrite = (identity: Identity, readDueAt: Date): DeleteWrite =>
  deleteWhen(
    keys.identityClaim(identity),
    every(isIn('pending'), { text: '#dueAt = :readDueAt', values: { readDueAt: readDueAt.getTime() } }),
  )
