import { createHash, randomBytes } from 'node:crypto'
import type { Laptop } from './laptop.ts'

type Body = Readonly<Record<string, unknown>>

/** A member, as a client of theirs knows them. */
export interface LoadedMember {
  readonly key: string
  /** Their other account at Kakao, which they link. */
  readonly second: string
  accessToken: string
  refreshToken: string
  signedInAt: number
  /** When the access token was issued. */
  issuedAt: number
  /** Whether a request said that the session is over. */
  isSignedOut: boolean
  isBusy: boolean
}

/** What a request says of itself when it has ended: its kind, when it began, and its error. */
export type RequestReport = (kind: string, startedAt: number, error?: string) => void

/** Ends an action whose request failed. It was reported before. */
class RequestFailure extends Error {
  readonly status: number

  constructor(status: number) {
    super(`failed with ${status}`)
    this.status = status
  }
}

/** Access tokens end after ten minutes, and a sign-in older than that links nothing. Clients are a minute early. */
const freshMs = 540_000
const redirectUri = 'http://127.0.0.1:53682/done'
const consents = ['service', 'privacy'].map((tag) => ({ tag, version: '2026-01', agreed: true }))

/** The clients of a laptop's members. Whoever is signed up with them is in `members`. */
export function loadClients(laptop: Laptop, report: RequestReport) {
  const members: LoadedMember[] = []
  /** Sign-ups that failed, although they may have been written. */
  let unclearSignUps = 0

  /** Sends one request and reports it. Gives the body. Throws `RequestFailure`. */
  async function send(
    kind: string,
    method: string,
    path: string,
    body?: Body,
    bearer?: string,
  ): Promise<Body> {
    const startedAt = performance.now()
    const response = await fetch(new URL(path, laptop.origin), {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const value: unknown = await response.json()
    const result: Body = { ...Object(value) }
    const reason = `${response.status} ${String(result['code'])} ${JSON.stringify(result['errors'] ?? '')}`
    report(kind, startedAt, response.ok ? undefined : `${kind}: ${reason}`)
    if (!response.ok) throw new RequestFailure(response.status)
    return result
  }

  /** A whole direct visit at Kakao. Gives the outcome and the visit's secret. */
  async function visit(kind: string, persona: string, more: Body = {}, bearer?: string) {
    const codeVerifier = randomBytes(32).toString('base64url')
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
    const begun = { clientId: 'app', codeChallenge, redirectUri, ...more }
    const { transaction, authorizationUrl } = await send('start', 'POST', '/login/kakao', begun, bearer)
    const redirected = new URL(await laptop.authorize(String(authorizationUrl), persona))
    const [code, state] = ['code', 'state'].map((name) => redirected.searchParams.get(name))
    const visited = { transaction, codeVerifier, code, state }
    return { outcome: await send(kind, 'POST', '/callback/kakao', visited, bearer), codeVerifier }
  }

  async function signUp(key: string): Promise<void> {
    const { outcome, codeVerifier } = await visit('first callback', key)
    const { registerToken, identity } = outcome
    const { provider, subject }: Body = Object(identity)
    const body = { registerToken, codeVerifier, provider, subject, consents }
    unclearSignUps++
    const { accessToken, refreshToken } = await send('sign-up', 'POST', '/register', body)
    unclearSignUps--
    const tokens = { accessToken: String(accessToken), refreshToken: String(refreshToken) }
    const now = performance.now()
    const state = { signedInAt: now, issuedAt: now, isSignedOut: false, isBusy: false }
    members.push({ key, second: `${key}-second`, ...tokens, ...state })
  }

  /** A returning sign-in, whose session the member goes on with. */
  async function signIn(member: LoadedMember): Promise<void> {
    const { outcome } = await visit('callback', member.key)
    const { accessToken, refreshToken } = outcome
    const now = performance.now()
    Object.assign(member, { accessToken, refreshToken, signedInAt: now, issuedAt: now, isSignedOut: false })
  }

  async function readOwnData({ accessToken }: LoadedMember): Promise<void> {
    await send('GET /me', 'GET', '/me', undefined, accessToken)
  }

  async function renew(member: LoadedMember): Promise<void> {
    const renewed = await send('renewal', 'POST', '/token', { refreshToken: member.refreshToken })
    const { accessToken, refreshToken } = renewed
    Object.assign(member, { accessToken, refreshToken, issuedAt: performance.now() })
  }

  async function linkAndUnlink(member: LoadedMember): Promise<void> {
    if (performance.now() - member.signedInAt > freshMs) await signIn(member)
    const { second, accessToken } = member
    const { outcome } = await visit('link', second, { intent: 'link' }, accessToken)
    const { identities }: Body = Object(outcome['member'])
    const linked: unknown = Array.isArray(identities) ? identities.at(-1) : {}
    const { subject }: Body = Object(linked)
    await send('unlink', 'POST', '/unlink', { provider: 'kakao', subject }, accessToken)
  }

  /** One action of a member, who signs in instead where the session is over. Throws `RequestFailure`. */
  async function act(action: keyof typeof actions, member: LoadedMember): Promise<void> {
    try {
      if (member.isSignedOut) return await signIn(member)
      if (action !== 'renew' && performance.now() - member.issuedAt > freshMs) await renew(member)
      await actions[action](member)
    } catch (error) {
      if (error instanceof RequestFailure && error.status === 401) member.isSignedOut = true
      throw error
    }
  }
  const actions = { readOwnData, renew, signIn, linkAndUnlink }
  return { members, signUp, act, unclearSignUps: () => unclearSignUps }
}

/** Whether an error is that of a request which was reported before. */
export const isReported = (error: unknown): boolean => error instanceof RequestFailure
