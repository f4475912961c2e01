/** Claims that a service adds to access tokens. */
export type AddedClaims = Readonly<Record<string, unknown>>
