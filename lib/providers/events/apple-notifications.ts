import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import type { SecurityEvent } from '../../domain/leaving/security-event.ts'
import { isSubject } from '../../domain/values/identity.ts'
import type { EventSender, ReadSecurityEvents } from '../../flows/ports/provider.ts'
import { textClaim } from '../oidc/claims.ts'

/** How old a notification about the relay may be: a kept one must not undo what a later one says. */
const relayCountsForMs = 3_600_000

/**
 * The notifications that mean something to us (developer.apple.com, "Processing changes for Sign in with Apple accounts").
 * The end of an account is written in two ways. `email-…`: the person has switched the relay of mails off or on.
 */
const meanings: Readonly<Record<string, SecurityEvent['means']>> = {
  'consent-revoked': 'unlinked',
  'account-delete': 'unlinked',
  'account-deleted': 'unlinked',
  'email-disabled': 'relay_off',
  'email-enabled': 'relay_on',
}

const clockSkewSeconds = 60
const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What has happened. Apple writes the time in milliseconds; a number that small can only be seconds. */
const eventSchema = v.object({
  type: v.string(),
  sub: v.pipe(v.string(), v.guard(isSubject)),
  email: textClaim,
  event_time: v.pipe(
    seconds,
    v.transform((time) => (time < 100_000_000_000 ? time * 1000 : time)),
  ),
})

/** The payload of a notification. Its one event is JSON within a text. */
const claimsSchema = v.object({
  iss: v.string(),
  aud: v.union([v.string(), v.array(v.string())]),
  iat: seconds,
  events: v.union([v.pipe(v.string(), v.parseJson(), eventSchema), eventSchema]),
})

/**
 * Reads a notification of Apple: a JWS that is signed by the keys of its id_tokens. An id_token has no `events`, and a
 * notification no `nonce`, so neither passes as the other. Takes the sender and the JWS; gives the event if it means
 * something to us, or `refused` for one that is not Apple's or not for our team. Throws `ProviderFault('unavailable')`
 * without Apple's keys.
 */
export async function readAppleNotification(sender: EventSender, token: string): Promise<ReadSecurityEvents> {
  const text = await sender.signedText(token)
  const claims = v.safeParse(v.pipe(v.string(), v.parseJson(), claimsSchema), text)
  if (!claims.success) return { kind: 'refused' }
  const { iss, aud, iat, events: event } = claims.output
  const isForUs = [aud].flat().some((audience) => sender.audiences.includes(audience))
  const now = Date.now()
  if (!sender.issuers.includes(iss) || !isForUs || iat > now / 1000 + clockSkewSeconds)
    return { kind: 'refused' }
  return { kind: 'events', events: meaningOf(event, now) }
}

function meaningOf(
  { type, sub, email, event_time: time }: v.InferOutput<typeof eventSchema>,
  now: number,
): readonly SecurityEvent[] {
  const means = Object.hasOwn(meanings, type) ? meanings[type] : undefined
  const about = { identity: { provider: 'apple', subject: sub }, at: new Date(Math.min(time, now)) } as const
  if (means === undefined) return []
  if (means === 'unlinked' || means === 'sessions_ended') return [{ ...about, means }]
  const address = parseEmail(email)
  return address === undefined || now - time > relayCountsForMs ? [] : [{ ...about, means, address }]
}
