import * as v from 'valibot'
import type { Consent } from '../../../domain/consent/consent.ts'
import type { Member, MemberStatus } from '../../../domain/member/member.ts'
import { type FieldsWith, fieldsWith } from '../../../domain/member/member-fields.ts'
import { pickFields } from '../../../domain/member/part-of-member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import {
  type Attribute,
  absent,
  type DeleteWrite,
  deleteWhen,
  every,
  keyOf,
  type PutWrite,
  putWhen,
  type TableItem,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { duePartitions, type Key, keys } from '../../table/schema.ts'
import { attributesOf, moment } from '../fields.ts'
import { isIn } from '../identity/claim-state.ts'
import { leadsTo, ownerAttributes } from '../identity/identity-claim.ts'
import type { RowDefinition } from '../row.ts'
import { consentRow } from './history.ts'
import { memberRow } from './member.ts'
import { isAt } from './member-changes.ts'

/** A member being erased, with the pseudonym under which the consents are kept. */
export const erasingRow = {
  kind: 'member',
  schema: v.object({ pseudonym: v.string(), rejoinFrom: v.exactOptional(moment) }),
} as const satisfies RowDefinition<v.GenericSchema>

/** How far a member's erasure is: begun, with a pseudonym, or over, with its time. Only this row is left of the member then. */
export const erasedRow = {
  kind: 'member',
  schema: v.object({ erasedAt: v.exactOptional(moment), pseudonym: v.exactOptional(v.string()) }),
} as const satisfies RowDefinition<v.GenericSchema>

/** A consent of an erased person, with the day instead of the time, which other records could reveal. */
export const consentRecordRow = {
  kind: 'consent_record',
  schema: v.object({ ...consentRow.schema.entries }),
} as const satisfies RowDefinition<v.GenericSchema>

/** Makes the erasure of a closed account due now, unless it has begun. No mail restores it any more. */
export const hastenErasureWrite = (member: Pick<Member, 'id' | 'version'>, now: Date): UpdateWrite =>
  updateWhen(
    keys.member(member.id),
    {
      set: { duePK: duePartitions.erasure, dueAt: now.getTime(), restorableUntil: now.getTime() },
      remove: ['deactivationId', 'invitation'],
      add: { version: 1 },
    },
    every(isAt(member.version), {
      text: '#status = :withdrawn AND attribute_not_exists(#pseudonym) AND attribute_not_exists(#erasedAt)',
      values: { withdrawn: 'withdrawn' },
    }),
  )

/**
 * Takes the erasure of a member whose grace period has ended, until `until`. Meanwhile nobody else takes it,
 * and from now on no mail restores the member.
 */
export const takeErasureWrite = (
  id: MemberId,
  { now, until, pseudonym }: { readonly now: Date; readonly until: Date; readonly pseudonym: string },
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      set: { dueAt: until.getTime() },
      setAbsent: { pseudonym },
      remove: ['deactivationId', 'invitation'],
    },
    {
      text: '#status = :withdrawn AND #restorableUntil <= :now AND #dueAt <= :now',
      values: { withdrawn: 'withdrawn', now: now.getTime() },
    },
  )

/** Deletes a row of a member, whether or not it exists. */
export const forgottenWrite = (key: Key): DeleteWrite => ({ Delete: { Key: keyOf(key) } })

const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000)

/** Keeps a consent without anything that leads back to the person. */
export const consentRecordWrite = (pseudonym: string, recordId: string, consent: Consent): PutWrite => ({
  Put: {
    Item: {
      ...keys.consentRecord(pseudonym, recordId),
      kind: consentRecordRow.kind,
      ...attributesOf({ ...consent, at: dayOf(consent.at) }),
    },
    ...absent,
  },
})

/** Strips an event to its type, its time and our own ids. */
export const strippedEventWrite = (key: Key): UpdateWrite =>
  updateWhen(key, { remove: ['identity', 'externalId', 'consents'] }, { text: 'attribute_exists(#PK)' })

/** Deletes the claim of an identity that the provider has ended and whose member is erased. */
export const erasedClaimWrite = (identity: Identity, owner: MemberId): DeleteWrite =>
  deleteWhen(keys.identityClaim(identity), every(isIn('unlinked_by_provider'), leadsTo(owner)))

/**
 * Removes the member from the claim of an identity that is being disconnected. The sweep continues with it.
 */
export const disownedClaimWrite = (identity: Identity, owner: MemberId): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    { remove: ownerAttributes },
    every(isIn('disconnecting'), leadsTo(owner)),
  )

/** The rest of an erased member: its id, and when it joined and left. */
function leftOf(member: Member, status: MemberStatus, erasedAt: Date): TableItem & Key {
  const rewritten = { status, version: member.version + 1, attributes: '{}' } satisfies Record<
    FieldsWith<'erased', 'rewritten'>,
    Attribute
  >
  const kept = pickFields(member, fieldsWith('erased', 'kept'))
  return {
    ...keys.member(member.id),
    kind: memberRow.kind,
    ...attributesOf({ ...kept, erasedAt }),
    ...rewritten,
  }
}

/** Reduces a member to its id, and when it joined and left, unless it changed since it was read. */
export const erasedMemberWrite = (member: Member, pseudonym: string, now: Date): PutWrite =>
  putWhen(
    leftOf(member, 'withdrawn', now),
    every(isAt(member.version), {
      text: '#status = :withdrawn AND #pseudonym = :pseudonym',
      values: { withdrawn: 'withdrawn', pseudonym },
    }),
  )

/** Reduces the tombstone of a member merged into an erased one. The tombstone still names that member. */
export const erasedTombstoneWrite = (member: Member, survivor: MemberId, now: Date): PutWrite =>
  putWhen(
    { ...leftOf(member, 'merged', now), mergedInto: survivor },
    every(isAt(member.version), {
      text: '#status = :merged AND #mergedInto = :survivor',
      values: { merged: 'merged', survivor },
    }),
  )
