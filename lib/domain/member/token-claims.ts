import type { Member } from './member.ts'

/**
 * The claims about a member that access tokens may contain, named as in OpenID Connect Core, section 5.1. A
 * service that requires a verified number checks the token without a further call.
 */
export const tokenClaims = ['phone_number_verified', 'email_verified'] as const
export type TokenClaim = (typeof tokenClaims)[number]

export type ContactClaims = { readonly [claim in TokenClaim]?: boolean }

/** The wanted claims with their current values for a member. */
export const claimsOf = (
  wanted: readonly TokenClaim[],
  { email, phone }: Pick<Member, 'email' | 'phone'>,
): ContactClaims => ({
  ...(wanted.includes('phone_number_verified') && { phone_number_verified: phone?.verified === true }),
  ...(wanted.includes('email_verified') && { email_verified: email?.verified === true }),
})
