import type { Bodies, Consents, Member, Outcome, Sessions, StartedUpload, Term, Terms } from './api.ts'
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

/** Runs an action for whoever is signed in now, also where that is somebody else than the page shows. */
async function noticing<Result>({ session }: Context, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'reauthentication_mismatch') throw error
    session.takeNotice()
    return action()
  }
}

/**
 * What a signed-in member sees and does. Each call throws `invalid_token` when nobody is signed in, and each but `me()`
 * `reauthentication_mismatch` where somebody else has signed in in another tab, until `me()` answers: draw the page again from that.
 */
export interface MemberCalls {
  /** A live access token for the service's own API; undefined when nobody is signed in. */
  readonly accessToken: () => Promise<string | undefined>

  /** The signed-in member, also where somebody else has signed in in another tab: compare the id with the one that the page shows. */
  readonly me: () => Promise<Member>

  /** Changes the member. */
  readonly changeMe: (body: Bodies['PATCH /me']) => Promise<Member>

  /** Removes a login method. `subject` says which identity, where the member has two at the provider. */
  readonly unlink: (body: { readonly provider: Provider; readonly subject?: string }) => Promise<Outcome>

  /** Agrees to terms, as to those of `termsDue`, or withdraws from optional ones. */
  readonly consentTo: (consents: Bodies['POST /me/consents']['consents']) => Promise<Consents>

  /** Starts the upload of a photo of the member. */
  readonly upload: (contentType: ContentType) => Promise<StartedUpload>

  /** The terms in force. Needs no member. */
  readonly terms: () => Promise<Terms>

  /** The required terms that the member has not agreed to in their present version, as `termsDue` of a sign-in. */
  readonly termsDue: () => Promise<readonly Term[]>

  /** What the member has agreed to, and withdrawn from. */
  readonly consents: () => Promise<Consents>

  /** The devices on which the member is signed in. */
  readonly sessions: () => Promise<Sessions>

  /** Signs out another device. */
  readonly endSession: (id: string) => Promise<void>

  /** Renews the tokens now, for an access token with the member's newest facts. Undefined when nobody is signed in. */
  readonly renew: () => Promise<string | undefined>

  /** Any other request as the member. Gives the JSON of the response. */
  readonly request: (method: string, path: string, sent?: { readonly body?: unknown }) => Promise<unknown>
}

/** The calls of a signed-in member. */
export function memberCalls(context: Context): MemberCalls {
  const { call, session } = context
  const terms = async () => expect(await call('GET', '/terms'), isTerms)
  const consents = async () => expect(await session.call('GET', '/me/consents'), isConsents)
  return {
    accessToken: session.accessToken,
    me: async () => expect(await noticing(context, () => session.call('GET', '/me')), isMember),
    changeMe: async (body) => expect(await session.call('PATCH', '/me', { body }), isMember),
    unlink: async (body) => take(context, await session.call('POST', '/unlink', { body })),
    consentTo: async (consents) =>
      expect(await session.call('POST', '/me/consents', { body: { consents } }), isConsents),
    upload: async (contentType) =>
      startedUpload(await session.call('POST', '/uploads', { body: { contentType } })),
    terms,
    async termsDue() {
      const [due, given] = await Promise.all([terms(), consents()])
      const agreed = (term: Term) =>
        given.consents.some((one) => one.agreed && one.tag === term.tag && one.version === term.version)
      return due.terms.filter((term) => term.required && !agreed(term))
    },
    consents,
    sessions: async () => expect(await session.call('GET', '/me/sessions'), isSessions),
    endSession: async (id) => {
      await session.call('DELETE', `/me/sessions/${id}`)
    },
    renew: session.renew,
    request: session.call,
  }
}

/** How a member leaves: for now, for a while, or for good. */
export interface Leaving {
  /** Signs out here, and everywhere if asked to. */
  readonly signOut: (body?: { readonly everywhere?: boolean }) => Promise<void>

  /** Pauses the account. The member is signed out everywhere. */
  readonly deactivate: () => Promise<void>

  /** Closes the account. The member is signed out everywhere. */
  readonly close: () => Promise<void>

  /** Opens a paused or closed account again, by the token of a message or of a problem. */
  readonly reactivate: (token: string) => Promise<void>
}

/** The calls of a member who leaves or comes back. */
export function leaving(context: Context): Leaving {
  const { call, session, kept, keptProof } = context
  const forget = async (): Promise<void> => {
    await session.forget()
    await kept.forget()
    await keptProof.forget()
  }
  return {
    async signOut(body) {
      const refreshToken = await session.refreshToken()
      const held = refreshToken === undefined ? {} : { refreshToken }
      const end = () => session.call('POST', '/logout', { body: { ...body, ...held } })
      // This browser is left, whoever is signed in. Somebody else's other devices are not.
      await (body?.everywhere ? end() : noticing(context, end))
      await forget()
    },
    async deactivate() {
      await session.call('POST', '/me/deactivate', { body: {} })
      await forget()
    },
    async close() {
      await session.call('DELETE', '/me')
      await forget()
    },
    async reactivate(token) {
      await call('POST', '/reactivate', { body: { token } })
    },
  }
}
