import type { LoginMethod, Member } from './member.ts'

/** The part of a member that tells what lets it in. */
export type LoginMethodsOf = Pick<Member, 'ways' | 'email' | 'phone'>

/**
 * Whether a member can come in by what it has. A password opens nothing by itself: it takes an address or a
 * number to say whose it is, and both may have gone to whoever verified them.
 */
export function canSignIn({ ways, email, phone }: LoginMethodsOf): boolean {
  const isNamed = email !== undefined || phone !== undefined
  return ways.some((way) => way !== 'password' || isNamed)
}

/** The same member without one way in. */
export const withoutLoginMethod = <M extends LoginMethodsOf>(member: M, way: LoginMethod): M => ({
  ...member,
  ways: member.ways.filter((other) => other !== way),
})
