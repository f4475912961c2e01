import type { LoginMethod, SignIn } from './member.ts'

/** What lets a member in, in the words of the API: `password`, `code`, and the names of providers. */
export function methodsOf(ways: readonly LoginMethod[]): readonly string[] {
  const providers = ways.flatMap((way) => /^identity:([^:]+):/.exec(way)?.[1] ?? [])
  const byCode = ways.includes('email') || ways.includes('phone')
  return [
    ...(ways.includes('password') ? ['password'] : []),
    ...(byCode ? ['code'] : []),
    ...new Set(providers),
  ]
}

/** How a session was opened, in the same words. */
export function methodsOfSignIn({ amr, identity }: Pick<SignIn, 'amr' | 'identity'>): readonly string[] {
  return [
    ...(amr.includes('pwd') ? ['password'] : []),
    ...(amr.includes('otp') ? ['code'] : []),
    ...(identity === undefined ? [] : [identity.provider]),
  ]
}
