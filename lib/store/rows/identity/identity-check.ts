import * as v from 'valibot'
import type { Member } from '../../../domain/member/member.ts'
import { fieldsChangedBy } from '../../../domain/member/member-fields.ts'
import { pickFields } from '../../../domain/member/part-of-member.ts'
import {
  type IdentityCheck,
  type IdentityCheckId,
  isIdentityCheckId,
  type VisitCheck,
} from '../../../domain/merge/identity-check.ts'
import { isTokenId, type TokenId } from '../../../domain/values/ids.ts'
import type { Recording } from '../../../flows/ports/store.ts'
import { absent, every, type PutWrite, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { type ActingSession, mayStay } from '../auth-state.ts'
import { attributesOf, forgetAt, memberId, moment, pendingId, sessionId } from '../fields.ts'
import { isAt } from '../member/member-changes.ts'
import type { RowDefinition } from '../row.ts'

/** An open identity check of a member or of a visit, or the rest of a used one. */
export const identityCheckRow = {
  kind: 'identity_check',
  schema: v.variant('state', [
    v.object({
      state: v.literal('open'),
      id: v.custom<IdentityCheckId>(isIdentityCheckId),
      memberId,
      sessionId,
      codeChallenge: v.string(),
      nonce: v.string(),
      expiresAt: moment,
    }),
    v.object({
      state: v.literal('visit'),
      id: v.custom<IdentityCheckId>(isIdentityCheckId),
      pendingId,
      tokenId: v.custom<TokenId>(isTokenId),
      codeChallenge: v.string(),
      nonce: v.string(),
      expiresAt: moment,
    }),
    v.object({ state: v.literal('used'), expiresAt: moment }),
  ]),
} as const satisfies RowDefinition<v.GenericSchema>

/** Stores a new identity check. */
export const beginCheckWrite = (check: IdentityCheck | VisitCheck): PutWrite => ({
  Put: {
    Item: {
      ...keys.identityCheck(check.id),
      kind: identityCheckRow.kind,
      state: 'memberId' in check ? 'open' : 'visit',
      ...attributesOf(check),
      ttl: forgetAt(check.expiresAt),
    },
    ...absent,
  },
})

/** Consumes an identity check, whatever its result, and deletes its member. */
export const useCheckWrite = (id: IdentityCheckId): UpdateWrite =>
  updateWhen(
    keys.identityCheck(id),
    { set: { state: 'used' }, remove: ['memberId', 'sessionId', 'pendingId', 'tokenId', 'nonce'] },
    { text: '#state IN (:open, :visit)', values: { open: 'open', visit: 'visit' } },
  )

/** Parts that a check can take away: what nobody had checked here gives way to it. */
const removable = ['ci', 'di', 'identityUnproven', 'neverProven'] as const

const partsOf = (member: Member) => attributesOf(pickFields(member, fieldsChangedBy('identity_check')))

/** Records the result of an identity check with the member, unless the member changed meanwhile. */
export const checkedMemberWrite = (
  { before, after }: Pick<Recording, 'before' | 'after'>,
  by: ActingSession,
): UpdateWrite =>
  updateWhen(
    keys.member(after.id),
    {
      set: partsOf(after),
      remove: removable.filter((part) => after[part] === undefined),
      add: { version: 1, ...(after.ways.length > before.ways.length && { ways: new Set(after.ways) }) },
    },
    every(mayStay(by), isAt(before.version)),
  )
