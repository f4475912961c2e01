import type { KeyObject } from 'node:crypto'
import * as v from 'valibot'
import { tokenClaims } from '../../domain/member/token-claims.ts'
import { isProviderId, isSubject, type ProviderId, type Subject } from '../../domain/values/identity.ts'
import {
  type ClientId,
  isClientId,
  isMemberId,
  isOAuthRequestId,
  isPendingId,
  isSealedTicket,
  isSessionId,
  type MemberId,
  type OAuthRequestId,
  type PendingId,
  type SessionId,
} from '../../domain/values/ids.ts'
import { isProblemCode, type ProblemCode } from '../../domain/values/problem.ts'
import type { TicketSealing } from '../../flows/ports/tokens.ts'
import type { Ring } from '../key-ring.ts'
import { createSealing } from './sealing.ts'

const text = v.exactOptional(v.string())
const bilingual = v.object({ ko: v.string(), en: v.string() })
const seconds = v.exactOptional(v.number())
const memberId = v.custom<MemberId>(isMemberId)
const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((at) => new Date(at)),
)

const visitor = v.exactOptional(
  v.object({ intent: v.picklist(['link', 'reauth']), memberId, sessionId: v.custom<SessionId>(isSessionId) }),
)
const extras = v.object({
  detail: v.exactOptional(bilingual),
  errors: v.exactOptional(v.array(v.object({ pointer: v.string(), detail: bilingual }))),
  user_mapping: v.exactOptional(
    v.picklist(['MANDATORY_ITEMS_NOT_AGREED', 'DEACTIVATION_USER', 'RECERTIFICATION']),
  ),
  items: v.exactOptional(v.array(v.string())),
  mailSentTo: text,
  restorableUntil: text,
  rejoinFrom: text,
  retryAfter: seconds,
  maxAge: seconds,
})
const member = v.object({
  id: memberId,
  externalId: text,
  credentialsVersion: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
  claims: v.exactOptional(v.array(v.picklist(tokenClaims))),
})

const ticket = v.object({
  transactionId: v.custom<OAuthRequestId>(isOAuthRequestId),
  clientId: v.custom<ClientId>(isClientId),
  codeChallenge: v.string(),
  browserHash: text,
  decision: v.variant('kind', [
    v.object({
      kind: v.literal('authenticated'),
      identity: v.object({
        provider: v.custom<ProviderId>(isProviderId),
        subject: v.custom<Subject>(isSubject),
      }),
      authTime: moment,
      member: v.exactOptional(member),
      visitor,
    }),
    v.object({ kind: v.literal('pending'), pendingId: v.custom<PendingId>(isPendingId), visitor }),
    v.object({ kind: v.literal('problem'), code: v.custom<ProblemCode>(isProblemCode), extras }),
  ]),
  expiresAt: moment,
})
const sealedText = v.pipe(v.string(), v.parseJson(), ticket)

const context = 'redirect visit'

/**
 * Seals tickets for an address: the sealed bytes, which begin with 12 random ones, and the name of their key. They hold
 * neither a provider's token nor a profile.
 */
export function createTicketSealing(ring: Ring<KeyObject>): TicketSealing {
  const sealing = createSealing(ring, 'ieum ticket')
  return {
    seal(given) {
      const [kid, body] = halves(sealing.seal(context, JSON.stringify(given)))
      const handle = `${body}.${Buffer.from(kid).toString('base64url')}`
      if (!isSealedTicket(handle)) throw new Error('unreachable: a ticket has a body and a short kid')
      return handle
    },
    open(handle) {
      const [body, kid] = halves(handle)
      const opened = sealing.open(context, `${Buffer.from(kid, 'base64url').toString()}.${body}`)
      const parsed = v.safeParse(sealedText, opened)
      return parsed.success ? parsed.output : undefined
    },
  }
}

/** The parts around the last dot. */
function halves(text: string): readonly [string, string] {
  const end = text.lastIndexOf('.')
  return [text.slice(0, Math.max(end, 0)), text.slice(end + 1)]
}
