import type { Lock, Storage } from './ports.ts'
import { ProblemError } from './problem.ts'
import { type Call, isRecord, type Sent } from './transport.ts'

/** The tokens of the signed-in member. */
export interface Session {
  /** Keeps the tokens of a response that has any. */
  keep(response: unknown): Promise<void>
  /**
   * A live access token, renewed when it is needed. Undefined when nobody is signed in. Throws
   * `reauthentication_mismatch` from when a renewal brings another member's, since the page shows somebody who has left, until
   * it takes notice.
   */
  accessToken(): Promise<string | undefined>
  /** The page asks who is signed in now: whoever it is may be acted for. */
  takeNotice(): void
  /** Renews the tokens now, for one with the member's newest facts. Undefined when nobody is signed in. */
  renew(): Promise<string | undefined>
  /** Calls the API as the member. A refused token is renewed once. */
  call(method: string, path: string, sent?: Sent): Promise<unknown>
  /** The refresh token of an app. A web client has it in a cookie. */
  refreshToken(): Promise<string | undefined>
  forget(): Promise<void>
}

/** An access token is renewed this long before its end. */
const marginMs = 30_000

interface SessionParts {
  readonly call: Call
  readonly storage: Storage
  readonly lock: Lock
  readonly name: string
}

/** The session of one client. The access token stays in memory, where no other page can read it. */
export function createSession({ call, storage, lock, name }: SessionParts): Session {
  const key = `${name}.refresh`
  let token: string | undefined
  let [endsAt, ended, isAnother] = [0, false, false]
  const refreshToken = async () => (await storage.get(key)) ?? undefined
  const forget = async () => {
    ;[token, ended, isAnother] = [undefined, true, false]
    await storage.remove(key)
  }
  /** A web client's cookie is shared by all tabs, so a renewal may bring somebody else. A sign-in of this tab is no surprise to it. */
  const keep = async (response: unknown, isRenewal = false) => {
    const { accessToken, expiresIn, refreshToken: held } = isRecord(response) ? response : {}
    if (typeof accessToken !== 'string') return
    isAnother = isRenewal && (isAnother || changesHands(token, accessToken))
    ;[token, ended] = [accessToken, false]
    endsAt = Date.now() + Number(expiresIn ?? 0) * 1000
    if (typeof held === 'string') await storage.set(key, held)
  }
  const renew = async () => {
    const held = await refreshToken()
    const body = held === undefined ? {} : { refreshToken: held }
    try {
      await keep(await call('POST', '/token', { body }), true)
    } catch (error) {
      if (!isInvalidToken(error)) throw error
      await forget()
    }
  }
  const isLive = () => token !== undefined && Date.now() < endsAt - marginMs
  let flight: Promise<void> | undefined
  /** One flight at a time, in all tabs: whoever comes second finds the token there. In this tab, all wait for the same one. */
  const renewed = () => {
    flight ??= lock(name, async () => (isLive() || ended ? undefined : renew())).finally(() => {
      flight = undefined
    })
    return flight
  }
  const accessToken = async () => {
    if (!isLive() && !ended) await renewed()
    if (isAnother) throw new ProblemError('reauthentication_mismatch')
    return token
  }
  /** A token in place of one that the API does not take any more. */
  const replaced = (refused: string | undefined) => {
    if (token === refused) endsAt = 0
    return accessToken()
  }
  return {
    keep: (response) => keep(response),
    accessToken,
    takeNotice() {
      isAnother = false
    },
    renew: () => replaced(token),
    refreshToken,
    forget,
    call: callWith(call, accessToken, replaced),
  }
}

/** Whether a token is of another member than the one before. */
const changesHands = (before: string | undefined, after: string): boolean =>
  before !== undefined && memberOf(before) !== memberOf(after)

/** The member of an access token (RFC 9068, section 2.2). Undefined for a text that is none. */
function memberOf(token: string): unknown {
  try {
    const claims = atob(token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '')
    return JSON.parse(claims).sub
  } catch {
    return undefined
  }
}

/** A call with an access token. Where the API refuses the token, another try with the next one. */
const callWith =
  (
    call: Call,
    accessToken: () => Promise<string | undefined>,
    replaced: (refused: string | undefined) => Promise<string | undefined>,
  ): Session['call'] =>
  async (method, path, sent) => {
    const first = await accessToken()
    try {
      return await call(method, path, { ...sent, accessToken: first })
    } catch (error) {
      if (!isInvalidToken(error)) throw error
      const second = await replaced(first)
      if (second === undefined || second === first) throw error
      return call(method, path, { ...sent, accessToken: second })
    }
  }

const isInvalidToken = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'invalid_token'
