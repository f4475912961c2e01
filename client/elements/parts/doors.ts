import type { SignInOptions } from '../../src/api.ts'

/** The sign-ups and sign-ins that a service offers beside the providers, as `doors` of its stage's file says. */
export type Doors = SignInOptions['doors']

/** The doors of a service that says nothing: all of them. */
export const allDoors: Doors = {
  emailSignUp: true,
  phoneSignUp: true,
  passwordSignIn: true,
  emailCodeSignIn: true,
  smsCodeSignIn: true,
}

export const isCode = (method: string): boolean => method === 'email_code' || method === 'sms_code'
export const isPassword = (method: string): boolean => method === 'password' || method === 'login_id'

const methods = ['password', 'login_id', 'email_code', 'sms_code']

/** The methods that are offered, of those of a member or of all. */
export const openMethods = (
  { passwordSignIn, emailCodeSignIn, smsCodeSignIn }: Doors,
  of: readonly string[] = methods,
): readonly string[] =>
  of.filter(
    (method) =>
      (passwordSignIn && isPassword(method)) ||
      (emailCodeSignIn && method === 'email_code') ||
      (smsCodeSignIn && method === 'sms_code'),
  )

/** The contacts that a form takes: one kind, or both. */
export type AddressKind = 'email' | 'phone' | 'address'

const kindOf = (email: boolean, phone: boolean): AddressKind | undefined => {
  if (email && phone) return 'address'
  return email ? 'email' : phone ? 'phone' : undefined
}

/** The contacts that a person can join by; undefined where that takes a provider. */
export const joinsBy = ({ emailSignUp, phoneSignUp }: Doors): AddressKind | undefined =>
  kindOf(emailSignUp, phoneSignUp)

/** The contacts that a code can sign in by. */
export const codesTo = ({ emailCodeSignIn, smsCodeSignIn }: Doors): AddressKind | undefined =>
  kindOf(emailCodeSignIn, smsCodeSignIn)
