import { type Addresses, addresses } from './addresses.ts'
import { type Authenticators, browserAuthenticators } from './authenticators.ts'
import { type Checks, checks } from './checks.ts'
import type { Context } from './context.ts'
import { type DirectFlow, directFlow } from './direct.ts'
import { expect, isMember, type Leaving, leaving, type MemberCalls, memberCalls } from './member.ts'
import { type OwnPasskeys, ownPasskeys, type PasskeySignIn, passkeySignIn } from './passkeys.ts'
import { browserPage, defaultLock, type Lock, type Page, type Storage, tabStorage } from './ports.ts'
import { ProblemError } from './problem.ts'
import { type Questions, questions } from './questions.ts'
import { type RedirectFlow, redirectFlow } from './redirect.ts'
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
  /** Keeps a visit, and an app's refresh token. Default: the tab's `sessionStorage`; without a page, memory. */
  readonly storage?: Storage
  /** Reads the address of the page, and leaves for another. Default: the browser's. */
  readonly page?: Page
  /** Lets one tab at a time renew the tokens. Default: Web Locks; without them, one task after the other. */
  readonly lock?: Lock
  /** What reaches the authenticators of the device. Default: those of the browser. */
  readonly authenticators?: Authenticators
  /** Sends the requests. Default: the platform's. */
  readonly fetch?: typeof fetch
  /** The language of texts: `ko` or `en`. Default: the browser's. */
  readonly language?: string
}

/** A client of ieum, as `createClient` makes it. */
export interface Ieum
  extends RedirectFlow,
    DirectFlow,
    Questions,
    Addresses,
    Checks,
    PasskeySignIn,
    OwnPasskeys,
    MemberCalls,
    Leaving,
    StepUp {}

/** The id of whoever is signed in now. */
const memberId = async ({ session }: Context): Promise<string> =>
  expect(await session.call('GET', '/me'), isMember).id

/** Step-up (RFC 9470). */
interface StepUp {
  /**
   * Runs an action; where it needs a fresh sign-in, lets the member sign in and runs it again. Throws
   * `reauthentication_mismatch`, and runs nothing, when somebody else has signed in meanwhile.
   */
  readonly withStepUp: <Result>(
    action: () => Promise<Result>,
    prove: () => Promise<unknown>,
  ) => Promise<Result>
}

const steppingUp = (context: Context): StepUp => ({
  async withStepUp(action, prove) {
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
export function createClient(options: Options): Ieum {
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
