import type { Member } from './member.ts'

/**
 * What an access token can say of its member beside who it is, in the words of OpenID Connect (Core, section 5.1): a
 * service that needs a verified number insists on it there, without asking anybody.
 */
export const tokenClaims = ['phone_number_verified', 'email_verified'] as const
export type TokenClaim = (typeof tokenClaims)[number]

export type ContactClaims = { readonly [claim in TokenClaim]?: boolean }

/** The claims that a stage wants said, as they are true of a member at this moment. */
export const claimsOf = (
  wanted: readonly TokenClaim[],
  { email, phone }: Pick<Member, 'email' | 'phone'>,
): ContactClaims => ({
  ...(wanted.includes('phone_number_verified') && { phone_number_verified: phone?.verified === true }),
  ...(wanted.includes('email_verified') && { email_verified: email?.verified === true }),
})
