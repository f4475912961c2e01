import type { Bodies, Consents, Member, Outcome, Sessions, StartedUpload, Terms } from './api.ts'
import { type Context, take } from './context.ts'
import { ProblemError } from './problem.ts'
import type { Provider } from './provider.ts'
import { isRecord } from './transport.ts'
import { type ContentType, startedUpload } from './upload.ts'

/** Whether a value is a member of the API. */
export const isMember = (value: unknown): value is Member =>
  isRecord(value) && typeof value['id'] === 'string'
const isTerms = (value: unknown): value is Terms => isRecord(value) && Array.isArray(value['terms'])
const isConsents = (value: unknown): value is Consents => isRecord(value) && Array.isArray(value['consents'])
const isSessions = (value: unknown): value is Sessions => isRecord(value) && Array.isArray(value['sessions'])

/** A value of the API. Throws `no_response` for anything else. */
export function expect<Value>(value: unknown, is: (value: unknown) => value is Value): Value {
  if (!is(value)) throw new ProblemError('no_response')
  return value
}

/** What a signed-in member sees and does. */
export function memberCalls(context: Context) {
  const { call, session } = context
  return {
    /** A live access token for the service's own API; undefined when nobody is signed in. */
    accessToken: session.accessToken,

    /** The signed-in member. Throws `invalid_token` when nobody is. */
    me: async (): Promise<Member> => expect(await session.call('GET', '/me'), isMember),

    /** Changes the member. */
    changeMe: async (body: Bodies['PATCH /me']): Promise<Member> =>
      expect(await session.call('PATCH', '/me', { body }), isMember),

    /** Removes a login method. `subject` says which identity, where the member has two at the provider. */
    unlink: async (body: { readonly provider: Provider; readonly subject?: string }): Promise<Outcome> =>
      take(context, await session.call('POST', '/unlink', { body })),

    /** Agrees to terms, as to those of `termsDue`, or withdraws from optional ones. */
    consentTo: async (consents: Bodies['POST /me/consents']['consents']): Promise<Consents> =>
      expect(await session.call('POST', '/me/consents', { body: { consents } }), isConsents),

    /** Starts the upload of a photo of the member. */
    upload: async (contentType: ContentType): Promise<StartedUpload> =>
      startedUpload(await session.call('POST', '/uploads', { body: { contentType } })),

    terms: async (): Promise<Terms> => expect(await call('GET', '/terms'), isTerms),
    consents: async (): Promise<Consents> => expect(await session.call('GET', '/me/consents'), isConsents),
    sessions: async (): Promise<Sessions> => expect(await session.call('GET', '/me/sessions'), isSessions),

    /** Signs out another device. */
    endSession: async (id: string): Promise<void> => {
      await session.call('DELETE', `/me/sessions/${id}`)
    },

    /** Renews the tokens now, for an access token with the member's newest facts. */
    renew: session.renew,

    /** Any other request as the member. */
    request: session.call,
  }
}

/** How a member leaves: for now, for a while, or for good. */
export function leaving(context: Context) {
  const { call, session, kept, keptProof } = context
  const forget = async (): Promise<void> => {
    await session.forget()
    await kept.forget()
    await keptProof.forget()
  }
  return {
    /** Signs out here, and everywhere if asked to. */
    async signOut(body: { readonly everywhere?: boolean } = {}): Promise<void> {
      const refreshToken = await session.refreshToken()
      const held = refreshToken === undefined ? {} : { refreshToken }
      await session.call('POST', '/logout', { body: { ...body, ...held } })
      await forget()
    },

    /** Pauses the account. The member is signed out everywhere. */
    deactivate: async (): Promise<void> => {
      await session.call('POST', '/me/deactivate', { body: {} })
      await forget()
    },

    /** Closes the account. The member is signed out everywhere. */
    close: async (): Promise<void> => {
      await session.call('DELETE', '/me')
      await forget()
    },

    /** Opens a paused or closed account again, by the token of a message or of a problem. */
    reactivate: async (token: string): Promise<void> => {
      await call('POST', '/reactivate', { body: { token } })
    },
  }
}
