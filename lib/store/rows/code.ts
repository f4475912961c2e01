import * as v from 'valibot'
import { isTokenId, type TokenId } from '../../domain/values/ids.ts'
import {
  isVerificationId,
  maxCodeTries,
  type ProvenAddress,
  type Verification,
  type VerificationId,
  type VerificationPurpose,
  verificationPurposes,
} from '../../domain/values/verification.ts'
import {
  absent,
  type CheckWrite,
  type Condition,
  checkThat,
  every,
  type PutWrite,
  type UpdateWrite,
  updateWhen,
} from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { address } from './address.ts'
import { attributesOf, forgetAt, moment } from './fields.ts'
import type { Row } from './row.ts'

const id = v.custom<VerificationId>(isVerificationId)
const purpose = v.picklist(verificationPurposes)

/** A code on its way, a proven address behind a token, or what is left when the token was used. */
export const codeRow = {
  kind: 'code',
  schema: v.variant('state', [
    v.object({
      state: v.literal('sent'),
      id,
      purpose,
      address,
      codeHash: v.string(),
      startedAt: moment,
      expiresAt: moment,
    }),
    v.object({
      state: v.literal('confirmed'),
      id,
      purpose,
      address,
      tokenId: v.custom<TokenId>(isTokenId),
      startedAt: moment,
      expiresAt: moment,
    }),
    v.object({ state: v.literal('used'), id, purpose, expiresAt: moment }),
  ]),
} as const satisfies Row<v.GenericSchema>

export const newestCodeRow = {
  kind: 'newest_code',
  schema: v.object({ verificationId: id }),
} as const satisfies Row<v.GenericSchema>

const isStill = (state: 'sent' | 'confirmed', now: Date): Condition => ({
  text: `#state = :${state} AND #expiresAt > :now`,
  values: { [state]: state, now: now.getTime() },
})

/** Keeps a code that nobody has tried yet. */
export const sentCodeWrite = (verification: Verification): PutWrite => ({
  Put: {
    Item: {
      ...keys.code(verification.id),
      kind: codeRow.kind,
      state: 'sent',
      ...attributesOf(verification),
      tries: 0,
      ttl: forgetAt(verification.expiresAt),
    },
    ...absent,
  },
})

/** Names a code as the newest of its address and purpose: the one before it is dead. */
export const newestCodeWrite = (verification: Verification, addressHash: string): PutWrite => ({
  Put: {
    Item: {
      ...keys.newestCode(verification.purpose, addressHash),
      kind: newestCodeRow.kind,
      verificationId: verification.id,
      ttl: forgetAt(verification.expiresAt),
    },
  },
})

/**
 * Counts a try before anything is compared: however many come at once, no more than `maxCodeTries` get past
 * this. A count that is no number lets nobody past.
 */
export const countAttemptWrite = (verificationId: VerificationId, now: Date): UpdateWrite =>
  updateWhen(
    keys.code(verificationId),
    { add: { tries: 1 } },
    every(isStill('sent', now), { text: '#tries < :max', values: { max: maxCodeTries } }),
  )

/** The right code came back: from now on the token proves the address, until it expires. */
export const confirmedCodeWrite = (
  verificationId: VerificationId,
  tokenId: TokenId,
  now: Date,
  expiresAt: Date,
): UpdateWrite =>
  updateWhen(
    keys.code(verificationId),
    {
      set: {
        state: 'confirmed',
        tokenId,
        expiresAt: expiresAt.getTime(),
        ttl: forgetAt(expiresAt),
      },
      remove: ['codeHash'],
    },
    isStill('sent', now),
  )

/** Checks that no newer code was sent. */
export const isNewestCheck = (
  verificationId: VerificationId,
  of: VerificationPurpose,
  addressHash: string,
): CheckWrite =>
  checkThat(keys.newestCode(of, addressHash), {
    text: '#verificationId = :verificationId',
    values: { verificationId },
  })

/** Uses up a proof, and forgets the address: as part of what it proves, and only once. */
export const useProofWrite = ({ verificationId, tokenId }: ProvenAddress, now: Date): UpdateWrite =>
  updateWhen(
    keys.code(verificationId),
    { set: { state: 'used' }, remove: ['address'] },
    every(isStill('confirmed', now), { text: '#tokenId = :tokenId', values: { tokenId } }),
  )
