import type { Bodies, Consents, Member, Outcome, Sessions, Terms } from './api.ts'
import { type Context, take } from './context.ts'
import { ProblemError } from './problem.ts'
import { isRecord } from './transport.ts'

const isMember = (value: unknown): value is Member => isRecord(value) && typeof value['id'] === 'string'
const isTerms = (value: unknown): value is Terms => isRecord(value) && Array.isArray(value['terms'])
const isConsents = (value: unknown): value is Consents => isRecord(value) && Array.isArray(value['consents'])
const isSessions = (value: unknown): value is Sessions => isRecord(value) && Array.isArray(value['sessions'])

function expect<Value>(value: unknown, is: (value: unknown) => value is Value): Value {
  if (!is(value)) throw new ProblemError('no_response')
  return value
}

/** What a signed-in member sees and does. */
export function memberCalls(context: Context) {
  const { call, session, kept } = context
  return {
    /** A live access token for the service's own API; undefined when nobody is signed in. */
    accessToken: session.accessToken,

    /** The signed-in member. Throws `invalid_token` when nobody is. */
    me: async (): Promise<Member> => expect(await session.call('GET', '/me'), isMember),

    /** Changes the member. */
    changeMe: async (body: Bodies['PATCH /me']): Promise<Member> =>
      expect(await session.call('PATCH', '/me', { body }), isMember),

    /** Removes a login method. */
    unlink: async (body: Bodies['POST /unlink']): Promise<Outcome> =>
      take(context, await session.call('POST', '/unlink', { body })),

    terms: async (): Promise<Terms> => expect(await call('GET', '/terms'), isTerms),
    consents: async (): Promise<Consents> => expect(await session.call('GET', '/me/consents'), isConsents),
    sessions: async (): Promise<Sessions> => expect(await session.call('GET', '/me/sessions'), isSessions),

    /** Any other request as the member. */
    request: session.call,

    /** Signs out here, and everywhere if asked to. */
    async signOut(body: { readonly everywhere?: boolean } = {}): Promise<void> {
      const refreshToken = await session.refreshToken()
      const held = refreshToken === undefined ? {} : { refreshToken }
      await session.call('POST', '/logout', { body: { ...body, ...held } })
      await session.forget()
      await kept.forget()
    },
  }
}
