import type { SignIn } from './member.ts'

/**
 * How a session was opened, in the words of a member's methods. A text proves by `otp` and `sms` (RFC 8176), a mail by
 * `otp` alone.
 */
export function methodsOfSignIn({
  amr,
  identity,
  passkey,
}: Pick<SignIn, 'amr' | 'identity' | 'passkey'>): readonly string[] {
  const byCode = amr.includes('sms') ? 'sms_code' : 'email_code'
  return [
    ...(amr.includes('pwd') ? ['password'] : []),
    ...(amr.includes('otp') ? [byCode] : []),
    ...(passkey === undefined ? [] : ['passkey']),
    ...(identity === undefined ? [] : [identity.provider]),
  ]
}
