import type { Bodies, Outcome, SignInOptions, StartedUpload } from './api.ts'
import { type Context, take, textOf } from './context.ts'
import { expect } from './member.ts'
import { isRecord } from './transport.ts'
import { type ContentType, startedUpload } from './upload.ts'

const isOptions = (value: unknown): value is SignInOptions =>
  isRecord(value) && Array.isArray(value['providers']) && isRecord(value['doors'])

/** Signing in and up without a provider, and what the service offers for both. */
export function addresses(context: Context) {
  const { clientId, call } = context
  return {
    /** What people can sign in and up with: the providers, and the doors beside them. */
    signInOptions: async (): Promise<SignInOptions> => expect(await call('GET', '/login'), isOptions),

    /** Signs in by e-mail, number or login ID, and password. The question of a visit stays. */
    signInByPassword: async (identifier: string, password: string): Promise<Outcome> =>
      take(context, await call('POST', '/login/password', { body: { clientId, identifier, password } })),

    /** Sends a code to an address. Gives its `verificationId`. */
    sendCode: async (body: Bodies['POST /verification']): Promise<string> =>
      textOf(await call('POST', '/verification', { body }), 'verificationId'),

    /** Takes a code. Gives the token of the proven address. */
    confirmCode: async (verificationId: string, code: string): Promise<string> =>
      textOf(
        await call('POST', '/verification/confirm', { body: { verificationId, code } }),
        'verificationToken',
      ),

    /** Signs in by the token of a proven address. */
    signInByCode: async (verificationToken: string): Promise<Outcome> =>
      take(context, await call('POST', '/login/code', { body: { clientId, verificationToken } })),

    /** Starts the upload of a photo, with a proven address and before there is a member. */
    uploadByAddress: async (verificationToken: string, contentType: ContentType): Promise<StartedUpload> =>
      startedUpload(await call('POST', '/uploads', { body: { verificationToken, contentType } })),

    /** Signs up with a proven address and a password. */
    registerByAddress: async (
      given: Omit<Extract<Bodies['POST /register'], { readonly verificationToken: string }>, 'clientId'>,
    ): Promise<Outcome> => take(context, await call('POST', '/register', { body: { ...given, clientId } })),
  }
}
