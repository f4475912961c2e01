import * as v from 'valibot'
import { isBirthDate } from '../../domain/values/birth.ts'
import { genders } from '../../domain/values/evidence.ts'
import { providerIds } from '../../domain/values/identity.ts'
import { cleanName, isVisible, maxNameLength, nameForm } from '../../domain/values/name.ts'
import { cleanCode, faultNamed, maxCharacters } from './typed.ts'

/** Fields that several doors share. */

const text = (maxLength: number) => v.pipe(v.string(), v.nonEmpty(), maxCharacters(maxLength))

export const clientId = text(64)
export const redirectUri = text(2048)
/**
 * The client's `state`, returned unchanged. The visit's cookie carries it and browsers keep 4096 bytes, so
 * the check measures the sealed size.
 */
export const clientState = v.pipe(
  v.string(),
  maxCharacters(1024),
  v.check((state) => Buffer.byteLength(JSON.stringify(state)) <= 1026, faultNamed('state')),
)
/** An S256 challenge: 32 bytes in base64url (RFC 7636, section 4.2). */
export const codeChallenge = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, faultNamed('challenge')))
/** A PKCE verifier (RFC 7636, section 4.1). */
export const codeVerifier = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{43,128}$/, faultNamed('verifier')))
/** The wishes of a client for the provider's screens. */
export const screenHints = {
  prompt: v.optional(v.picklist(['none', 'login', 'select_account', 'create'])),
  loginHint: v.optional(text(254)),
  /** Public ids of KakaoTalk channels, separated by commas. */
  channels: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[A-Za-z0-9_]{1,64}(,[A-Za-z0-9_]{1,64}){0,9}$/, faultNamed('channels')),
      v.transform((list) => list.split(',')),
    ),
  ),
}
/** A value that we or a provider signed or sealed. */
export const token = text(8192)
export const providerCode = text(2048)
export const providerState = text(512)
/** The issuer beside a provider's code (RFC 9207). */
export const providerIssuer = text(512)
/** What a provider's page says of the person beside a code: JSON as text. */
export const providerUser = text(2048)
export const providerError = text(256)
export const provider = v.picklist(providerIds)
export const subject = text(255)
export const verificationId = text(64)
export const identityVerificationId = text(64)
/** A code from a mail or SMS: six digits, as text because of leading zeros. */
export const code = v.pipe(
  v.string(),
  maxCharacters(64),
  v.transform(cleanCode),
  v.regex(/^[0-9]{6}$/, faultNamed('digits')),
)

/** Longer input is refused before it is cleaned. */
const maxWritten = 320

/** A person's name or nickname. The same rule reads the names of providers and files (`personNameOf`). */
export const personName = v.pipe(
  v.string(),
  maxCharacters(maxWritten),
  v.transform(cleanName),
  v.nonEmpty(),
  maxCharacters(maxNameLength),
  v.regex(nameForm, faultNamed('name')),
  v.check(isVisible, faultNamed('invisible')),
)

/** A password as typed. Longer input is refused before any work. The password rules are checked elsewhere. */
export const password = text(1024)

/** Attributes of the stage's own schema, which is checked elsewhere. */
export const attributes = v.record(v.string(), v.unknown())

/** Answers to terms, given in our form. */
export const consents = v.pipe(
  v.array(v.strictObject({ tag: text(64), version: text(64), agreed: v.boolean() })),
  v.maxLength(50),
)

/** At least one answer to terms. */
export const someConsents = v.pipe(consents, v.minLength(1))

export const locale = v.picklist(['ko', 'en'])

/** A gender, in the words of the providers' profiles. */
export const gender = v.picklist(genders)

/** A complete solar or lunar birth date. */
export const birthDate = v.pipe(
  v.strictObject({
    year: v.pipe(v.number(), v.integer()),
    monthDay: v.pipe(v.string(), v.regex(/^[0-9]{4}$/, faultNamed('month_day'))),
    calendar: v.picklist(['solar', 'lunar']),
    leapMonth: v.exactOptional(v.boolean()),
  }),
  v.check((birth) => isBirthDate(birth), faultNamed('birth')),
)
