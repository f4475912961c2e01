import { createHash } from 'node:crypto'
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose'
import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderKeys } from './jwks.ts'

/** What an id_token must say to be for us, and for this visit. */
export interface ExpectedIdToken {
  /** Every spelling of the issuer; most providers have one. */
  readonly issuers: readonly string[]
  /** Default: RS256 alone. Never one whose keys are secrets: whoever may verify could sign. */
  readonly algorithms?: readonly ('RS256' | 'ES256')[]
  /** Our own keys at the provider, from the configuration and never from a request. */
  readonly audiences: readonly string[]
  readonly nonce: string
  /** Where it is not known whether the provider repeats the nonce: what binds a token without one to the visit. */
  readonly withoutNonce?: 'bound_by_code_verifier'
  /** The access token that came with it, compared where the provider sends `at_hash`. */
  readonly accessToken?: string
  /** Seconds since the person last proved presence at the provider, where it tells (section 3.1.2.1). */
  readonly maxAge?: number
}

/** Whom a verified id_token names. */
export interface VerifiedIdToken {
  readonly subject: Subject
  readonly authTime?: Date
  /** All that the token says: signed by the provider, and not looked at yet. */
  readonly claims: Readonly<Record<string, unknown>>
}

const longestToken = 16 * 1024
const toleranceSeconds = 60
/** The nonce is minutes old at most; a token that was made long before cannot hold it. */
const oldest = '1 hour'

/** NumericDate (RFC 7519, section 2), as whole seconds up to the year 9999. */
const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(253_402_300_799))

/** Beside jose, which looks at `exp` and `nbf` only where they are there. */
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

/** The provider signs other things with the same keys, and names their kind (RFC 8725, section 3.11). */
const isIdTokenHeader = ({ typ }: JWTHeaderParameters): boolean =>
  typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')

/** jose's errors carry the payload: what is passed on is their code alone. */
function refusal(error: unknown): ProviderFault {
  if (error instanceof ProviderFault) return error
  if (error instanceof errors.JOSEError) return invalid(error.code)
  return new ProviderFault('unavailable', 'id_token: the provider published a key that cannot be used')
}

async function verifySignature(
  idToken: string,
  keys: ProviderKeys,
  { issuers, algorithms = ['RS256'] }: ExpectedIdToken,
): Promise<JWTPayload> {
  if (idToken.length > longestToken) throw invalid('too long')
  try {
    const { payload } = await jwtVerify(
      idToken,
      (header) => {
        if (!isIdTokenHeader(header)) throw invalid('its header is not that of an id_token')
        return keys.find(header)
      },
      {
        algorithms: [...algorithms],
        issuer: [...issuers],
        clockTolerance: toleranceSeconds,
        maxTokenAge: oldest,
        // What a provider signs is judged by real time, wherever the product's own clock stands.
        currentDate: new Date(),
      },
    )
    return payload
  } catch (error) {
    throw refusal(error)
  }
}

/** The left half of the token's SHA-256 (OpenID Connect Core, section 3.1.3.6, for RS256 and ES256). */
const accessTokenHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')

/**
 * Verifies an id_token (OpenID Connect Core, section 3.1.3.7): signed by one of the provider's
 * published keys, its issuer, audience, times and nonce. Gives whom it names. Throws `ProviderFault`: `token_not_ours`
 * for a token of another app, `grant_invalid` for every other flaw, `unavailable` when the keys cannot be
 * had. Keys are never taken from the token, nor from where its header points.
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
    throw new ProviderFault('token_not_ours', 'id_token: it was issued to another app')
  }
  const mayLackNonce = expected.withoutNonce !== undefined
  if (nonce === undefined ? !mayLackNonce : nonce !== expected.nonce)
    throw invalid('its nonce belongs to another visit')
  if (at_hash !== undefined && expected.accessToken !== undefined) {
    if (at_hash !== accessTokenHash(expected.accessToken)) throw invalid('the access token is not its own')
  }
  if (auth_time !== undefined && expected.maxAge !== undefined) {
    const ageSeconds = Date.now() / 1000 - auth_time
    if (ageSeconds > expected.maxAge + toleranceSeconds) throw invalid('the sign-in was too long ago')
  }
  return {
    subject: sub,
    claims,
    ...defined({ authTime: auth_time === undefined ? undefined : new Date(auth_time * 1000) }),
  }
}
