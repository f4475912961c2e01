import type { Address } from './verification.ts'

/** The sign-ups and sign-ins that a stage offers, beside the providers. */
export interface Doors {
  readonly emailSignUp: boolean
  readonly phoneSignUp: boolean
  readonly passwordSignIn: boolean
  readonly emailCodeSignIn: boolean
  readonly smsCodeSignIn: boolean
}

/** The doors of a stage that sets none: all of them. */
export const allDoors: Doors = {
  emailSignUp: true,
  phoneSignUp: true,
  passwordSignIn: true,
  emailCodeSignIn: true,
  smsCodeSignIn: true,
}

/** Whether a stage signs people up by this kind of address. */
export const mayJoinBy = (
  { emailSignUp, phoneSignUp }: Doors,
  { channel }: Pick<Address, 'channel'>,
): boolean => (channel === 'email' ? emailSignUp : phoneSignUp)

/** Whether a stage signs members in by a code to this kind of address. */
export const maySignInByCode = (
  { emailCodeSignIn, smsCodeSignIn }: Doors,
  { channel }: Pick<Address, 'channel'>,
): boolean => (channel === 'email' ? emailCodeSignIn : smsCodeSignIn)
