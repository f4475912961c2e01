import * as v from 'valibot'
import type { SecurityEvent } from '../../domain/leaving/security-event.ts'
import { isSubject, type ProviderId } from '../../domain/values/identity.ts'
import type { EventSender, ReadSecurityEvents } from '../../flows/ports/provider.ts'

import { readAppleNotification } from './apple-notifications.ts'

const oauthEvent = 'https://schemas.openid.net/secevent/oauth/event-type/'
const riscEvent = 'https://schemas.openid.net/secevent/risc/event-type/'

/** What an event means to us, and for which of its reasons. */
interface EventMeaning {
  readonly means: 'unlinked' | 'sessions_ended'
  /** Absent: whatever the reason. */
  readonly reasons?: readonly string[]
}

/**
 * The events of a provider that mean something to us, by their exact URI. Every other event means nothing: providers
 * tell of sign-ins and of agreements in the same form.
 */
type EventMeanings = Readonly<Record<string, EventMeaning>>

/**
 * Google's Cross-Account Protection (developers.google.com, "Protect user accounts with Cross-Account Protection"). An
 * account is disabled for many reasons, and only a hijacked one is in other hands.
 */
const googleEvents = {
  [`${riscEvent}sessions-revoked`]: { means: 'sessions_ended' },
  [`${riscEvent}account-disabled`]: { means: 'sessions_ended', reasons: ['hijacking'] },
  [`${oauthEvent}tokens-revoked`]: { means: 'unlinked' },
  [`${riscEvent}account-purged`]: { means: 'unlinked' },
} as const satisfies EventMeanings

/**
 * Kakao's account status webhook (developers.kakao.com, "Account status change webhook"). `tokens-revoked` means
 * nothing: a logout of our own causes it too. Kakao also tells of each sign-in (`user-linked`) and each agreement.
 */
const kakaoEvents = {
  [`${oauthEvent}user-unlinked`]: { means: 'unlinked' },
  [`${riscEvent}account-purged`]: { means: 'unlinked' },
  [`${riscEvent}sessions-revoked`]: { means: 'sessions_ended' },
  [`${riscEvent}account-disabled`]: { means: 'sessions_ended' },
  [`${riscEvent}credential-compromise`]: { means: 'sessions_ended' },
} as const satisfies EventMeanings

const meaningsBy: Readonly<Partial<Record<ProviderId, EventMeanings>>> = {
  google: googleEvents,
  kakao: kakaoEvents,
}

const clockSkewSeconds = 60

const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const oneOrMore = v.union([v.string(), v.array(v.string())])

/** A security event token (RFC 8417, section 2.2), of which `exp` says nothing: an event stays true. */
const claimsSchema = v.object({
  iss: v.string(),
  aud: oneOrMore,
  iat: seconds,
  jti: v.pipe(v.string(), v.minLength(1)),
  /** The time of the event, if it is not that of the token. */
  toe: v.optional(seconds),
  events: v.record(v.string(), v.unknown()),
})

/** The subject of an event by issuer and `sub` (OpenID RISC Profile 1.0, section 2.1). */
const aboutPerson = v.object({
  subject: v.object({ iss: v.string(), sub: v.pipe(v.string(), v.guard(isSubject)) }),
  reason: v.optional(v.string()),
})

/** An id_token has another `typ` or no `events`, and an event no `nonce`: neither passes as the other. */
const isEventHeader = (typ: string | undefined): boolean =>
  typ === undefined || ['SECEVENT+JWT', 'JWT'].includes(typ.toUpperCase())

const headerSchema = v.pipe(v.string(), v.parseJson(), v.object({ typ: v.optional(v.string()) }))

/** The kind that a token's header names; `false` for a header in another form. */
function typeOf(token: string): string | undefined | false {
  const [header = ''] = token.split('.')
  const read = v.safeParse(headerSchema, Buffer.from(header, 'base64url').toString())
  return read.success && read.output.typ
}

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value

/** What one event of a token means; nothing for an event that means nothing to us. */
function meaningOf(
  provider: ProviderId,
  { issuers }: EventSender,
  [uri, said]: readonly [uri: string, said: unknown],
  at: Date,
): readonly SecurityEvent[] {
  const meanings = meaningsBy[provider] ?? {}
  const meaning = Object.hasOwn(meanings, uri) ? meanings[uri] : undefined
  const about = v.safeParse(aboutPerson, said)
  if (meaning === undefined || !about.success) return []
  const { subject, reason = '' } = about.output
  if (!issuers.includes(subject.iss)) return []
  if (meaning.reasons !== undefined && !meaning.reasons.includes(reason)) return []
  return [{ means: meaning.means, identity: { provider, subject: subject.sub }, at }]
}

/** The providers whose events have a form of their own. */
const ownForms: Readonly<
  Partial<Record<ProviderId, (sender: EventSender, token: string) => Promise<ReadSecurityEvents>>>
> = { apple: readAppleNotification }

/**
 * Reads a signed event in the form of its provider. Takes the provider and the compact JWT; gives the events that mean
 * something to us, or `refused` for a token that is not the provider's, not for us, or no such token. Throws
 * `ProviderFault('unavailable')` without the provider's keys.
 */
export const readSecurityEvents = (
  provider: ProviderId,
  sender: EventSender,
  token: string,
): Promise<ReadSecurityEvents> =>
  ownForms[provider]?.(sender, token) ?? readSecurityEventToken(provider, sender, token)

/**
 * Reads a security event token that a provider has pushed (RFC 8417; RFC 8935, section 2). Gives and throws as
 * `readSecurityEvents` does.
 */
async function readSecurityEventToken(
  provider: ProviderId,
  sender: EventSender,
  token: string,
): Promise<ReadSecurityEvents> {
  const typ = typeOf(token)
  if (typ === false || !isEventHeader(typ)) return { kind: 'refused' }
  const text = await sender.signedText(token)
  const claims = v.safeParse(v.pipe(v.string(), v.parseJson(), claimsSchema), text)
  if (!claims.success) return { kind: 'refused' }
  const { iss, aud, iat, toe = iat, events } = claims.output
  const isForUs = listOf(aud).some((audience) => sender.audiences.includes(audience))
  const now = Date.now() / 1000
  if (!sender.issuers.includes(iss) || !isForUs || iat > now + clockSkewSeconds) return { kind: 'refused' }
  const at = new Date(Math.min(toe, now) * 1000)
  const meant = Object.entries(events).flatMap((event) => meaningOf(provider, sender, event, at))
  return { kind: 'events', events: meant }
}
