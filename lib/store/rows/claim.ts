import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { type Address, contactKindOf } from '../../domain/values/verification.ts'
import {
  type CheckWrite,
  type Condition,
  checkThat,
  type DeleteWrite,
  deleteWhen,
  type PutWrite,
  putWhen,
  type TableItem,
  type UpdateWrite,
  updateWhen,
} from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { memberId } from './fields.ts'
import type { Owner } from './owner.ts'
import type { RowDefinition } from './row.ts'

/** The unique values, besides identities, that lead to one member at most. */
export type ClaimKind = 'email' | 'phone' | 'ci' | 'di' | 'login_id'

/** The row of a unique value. */
export const claimRow = {
  kind: 'claim',
  schema: v.object({
    of: v.picklist(['email', 'phone', 'ci', 'di', 'login_id']),
    memberId,
    externalId: v.exactOptional(v.string()),
    verified: v.boolean(),
    /** An import made the claim, and nobody has proven the value here since. */
    imported: v.optional(v.boolean(), false),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The stored claim of a value. */
export type HeldClaim = v.InferOutput<typeof claimRow.schema>

const claimOf = (of: ClaimKind, value: string, verified: boolean, { id, externalId }: Owner) => {
  const item: TableItem = { kind: claimRow.kind, of, memberId: id, verified }
  return { ...keys.claim(of, value), ...item, ...defined({ externalId }) }
}

const isUnclaimed: Condition = { text: 'attribute_not_exists(#PK)' }

/** Claims an unclaimed value for a member. Refused with the stored claim. */
export const claimWrite = (of: ClaimKind, value: string, verified: boolean, owner: Owner): PutWrite =>
  putWhen(claimOf(of, value, verified, owner), isUnclaimed, 'tells')

/**
 * Claims a value that an identity check found for a member. The value is unclaimed or already the member's.
 */
export const ownClaimWrite = (of: ClaimKind, value: string, owner: Owner): PutWrite =>
  putWhen(claimOf(of, value, true, owner), {
    text: 'attribute_not_exists(#PK) OR #memberId = :owner',
    values: { owner: owner.id },
  })

/**
 * Claims an address that a member has proven: an unclaimed one, the member's own, or that of a member who
 * releases it. The releasing member's own write carries the condition for that.
 */
export const provenClaimWrite = (address: Address, owner: Owner, release?: MemberId): PutWrite =>
  putWhen(claimOf(contactKindOf(address), address.value, true, owner), {
    text: 'attribute_not_exists(#PK) OR #memberId IN (:owner, :release)',
    values: { owner: owner.id, release: release ?? owner.id },
  })

const leadsTo = (owner: MemberId): Condition => ({ text: '#memberId = :owner', values: { owner } })

/** Deletes the claim of a value that the member no longer has. */
export const freedClaimWrite = (of: ClaimKind, value: string, owner: MemberId): DeleteWrite =>
  deleteWhen(keys.claim(of, value), leadsTo(owner))

/** Marks a member's address as verified. */
export const verifiedClaimWrite = (address: Address, owner: MemberId): UpdateWrite =>
  updateWhen(
    keys.claim(contactKindOf(address), address.value),
    { set: { verified: true }, remove: ['imported'] },
    { text: '#memberId = :owner AND #verified = :unverified', values: { owner, unverified: false } },
  )

/** Checks that a verified address leads to this member. */
export const leadsToCheck = (address: Address, owner: MemberId): CheckWrite =>
  checkThat(keys.claim(contactKindOf(address), address.value), {
    text: '#memberId = :owner AND #verified = :verified',
    values: { owner, verified: true },
  })

const importedClaimOf = (...claim: Parameters<typeof claimOf>) => ({ ...claimOf(...claim), imported: true })

/** Claims an unclaimed value for an imported member. Refused with the stored claim. */
export const importedClaimWrite = (...claim: Parameters<typeof claimOf>): PutWrite =>
  putWhen(importedClaimOf(...claim), isUnclaimed, 'tells')

/** The condition that a claim is as an import read it. */
const isAsFound = ({ memberId: contactOwner, verified, imported }: HeldClaim): Condition => ({
  text: `#memberId = :contactOwner AND #verified = :verified AND attribute_${imported ? '' : 'not_'}exists(#imported)`,
  values: { contactOwner, verified },
})

/** Claims a value for an imported member who verified it, from another member who never did. */
export const takeOverClaimWrite = (of: ClaimKind, value: string, owner: Owner, found: HeldClaim): PutWrite =>
  putWhen(importedClaimOf(of, value, true, owner), isAsFound(found), 'tells')

/** Deletes the claim of a value that becomes shared. Refused with the stored claim. */
export const sharedClaimWrite = (of: ClaimKind, value: string, found: HeldClaim): DeleteWrite =>
  deleteWhen(keys.claim(of, value), isAsFound(found), 'tells')

/** Checks that a claim is as an import read it. Refused with the stored claim. */
export const claimAsFoundCheck = (of: ClaimKind, value: string, found: HeldClaim): CheckWrite =>
  checkThat(keys.claim(of, value), isAsFound(found), 'tells')
