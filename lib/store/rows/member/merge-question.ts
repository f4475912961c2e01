import * as v from 'valibot'
import type { MergeQuestion } from '../../../domain/merge/merge.ts'
import type { CiHash, DiHash } from '../../../domain/values/evidence.ts'
import { isTokenId, type TokenId } from '../../../domain/values/ids.ts'
import { absent, type PutWrite, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, forgetAt, identity, memberId, moment, pendingId, textOf } from '../fields.ts'
import type { RowDefinition } from '../row.ts'

const basis = v.variant('kind', [
  v.object({ kind: v.literal('identity'), identity }),
  v.object({
    kind: v.literal('identity_check'),
    check: v.object({
      ci: v.exactOptional(textOf<CiHash>()),
      di: v.exactOptional(textOf<DiHash>()),
      source: v.string(),
      verifiedAt: moment,
    }),
  }),
])

/** A question whether to merge two accounts, or the rest of an answered one. */
export const mergeQuestionRow = {
  kind: 'merge_question',
  schema: v.variant('state', [
    v.object({
      state: v.literal('open'),
      id: pendingId,
      tokenId: v.custom<TokenId>(isTokenId),
      codeChallenge: v.string(),
      memberId,
      otherId: memberId,
      basis,
      expiresAt: moment,
    }),
    v.object({ state: v.literal('answered'), expiresAt: moment }),
  ]),
} as const satisfies RowDefinition<v.GenericSchema>

/** Stores a question. */
export const askMergeWrite = (question: MergeQuestion): PutWrite => ({
  Put: {
    Item: {
      ...keys.merge(question.id),
      kind: mergeQuestionRow.kind,
      state: 'open',
      ...attributesOf(question),
      ttl: forgetAt(question.expiresAt),
    },
    ...absent,
  },
})

/** Answers a question by its current token and deletes both members from it. */
export const answerMergeWrite = (
  { id, tokenId }: Pick<MergeQuestion, 'id' | 'tokenId'>,
  now: Date,
): UpdateWrite =>
  updateWhen(
    keys.merge(id),
    { set: { state: 'answered' }, remove: ['memberId', 'otherId', 'basis'] },
    {
      text: '#state = :open AND #tokenId = :tokenId AND #expiresAt > :now',
      values: { open: 'open', tokenId, now: now.getTime() },
    },
  )
