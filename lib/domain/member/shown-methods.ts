import type { LoginMethod, SignIn } from './member.ts'

/** A member's login methods, named as in the API: `password`, `code`, and provider ids. */
export function methodsOf(loginMethods: readonly LoginMethod[]): readonly string[] {
  const providers = loginMethods.flatMap((method) => /^identity:([^:]+):/.exec(method)?.[1] ?? [])
  const byCode = loginMethods.includes('email') || loginMethods.includes('phone')
  return [
    ...(loginMethods.includes('password') ? ['password'] : []),
    ...(byCode ? ['code'] : []),
    ...new Set(providers),
  ]
}

/** The login methods of a session's sign-in, named the same way. */
export function methodsOfSignIn({ amr, identity }: Pick<SignIn, 'amr' | 'identity'>): readonly string[] {
  return [
    ...(amr.includes('pwd') ? ['password'] : []),
    ...(amr.includes('otp') ? ['code'] : []),
    ...(identity === undefined ? [] : [identity.provider]),
  ]
}
