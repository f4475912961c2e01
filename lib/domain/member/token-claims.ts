import type { Member } from './member.ts'

/**
 * The claims about a member that access tokens may contain, the first two named as in OpenID Connect Core, section 5.1.
 * A service that requires a verified number, or an identity check (본인확인), checks the token without a further call.
 */
export const tokenClaims = ['phone_number_verified', 'email_verified', 'identity_verified'] as const
export type TokenClaim = (typeof tokenClaims)[number]

export type MemberClaims = { readonly [claim in TokenClaim]?: boolean }

/** The facts of a member that its claims tell. */
export type VerifiedFacts = Pick<Member, 'email' | 'phone' | 'identityVerifiedAt' | 'identityUnproven'>

/** The wanted claims with their current values for a member. */
export const claimsOf = (
  wanted: readonly TokenClaim[],
  { email, phone, identityVerifiedAt, identityUnproven }: VerifiedFacts,
): MemberClaims => ({
  ...(wanted.includes('phone_number_verified') && { phone_number_verified: phone?.verified === true }),
  ...(wanted.includes('email_verified') && { email_verified: email?.verified === true }),
  ...(wanted.includes('identity_verified') && {
    identity_verified: identityVerifiedAt !== undefined && identityUnproven !== true,
  }),
})

/** The claims that are true of a member now. */
export const trueClaims = (facts: VerifiedFacts): readonly TokenClaim[] =>
  tokenClaims.filter((claim) => claimsOf([claim], facts)[claim] === true)

/** The claims that the stage wants in tokens, and those that the identity has last seen to be true of its member. */
export interface ExpectedClaims {
  readonly wanted: readonly TokenClaim[]
  readonly seen: readonly TokenClaim[]
}

/** The wanted claims, as far as these are true. */
export const claimsSeen = ({ wanted, seen }: ExpectedClaims): MemberClaims =>
  Object.fromEntries(wanted.map((claim) => [claim, seen.includes(claim)]))
