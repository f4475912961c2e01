/** The algorithms that an access token may be signed by (RFC 7518, section 3.1). A stage has one. */
export const accessAlgorithms = ['ES256', 'RS256', 'HS256'] as const
export type AccessAlgorithm = (typeof accessAlgorithms)[number]

/** The values of an access token's `typ`: RFC 9068, or the one that older verifiers insist on (RFC 7519). */
export const accessTokenTypes = ['at+jwt', 'JWT'] as const

/** How access tokens look for the other services of a stage. */
export interface AccessTokenForm {
  readonly algorithm: AccessAlgorithm
  /** `aud`; null stands for the issuer. */
  readonly audience: string | null
  readonly typ: (typeof accessTokenTypes)[number]
}

/** The form for a stage that sets none. */
export const defaultAccessTokenForm: AccessTokenForm = { algorithm: 'ES256', audience: null, typ: 'at+jwt' }
