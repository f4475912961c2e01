import * as v from 'valibot'
import { isBirthDate } from '../../domain/values/birth.ts'

/** Fields that several doors take, each told once. */

const text = (maxLength: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(maxLength))

export const clientId = text(64)
export const redirectUri = text(2048)
/**
 * A client's own `state`, handed back as it came. It travels in the visit's cookie, of which a browser keeps
 * 4096 bytes: so what counts is its size as it is sealed there.
 */
export const clientState = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check((state) => Buffer.byteLength(JSON.stringify(state)) <= 1026),
)
/** S256 (RFC 7636, section 4.2): 32 bytes in base64url. */
export const codeChallenge = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
/** RFC 7636, section 4.1. */
export const codeVerifier = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{43,128}$/))
/** Something that we or a provider signed or sealed. */
export const token = text(8192)
export const providerCode = text(2048)
export const providerState = text(512)
export const providerError = text(256)
export const subject = text(255)
export const verificationId = text(64)
export const identityVerificationId = text(64)
/** A code as it stands in the mail: six ASCII digits, as text, since zeros may stand in front. */
export const code = v.pipe(v.string(), v.regex(/^[0-9]{6}$/))

/** A person's name: one line, without controls, at most 50 characters. */
export const personName = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(),
  v.maxLength(50),
  v.regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u),
)

/**
 * A password as it is typed. Longer ones are refused before any work is done; whether one may be chosen is
 * judged elsewhere.
 */
export const password = text(1024)

/** What the stage's own schema asks for; only that says what may stand in it. */
export const attributes = v.record(v.string(), v.unknown())

/** Answers to terms, given in our form. */
export const consents = v.pipe(
  v.array(v.strictObject({ tag: text(64), version: text(64), agreed: v.boolean() })),
  v.maxLength(50),
)

/** At least one of them. */
export const someConsents = v.pipe(consents, v.minLength(1))

export const locale = v.picklist(['ko', 'en'])

/** A whole birth date, in either calendar. */
export const birthDate = v.pipe(
  v.strictObject({
    year: v.pipe(v.number(), v.integer()),
    monthDay: v.pipe(v.string(), v.regex(/^[0-9]{4}$/)),
    calendar: v.picklist(['solar', 'lunar']),
    leapMonth: v.exactOptional(v.boolean()),
  }),
  v.check((birth) => isBirthDate(birth)),
)
