import type { Bodies, Outcome, SignInOptions, StartedUpload, StartedVerification } from './api.ts'
import { type Context, take, textOf } from './context.ts'
import { expect } from './member.ts'
import { isRecord } from './transport.ts'
import { type ContentType, startedUpload } from './upload.ts'

const isOptions = (value: unknown): value is SignInOptions =>
  isRecord(value) && Array.isArray(value['providers']) && isRecord(value['doors'])

const isSent = (value: unknown): value is StartedVerification =>
  isRecord(value) && typeof value['verificationId'] === 'string'

/** Signing in and up without a provider, and what the service offers for both. */
export interface Addresses {
  /** What people can sign in and up with: the providers, and the doors beside them. */
  readonly signInOptions: () => Promise<SignInOptions>

  /** Signs in by e-mail, number or login ID, and password. The question of a visit stays. */
  readonly signInByPassword: (identifier: string, password: string) => Promise<Outcome>

  /** Sends a code to an address. Says when it ends, and when another may be sent. */
  readonly sendCode: (body: Bodies['POST /verification']) => Promise<StartedVerification>

  /** Takes the code that was sent, or the code of a `verificationId`. Gives the token of the proven address. */
  readonly confirmCode: (
    sent: Pick<StartedVerification, 'verificationId'> | string,
    code: string,
  ) => Promise<string>

  /** Signs in by the token of a proven address. Throws `not_found` where the address opens no account. */
  readonly signInByCode: (verificationToken: string) => Promise<Outcome>

  /** Starts the upload of a photo, with a proven address and before there is a member. */
  readonly uploadByAddress: (verificationToken: string, contentType: ContentType) => Promise<StartedUpload>

  /** Signs up with a proven address and a password. Throws `email_taken` and `phone_taken` for one of a member. */
  readonly registerByAddress: (given: AddressRegistration) => Promise<Outcome>
}

/** Fields of a sign-up without a provider. */
export type AddressRegistration = Omit<
  Extract<Bodies['POST /register'], { readonly verificationToken: string }>,
  'clientId'
>

/** The calls of somebody who signs in or up without a provider. */
export function addresses(context: Context): Addresses {
  const { clientId, call } = context
  return {
    signInOptions: async () => expect(await call('GET', '/login'), isOptions),
    signInByPassword: async (identifier, password) =>
      take(context, await call('POST', '/login/password', { body: { clientId, identifier, password } })),
    sendCode: async (body) => expect(await call('POST', '/verification', { body }), isSent),
    async confirmCode(sent, code) {
      const { verificationId } = typeof sent === 'string' ? { verificationId: sent } : sent
      const body = { verificationId, code }
      return textOf(await call('POST', '/verification/confirm', { body }), 'verificationToken')
    },
    signInByCode: async (verificationToken) =>
      take(context, await call('POST', '/login/code', { body: { clientId, verificationToken } })),
    uploadByAddress: async (verificationToken, contentType) =>
      startedUpload(await call('POST', '/uploads', { body: { verificationToken, contentType } })),
    registerByAddress: async (given) =>
      take(context, await call('POST', '/register', { body: { ...given, clientId } })),
  }
}
