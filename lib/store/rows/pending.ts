import * as v from 'valibot'
import type { Agreement } from '../../domain/consent/agreement.ts'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import {
  isOAuthRequestId,
  isTokenId,
  type OAuthRequestId,
  type PendingId,
  type TokenId,
} from '../../domain/values/ids.ts'
import {
  type PendingConnection,
  type PendingEnd,
  pendingEnds,
} from '../../domain/visit/pending-connection.ts'
import type { PendingConnections } from '../../flows/ports/store.ts'
import { type PutWrite, putWhen, type UpdateWrite, updateWhen } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import {
  attributesOf,
  clientIdText,
  credentialsVersion,
  forgetAt,
  memberId,
  moment,
  pendingId,
  textOf,
} from './fields.ts'
import { isUnusedVisit } from './once.ts'
import { profile } from './profile.ts'
import type { RowDefinition } from './row.ts'

const contacts = v.array(v.picklist(['email', 'phone']))
const locale = v.picklist(['ko', 'en'])

const target = v.object({
  memberId,
  version: v.pipe(v.number(), v.safeInteger()),
  credentialsVersion,
  verifies: contacts,
  recovers: v.exactOptional(textOf<Email>()),
  lacksCi: v.boolean(),
  externalId: v.exactOptional(v.string()),
  reach: v.exactOptional(v.object({ email: textOf<Email>(), locale })),
  textReach: v.exactOptional(v.object({ phone: textOf<Phone>(), locale })),
  agreements: v.exactOptional(v.array(textOf<Agreement>())),
})

const question = v.object({
  needs: v.picklist(['consent', 'sign_in']),
  full: v.exactOptional(v.literal(true)),
  candidates: v.array(target),
  mayRegister: v.boolean(),
  keeps: v.exactOptional(contacts),
})

/** A pending visit, or the rest of an ended one, which tells only how it ended. */
export const pendingRow = {
  kind: 'pending',
  schema: v.variant('state', [
    v.object({
      state: v.literal('open'),
      id: pendingId,
      transactionId: v.custom<OAuthRequestId>(isOAuthRequestId),
      clientId: clientIdText,
      codeChallenge: v.string(),
      tokenId: v.custom<TokenId>(isTokenId),
      authTime: moment,
      amr: v.array(v.string()),
      locale,
      createdAt: moment,
      expiresAt: moment,
      profile,
      question: v.exactOptional(question),
      held: contacts,
      typed: v.exactOptional(
        v.object({ email: v.exactOptional(textOf<Email>()), phone: v.exactOptional(textOf<Phone>()) }),
      ),
      shared: v.boolean(),
    }),
    v.object({ state: v.literal('ended'), end: v.picklist(pendingEnds), expiresAt: moment }),
  ]),
} as const satisfies RowDefinition<v.GenericSchema>

/** What a pending visit tells another request of its OAuth request, also after its end. */
export const pendingTraceRow = {
  kind: 'pending',
  schema: v.object({ id: pendingId, createdAt: moment }),
} as const satisfies RowDefinition<v.GenericSchema>

/** Keeps a pending visit in the record that its OAuth request is used. Refused where it was used before. */
export const keepPendingWrite = (pending: PendingConnection): PutWrite =>
  putWhen(
    {
      ...keys.pending(pending.id),
      kind: pendingRow.kind,
      state: 'open',
      ...attributesOf(pending),
      ttl: forgetAt(pending.expiresAt),
    },
    isUnusedVisit,
  )

/** Counts one more change of a visit, of so many at most. Refused with what is stored. */
export const countVisitChangeWrite = (id: PendingId, most: number): UpdateWrite =>
  updateWhen(
    keys.pending(id),
    { add: { changes: 1 } },
    {
      text: 'attribute_exists(#PK) AND (attribute_not_exists(#changes) OR #changes < :most)',
      values: { most },
    },
    'tells',
  )

/** Ends a visit by its current token and deletes the personal data. */
export const endPendingWrite = (id: PendingId, token: TokenId, end: PendingEnd, now: Date): UpdateWrite =>
  updateWhen(
    keys.pending(id),
    { set: { state: 'ended', end }, remove: ['profile', 'question', 'typed'] },
    {
      text: '#state = :open AND #tokenId = :tokenId AND #expiresAt > :now',
      values: { open: 'open', tokenId: token, now: now.getTime() },
    },
  )

/**
 * Replaces the token that may end a visit, and its question. The new token may already be stored, so the
 * write can be repeated after a lost response.
 */
export function handOverWrite(
  id: PendingId,
  from: TokenId,
  to: TokenId,
  { question, held, typed, profile: checked }: Parameters<PendingConnections['handOver']>[3],
): UpdateWrite {
  const pendingState = { question, held, typed }
  const absentNames = Object.entries(pendingState).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  )
  return updateWhen(
    keys.pending(id),
    {
      set: { tokenId: to, ...attributesOf({ ...pendingState, profile: checked }) },
      remove: absentNames,
    },
    { text: '#state = :open AND #tokenId IN (:from, :to)', values: { open: 'open', from, to } },
  )
}
