import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Address } from '../../domain/values/verification.ts'
import {
  type CheckWrite,
  type Condition,
  checkThat,
  type DeleteWrite,
  deleteWhen,
  type Item,
  type PutWrite,
  putWhen,
  type UpdateWrite,
  updateWhen,
} from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { contactOf } from './address.ts'
import { memberId } from './fields.ts'
import type { Owner } from './owner.ts'
import type { Row } from './row.ts'

/** The values beside an identity that lead to one member at most. */
export type ClaimKind = 'email' | 'phone' | 'ci' | 'di'

export const claimRow = {
  kind: 'claim',
  schema: v.object({
    of: v.picklist(['email', 'phone', 'ci', 'di']),
    memberId,
    externalId: v.exactOptional(v.string()),
    verified: v.boolean(),
    /** An import made it, and nobody has proven the value here since. */
    imported: v.optional(v.boolean(), false),
  }),
} as const satisfies Row<v.GenericSchema>

/** Who has claimed a value. */
export type HeldClaim = v.InferOutput<typeof claimRow.schema>

const claimOf = (of: ClaimKind, value: string, verified: boolean, { id, externalId }: Owner) => {
  const item: Item = { kind: claimRow.kind, of, memberId: id, verified }
  return { ...keys.claim(of, value), ...item, ...defined({ externalId }) }
}

const nobodys: Condition = { text: 'attribute_not_exists(#PK)' }

/** Takes an address, a number or a CI for a member, if nobody has it. Refused with the claim that stands there. */
export const claimWrite = (of: ClaimKind, value: string, verified: boolean, owner: Owner): PutWrite =>
  putWhen(claimOf(of, value, verified, owner), nobodys, 'tells')

/** Takes what a member was found to have, from nobody; it may be the member's own already. */
export const ownClaimWrite = (of: ClaimKind, value: string, owner: Owner): PutWrite =>
  putWhen(claimOf(of, value, true, owner), {
    text: 'attribute_not_exists(#PK) OR #memberId = :owner',
    values: { owner: owner.id },
  })

/**
 * Takes an address that a member has proven from another one who never did. Refused, with the claim that
 * stands there, when it is not that member's unverified one any more.
 */
export const displacedClaimWrite = (address: Address, owner: Owner, contactOwner: MemberId): PutWrite =>
  putWhen(
    claimOf(contactOf(address), address.value, true, owner),
    {
      text: '#memberId = :contactOwner AND #verified = :unverified',
      values: { contactOwner, unverified: false },
    },
    'tells',
  )

/**
 * Takes an address that somebody else has proven, or proves it as one's own: from nobody, or from who yields it.
 * That the one who yields it still does is the condition of that member's own write.
 */
export const provenClaimWrite = (address: Address, owner: Owner, release?: MemberId): PutWrite =>
  putWhen(claimOf(contactOf(address), address.value, true, owner), {
    text: 'attribute_not_exists(#PK) OR #memberId IN (:owner, :release)',
    values: { owner: owner.id, release: release ?? owner.id },
  })

const leadsTo = (owner: MemberId): Condition => ({ text: '#memberId = :owner', values: { owner } })

/** Frees a value that its member has no more. */
export const freedClaimWrite = (of: ClaimKind, value: string, owner: MemberId): DeleteWrite =>
  deleteWhen(keys.claim(of, value), leadsTo(owner))

/** Marks an address of a member as verified. */
export const verifiedClaimWrite = (address: Address, owner: MemberId): UpdateWrite =>
  updateWhen(
    keys.claim(contactOf(address), address.value),
    { set: { verified: true }, remove: ['imported'] },
    { text: '#memberId = :owner AND #verified = :unverified', values: { owner, unverified: false } },
  )

/** Checks that a verified address leads to this member. */
export const leadsToCheck = (address: Address, owner: MemberId): CheckWrite =>
  checkThat(keys.claim(contactOf(address), address.value), {
    text: '#memberId = :owner AND #verified = :verified',
    values: { owner, verified: true },
  })

const importedClaimOf = (...claim: Parameters<typeof claimOf>) => ({ ...claimOf(...claim), imported: true })

/** Takes a value for an imported member, if nobody has it. Refused with the claim that stands there. */
export const importedClaimWrite = (...claim: Parameters<typeof claimOf>): PutWrite =>
  putWhen(importedClaimOf(...claim), nobodys, 'tells')

/** That a claim is as an import found it. */
const asFound = ({ memberId: contactOwner, verified, imported }: HeldClaim): Condition => ({
  text: `#memberId = :contactOwner AND #verified = :verified AND attribute_${imported ? '' : 'not_'}exists(#imported)`,
  values: { contactOwner, verified },
})

/** Takes a value for an imported member who had verified it, from another one who never did. */
export const takeOverClaimWrite = (of: ClaimKind, value: string, owner: Owner, found: HeldClaim): PutWrite =>
  putWhen(importedClaimOf(of, value, true, owner), asFound(found), 'tells')

/** Makes a value nobody's that several members have. Refused with the claim that stands there. */
export const sharedClaimWrite = (of: ClaimKind, value: string, found: HeldClaim): DeleteWrite =>
  deleteWhen(keys.claim(of, value), asFound(found), 'tells')

/** Checks that somebody has claimed a value, as it was found. Refused with the claim that stands there. */
export const claimAsFoundCheck = (of: ClaimKind, value: string, found: HeldClaim): CheckWrite =>
  checkThat(keys.claim(of, value), asFound(found), 'tells')
