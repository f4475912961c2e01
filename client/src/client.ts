import { addresses } from './addresses.ts'
import { type Authenticators, browserAuthenticators } from './authenticators.ts'
import { checks } from './checks.ts'
import type { Context } from './context.ts'
import { directFlow } from './direct.ts'
import { expect, isMember, leaving, memberCalls } from './member.ts'
import { ownPasskeys, passkeySignIn } from './passkeys.ts'
import { browserPage, defaultLock, type Lock, type Page, type Storage, tabStorage } from './ports.ts'
import { ProblemError } from './problem.ts'
import { questions } from './questions.ts'
import { redirectFlow } from './redirect.ts'
import { createSession } from './session.ts'
import { createCall } from './transport.ts'
import { keptVisit } from './visit.ts'

/** What a client is made of. Only the first two are needed in a browser. */
export interface Options {
  /** The address of ieum. */
  readonly origin: string
  /** The id of this registered client. */
  readonly clientId: string
  /** The registered address that a visit returns to. Default: this page. */
  readonly redirectUri?: string
  readonly storage?: Storage
  readonly page?: Page
  readonly lock?: Lock
  /** What reaches the authenticators of the device. Default: those of the browser. */
  readonly authenticators?: Authenticators
  readonly fetch?: typeof fetch
  /** The language of texts: `ko` or `en`. Default: the browser's. */
  readonly language?: string
}

export type Ieum = ReturnType<typeof createClient>

/** The id of whoever is signed in now. */
const memberId = async ({ session }: Context): Promise<string> =>
  expect(await session.call('GET', '/me'), isMember).id

/** Step-up (RFC 9470). */
const steppingUp = (context: Context) => ({
  /**
   * Runs an action; where it needs a fresh sign-in, lets the member sign in and runs it again. Throws
   * `reauthentication_mismatch`, and runs nothing, when somebody else has signed in meanwhile.
   */
  async withStepUp<Result>(action: () => Promise<Result>, prove: () => Promise<unknown>): Promise<Result> {
    try {
      return await action()
    } catch (error) {
      const needs = error instanceof ProblemError && error.code === 'insufficient_user_authentication'
      if (!needs) throw error
      const asked = await memberId(context)
      await prove()
      if ((await memberId(context)) !== asked) throw new ProblemError('reauthentication_mismatch')
      return action()
    }
  },
})

/**
 * A client of ieum. Every method that talks to the API throws `ProblemError`, whose `code` says what to do.
 */
export function createClient(options: Options) {
  const { origin, clientId, redirectUri, page = browserPage } = options
  const { storage = tabStorage(), lock = defaultLock() } = options
  const name = `ieum.${clientId}`
  const call = createCall(origin, options.fetch ?? ((...request) => fetch(...request)), options.language)
  const session = createSession({ call, storage, lock, name })
  const context: Context = {
    origin,
    clientId,
    redirectUri,
    page,
    call,
    session,
    kept: keptVisit(storage, `${name}.visit`),
    keptProof: keptVisit(storage, `${name}.proof`),
    authenticators: options.authenticators ?? browserAuthenticators,
  }
  return {
    ...redirectFlow(context),
    ...directFlow(context),
    ...questions(context),
    ...addresses(context),
    ...checks(context),
    ...passkeySignIn(context),
    ...ownPasskeys(context),
    ...memberCalls(context),
    ...leaving(context),
    ...steppingUp(context),
  }
}
