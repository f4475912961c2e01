import * as v from 'valibot'
import type { Member } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { SealedToken, StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import {
  type Change,
  type Condition,
  type DeleteWrite,
  deleteWhen,
  every,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { duePartitions, keys } from '../../table/schema.ts'
import { identityEntries, memberId, moment, textOf } from '../fields.ts'
import type { Row } from '../row.ts'
import { withStoredToken } from './provider-token.ts'

export const identityClaimRow = {
  kind: 'identity_claim',
  schema: v.object({
    ...identityEntries,
    state: v.picklist(['pending', 'linked', 'disconnecting', 'unlinked_by_provider', 'not_revocable']),
    memberId: v.exactOptional(memberId),
    externalId: v.exactOptional(v.string()),
    dueAt: v.exactOptional(moment),
    attempts: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
    shared: v.exactOptional(v.boolean()),
    kept: v.exactOptional(textOf<SealedToken>()),
  }),
} as const satisfies Row<v.GenericSchema>

/** That an identity leads to this member. */
export const leadsTo = (owner: MemberId): Condition => ({ text: '#memberId = :owner', values: { owner } })

export const isIn = (state: IdentityClaim['state']): Condition => ({
  text: `#state = :${state}`,
  values: { [state]: state },
})

/**
 * That nobody has finished with an identity: it is new, waits, or could once not be ended at its provider. An
 * identity that is linked or being ended is never undone by whoever comes later.
 */
export const isOpen: Condition = {
  text: 'attribute_not_exists(#PK) OR #state IN (:pending, :not_revocable)',
  values: { pending: 'pending', not_revocable: 'not_revocable' },
}

/** The same for a member, who may also take up again what the provider had cut. */
const isOpenTo = (owner: MemberId): Condition => ({
  text: `${isOpen.text} OR (#state = :cut AND #memberId = :owner)`,
  values: { ...isOpen.values, cut: 'unlinked_by_provider', owner },
})

/** What the sweep knows a claim by; gone when nothing is due any more. */
export const dueAttributes = ['duePK', 'dueAt', 'attempts', 'reconnected'] as const

const namesOf = ({ provider, subject }: Identity) => ({ kind: identityClaimRow.kind, provider, subject })

/** When the sweep looks at it, and whether a sibling service shares the connection. */
export const statusOf = (
  identity: Identity,
  state: 'pending' | 'disconnecting',
  shared: boolean,
): Change => ({
  set: { ...namesOf(identity), state, duePK: duePartitions.identity, shared },
  remove: ['attempts', 'reconnected'],
})

export const dueAt = (change: Change, at: Date): Change => ({
  ...change,
  set: { ...change.set, dueAt: at.getTime() },
})

/**
 * Claims an identity for a visit that waits, until `due` at least: an identity that waits for longer already
 * (`keeps_its_time`) goes on to do so. Refused with the claim that stands there.
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
        dueAt(change, due),
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

/**
 * Links an identity to a member; nothing is due any more. One that a visit kept must still wait; one that a
 * signed-in member brings along may be new as well. Refused with the claim that stands there.
 */
export const linkedClaimWrite = (
  identity: Identity,
  { id, externalId }: Pick<Member, 'id' | 'externalId'>,
  from: 'waiting' | 'open' = 'waiting',
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    withStoredToken(
      {
        set: {
          ...namesOf(identity),
          state: 'linked',
          memberId: id,
          ...defined({ externalId }),
        },
        remove: dueAttributes,
      },
      storedToken,
    ),
    from === 'waiting' ? isIn('pending') : isOpenTo(id),
    'tells',
  )

/** Forgets a linked identity that its provider has ended by itself: there is nobody to be told. */
export const releasedClaimWrite = (identity: Identity, owner: MemberId): DeleteWrite =>
  deleteWhen(keys.identityClaim(identity), every(isIn('linked'), leadsTo(owner)))

/** Keeps whom an identity led to that its provider has ended, since nothing else does. */
export const unlinkedByProviderClaimWrite = (identity: Identity, owner: MemberId): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    { set: { state: 'unlinked_by_provider' }, remove: ['kept'] },
    every(isIn('linked'), leadsTo(owner)),
  )

/** Links an identity again whose person has come back. */
export const restoredClaimWrite = (
  identity: Identity,
  owner: MemberId,
  storedToken?: StoredProviderToken,
): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    withStoredToken({ set: { state: 'linked' }, remove: dueAttributes }, storedToken),
    every(isIn('unlinked_by_provider'), leadsTo(owner)),
  )

/** Forgets an identity that waits, and that its provider has ended; only as it was read. */
export const forgottenClaimWrite = (identity: Identity, readDueAt: Date): DeleteWrite =>
  deleteWhen(
    keys.identityClaim(identity),
    every(isIn('pending'), { text: '#dueAt = :readDueAt', values: { readDueAt: readDueAt.getTime() } }),
  )
