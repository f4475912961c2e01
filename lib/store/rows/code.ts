import * as v from 'valibot'
import { isTokenId, type TokenId } from '../../domain/values/ids.ts'
import {
  isVerificationId,
  maxCodeAttempts,
  type ProvenAddress,
  type Verification,
  type VerificationId,
  verificationPurposes,
} from '../../domain/values/verification.ts'
import {
  absent,
  type Condition,
  every,
  type PutWrite,
  type UpdateWrite,
  updateWhen,
} from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { address } from './address.ts'
import { attributesOf, forgetAt, moment } from './fields.ts'
import type { RowDefinition } from './row.ts'

const id = v.custom<VerificationId>(isVerificationId)
const purpose = v.picklist(verificationPurposes)

/** A sent code, a proven address behind a token, or the rest of a used one. */
export const codeRow = {
  kind: 'code',
  schema: v.variant('state', [
    v.object({
      state: v.literal('sent'),
      id,
      purpose,
      address,
      keyId: v.string(),
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
} as const satisfies RowDefinition<v.GenericSchema>

const isInState = (state: 'sent' | 'confirmed', now: Date): Condition => ({
  text: `#state = :${state} AND #expiresAt > :now`,
  values: { [state]: state, now: now.getTime() },
})

/** Stores a code that nobody has tried yet. */
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

/**
 * Counts an attempt before the code is compared: concurrent attempts cannot exceed `maxCodeAttempts`. A count that is
 * not a number allows no attempt.
 */
export const countAttemptWrite = (verificationId: VerificationId, now: Date): UpdateWrite =>
  updateWhen(
    keys.code(verificationId),
    { add: { tries: 1 } },
    every(isInState('sent', now), { text: '#tries < :max', values: { max: maxCodeAttempts } }),
  )

/** Confirms the code: from now on the token proves the address, until `expiresAt`. */
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
      remove: ['keyId'],
    },
    isInState('sent', now),
  )

/** Consumes a proof and deletes the address, in the transaction that the proof allows. */
export const useProofWrite = ({ verificationId, tokenId }: ProvenAddress, now: Date): UpdateWrite =>
  updateWhen(
    keys.code(verificationId),
    { set: { state: 'used' }, remove: ['address'] },
    every(isInState('confirmed', now), { text: '#tokenId = :tokenId', values: { tokenId } }),
  )

/** Consumes several proofs, each under a name of its own. */
export const useProofWrites = (
  proofs: readonly ProvenAddress[],
  now: Date,
): Record<`proof:${string}`, UpdateWrite> =>
  Object.fromEntries(
    proofs.map((proof) => [`proof:${proof.verificationId}`, useProofWrite(proof, now)] as const),
  )
