import { createHash } from 'node:crypto'
import { errors, type JWTHeaderParameters, type JWTPayload } from 'jose'
import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { OldSignIn, ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderKeys } from './jwks.ts'
import { signedClaims } from './signed-claims.ts'

/** The requirements on an id_token of this visit. */
export interface ExpectedIdToken {
  /** Every spelling of the issuer. Most providers have one. */
  readonly issuers: readonly string[]
  /** RS256 alone by default. */
  readonly algorithms?: readonly ('RS256' | 'ES256')[]
  /**
   * The secret of a provider that signs with HS256. It never checks another algorithm, and a published key never
   * checks HS256 (RFC 8725, section 2.1). Without it no symmetric algorithm is accepted.
   */
  readonly sharedSecret?: string
  /** Our own client ids at the provider, from the configuration and never from a request. */
  readonly audiences: readonly string[]
  readonly nonce: string
  /** Another form of the nonce that counts as well. */
  readonly hashedNonce?: string
  /**
   * For a provider that may not repeat the nonce: what binds a token without nonce to the visit.
   */
  readonly withoutNonce?: 'bound_by_code_verifier' | 'bound_by_another_id_token'
  /** The access token issued together with the id_token, compared where the provider sends `at_hash`. */
  readonly accessToken?: string
  /**
   * Seconds since the person last authenticated at the provider, checked where the provider sends `auth_time`
   * (OpenID Connect Core, section 3.1.2.1).
   */
  readonly maxAge?: number
}

/** The content of a verified id_token. */
export interface VerifiedIdToken {
  readonly subject: Subject
  readonly authTime?: Date
  /** All claims of the token: signed by the provider, not validated further. */
  readonly claims: Readonly<Record<string, unknown>>
}

const longestToken = 16 * 1024
const toleranceSeconds = 60
/** A nonce is minutes old at most, so an older token cannot hold the nonce of this visit. */
const maxTokenAgeSeconds = 60 * 60

/** A NumericDate (RFC 7519, section 2): whole seconds up to the year 9999. */
const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(253_402_300_799))

/** Completes jose's checks, since jose validates `exp` and `nbf` only where they are present. */
const claimsSchema = v.object({
  sub: v.pipe(v.string(), v.guard(isSubject)),
  aud: v.union([
    v.pipe(
      v.string(),
      v.transform((one) => [one]),
    ),
    v.pipe(v.array(v.string()), v.minLength(1)),
  ]),
  azp: v.optional(v.string()),
  nonce: v.optional(v.pipe(v.string(), v.minLength(1))),
  exp: seconds,
  iat: seconds,
  auth_time: v.optional(seconds),
  at_hash: v.optional(v.string()),
})

const invalid = (what: string): ProviderFault => new ProviderFault('grant_invalid', `id_token: ${what}`)

/**
 * The provider signs other kinds of tokens with the same keys and names the kind in `typ` (RFC 8725, section
 * 3.11).
 */
const isIdTokenHeader = ({ typ }: JWTHeaderParameters): boolean =>
  typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')

/** jose's errors carry the payload, so only their code is passed on. */
function refusal(error: unknown): ProviderFault {
  if (error instanceof ProviderFault) return error
  if (error instanceof errors.JOSEError) return invalid(error.code)
  return new ProviderFault('unavailable', 'id_token: the provider published a key that cannot be used')
}

async function verifySignature(
  idToken: string,
  keys: ProviderKeys,
  { issuers, algorithms = ['RS256'], sharedSecret }: ExpectedIdToken,
): Promise<JWTPayload> {
  if (idToken.length > longestToken) throw invalid('too long')
  try {
    return await signedClaims(
      idToken,
      (header) => {
        if (!isIdTokenHeader(header)) throw invalid('its header is not that of an id_token')
        if (header.alg === 'HS256' && sharedSecret !== undefined) return Buffer.from(sharedSecret)
        return keys.find(header)
      },
      {
        algorithms: [...algorithms, ...(sharedSecret === undefined ? [] : ['HS256'])],
        issuer: [...issuers],
        clockTolerance: toleranceSeconds,
        maxTokenAge: maxTokenAgeSeconds,
        // A provider's signature is judged by real time, even where ieum's own clock was moved.
        currentDate: new Date(),
      },
    )
  } catch (error) {
    throw refusal(error)
  }
}

/** A nonce as native SDKs send it: the SHA-256, as lower-case hexadecimal digits. */
export const hashOfNonce = (nonce: string): string => createHash('sha256').update(nonce).digest('hex')

/** The left half of the token's SHA-256 (OpenID Connect Core, section 3.1.3.6, for RS256 and ES256). */
const accessTokenHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')

/**
 * Verifies an id_token (OpenID Connect Core, section 3.1.3.7): the signature by a published key, issuer,
 * audience, times and nonce. Takes the token, the provider's keys and the requirements; gives the subject,
 * `auth_time` and all claims. Throws `ProviderFault`: `token_not_ours` for a token of another app,
 * `unavailable` without the keys, `grant_invalid` for every other flaw. Keys never come from the token, nor
 * from a URL in its header.
 */
export async function verifyIdToken(
  idToken: string,
  keys: ProviderKeys,
  expected: ExpectedIdToken,
): Promise<VerifiedIdToken> {
  const claims = await verifySignature(idToken, keys, expected)
  const parsed = v.safeParse(claimsSchema, claims)
  if (!parsed.success) throw invalid('a claim has the wrong form')
  const { sub, aud, azp, nonce, auth_time, at_hash } = parsed.output
  const parties = azp === undefined ? aud : [...aud, azp]
  if (!parties.every((party) => expected.audiences.includes(party))) {
    throw new ProviderFault('token_not_ours', 'id_token was issued to another app')
  }
  const mayLackNonce = expected.withoutNonce !== undefined
  const isOurs = nonce === expected.nonce || nonce === expected.hashedNonce
  if (nonce === undefined ? !mayLackNonce : !isOurs) throw invalid('its nonce belongs to another visit')
  if (at_hash !== undefined && expected.accessToken !== undefined) {
    if (at_hash !== accessTokenHash(expected.accessToken)) throw invalid('the access token is not its own')
  }
  if (auth_time !== undefined && expected.maxAge !== undefined) {
    const ageSeconds = Date.now() / 1000 - auth_time
    const isOld = ageSeconds > expected.maxAge + toleranceSeconds
    if (isOld) throw new OldSignIn('id_token: the sign-in was too long ago')
  }
  return {
    subject: sub,
    claims,
    ...defined({ authTime: auth_time === undefined ? undefined : new Date(auth_time * 1000) }),
  }
}
