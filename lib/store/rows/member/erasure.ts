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
  type Item,
  keyOf,
  type PutWrite,
  putWhen,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { type Key, keys } from '../../table/schema.ts'
import { attributesOf, moment } from '../fields.ts'
import { isIn, leadsTo } from '../identity/identity-claim.ts'
import type { Row } from '../row.ts'
import { consentRow } from './history.ts'
import { memberRow } from './member.ts'
import { isAt } from './member-changes.ts'

/** A member who is being erased, and the pseudonym under which the answers to terms go on being kept. */
export const erasingRow = {
  kind: 'member',
  schema: v.object({ pseudonym: v.string(), rejoinFrom: v.exactOptional(moment) }),
} as const satisfies Row<v.GenericSchema>

/** When a member was erased, of whom only this row is left. */
export const erasedRow = {
  kind: 'member',
  schema: v.object({ erasedAt: v.exactOptional(moment) }),
} as const satisfies Row<v.GenericSchema>

/** What somebody answered to terms who has been erased: the day, and not the moment, which could be found elsewhere. */
export const consentRecordRow = {
  kind: 'consent_record',
  schema: v.object({ ...consentRow.schema.entries }),
} as const satisfies Row<v.GenericSchema>

/**
 * Takes on erasing a member whose grace period is over, until then: meanwhile nobody else does, and from now on no
 * mail brings the member back.
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

/** Forgets a row of a member, whether or not it is there. */
export const forgottenWrite = (key: Key): DeleteWrite => ({ Delete: { Key: keyOf(key) } })

const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000)

/** Keeps an answer to terms where nothing leads back to who gave it. */
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

/** Leaves of an event what happened when, by our own ids alone. */
export const strippedEventWrite = (key: Key): UpdateWrite =>
  updateWhen(key, { remove: ['identity', 'externalId', 'consents'] }, { text: 'attribute_exists(#PK)' })

/** Forgets an identity that led to a member who is erased, and that the provider has ended. */
export const erasedClaimWrite = (identity: Identity, owner: MemberId): DeleteWrite =>
  deleteWhen(keys.identityClaim(identity), every(isIn('unlinked_by_provider'), leadsTo(owner)))

/** An identity that the provider has not ended yet leads to nobody any more; the sweep goes on with it. */
export const disownedClaimWrite = (identity: Identity, owner: MemberId): UpdateWrite =>
  updateWhen(
    keys.identityClaim(identity),
    { remove: ['memberId', 'externalId'] },
    every(isIn('disconnecting'), leadsTo(owner)),
  )

/** What is left of a member who is erased: an id, and when it came and went. */
function leftOf(member: Member, status: MemberStatus, erasedAt: Date): Item & Key {
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

/** Leaves of a member an id, and when it came and went; if it is as it was read. */
export const erasedMemberWrite = (member: Member, pseudonym: string, now: Date): PutWrite =>
  putWhen(
    leftOf(member, 'withdrawn', now),
    every(isAt(member.version), {
      text: '#status = :withdrawn AND #pseudonym = :pseudonym',
      values: { withdrawn: 'withdrawn', pseudonym },
    }),
  )

/** The same of a member who went into one that is erased; it goes on naming that one. */
export const erasedTombstoneWrite = (member: Member, survivor: MemberId, now: Date): PutWrite =>
  putWhen(
    { ...leftOf(member, 'merged', now), mergedInto: survivor },
    every(isAt(member.version), {
      text: '#status = :merged AND #mergedInto = :survivor',
      values: { merged: 'merged', survivor },
    }),
  )
