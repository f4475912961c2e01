import type { Member, Outcome } from './api.ts'
import { type Context, take, textOf } from './context.ts'
import { expect, isMember } from './member.ts'
import { ProblemError } from './problem.ts'
import { type Call, isRecord } from './transport.ts'

/** An offer is renewed this long before its challenge ends. */
const marginSeconds = 30

/** Lets the person answer a challenge. Undefined where the person does not want to. */
async function answered(
  started: unknown,
  ask: (options: unknown) => Promise<unknown>,
): Promise<{ readonly transaction: string; readonly credential: unknown } | undefined> {
  const transaction = textOf(started, 'transaction')
  const credential = await ask(isRecord(started) ? started['options'] : undefined)
  return credential === undefined ? undefined : { transaction, credential }
}

/** Signing in by passkey. */
export interface PasskeySignIn {
  /** Whether this browser or device can use passkeys. */
  readonly hasPasskeys: () => boolean

  /** Signs in by a passkey that the person chooses in a dialog. Throws `passkey_not_used` where the person chooses none. */
  readonly signInByPasskey: () => Promise<Outcome>

  /**
   * Lets the browser offer passkeys in a field with `autocomplete="username webauthn"`. Gives the outcome once the person
   * has chosen one; undefined where the browser cannot, something else came first, or the offer fails: nobody asked for
   * it, so nobody reads about it.
   */
  readonly signInWhileTyping: () => Promise<Outcome | undefined>

  /** Proves the presence of the signed-in member by one of the member's passkeys. */
  readonly reauthenticateByPasskey: () => Promise<Outcome>
}

/** The calls of a sign-in by passkey. */
export function passkeySignIn(context: Context): PasskeySignIn {
  const { clientId, call, session, authenticators } = context

  /**
   * The answer of the passkey that the person chooses. A challenge lives for minutes, and a person may come back to a
   * page after hours: then the offer gets another.
   */
  const chosen = async (
    ask: Call,
    body: object,
    how: 'dialog' | 'while_typing',
  ): Promise<object | undefined> => {
    const started = await ask('POST', '/login/passkey/options', { body: { clientId, ...body } })
    const lives = isRecord(started) ? Number(started['expiresIn']) : 0
    const ends = AbortSignal.timeout(Math.max(1, lives - marginSeconds) * 1000)
    const answer = await answered(started, (options) => authenticators.get(options, how, ends))
    if (answer !== undefined || how === 'dialog' || !ends.aborted) return answer
    return await chosen(ask, body, how)
  }
  const signIn = async (ask: Call, answer: object | undefined): Promise<Outcome | undefined> =>
    answer && (await take(context, await ask('POST', '/login/passkey', { body: answer })))
  const wanted = (outcome: Outcome | undefined): Outcome => {
    if (outcome === undefined) throw new ProblemError('passkey_not_used')
    return outcome
  }
  return {
    hasPasskeys: () => authenticators.isThere(),
    signInByPasskey: async () => wanted(await signIn(call, await chosen(call, {}, 'dialog'))),
    async signInWhileTyping() {
      if (!(await authenticators.offersWhileTyping())) return undefined
      return await signIn(call, await chosen(call, {}, 'while_typing').catch(() => undefined))
    },
    reauthenticateByPasskey: async () =>
      wanted(await signIn(session.call, await chosen(session.call, { intent: 'reauth' }, 'dialog'))),
  }
}

/** The passkeys of the signed-in member. */
export interface OwnPasskeys {
  /** Makes a passkey and adds it to the member. Throws `passkey_not_used` where the person makes none. */
  readonly addPasskey: (more?: { readonly name?: string }) => Promise<Member>

  /** Renames a passkey of the member. */
  readonly renamePasskey: (id: string, name: string) => Promise<Member>

  /** Removes a passkey of the member. */
  readonly removePasskey: (id: string) => Promise<void>
}

/** The calls about the passkeys of the signed-in member. */
export function ownPasskeys({ session, authenticators }: Context): OwnPasskeys {
  return {
    async addPasskey(more) {
      const started = await session.call('POST', '/me/passkeys/options', { body: {} })
      const made = await answered(started, (options) => authenticators.create(options))
      if (made === undefined) throw new ProblemError('passkey_not_used')
      return expect(await session.call('POST', '/me/passkeys', { body: { ...made, ...more } }), isMember)
    },
    renamePasskey: async (id, name) =>
      expect(await session.call('PATCH', `/me/passkeys/${id}`, { body: { name } }), isMember),
    removePasskey: async (id) => {
      await session.call('DELETE', `/me/passkeys/${id}`)
    },
  }
}
