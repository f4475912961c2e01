import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut, type ProviderToken } from '../../domain/visit/provider-token.ts'
import type {
  AccessTokenReader,
  CodeGrant,
  Disconnection,
  OpenedProviderToken,
  ProviderLogin,
} from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { isBearer } from '../wire/read-answer.ts'
import { type GithubTokens, readChecked, readEmails, readEnded, readTokens, readUser } from './answers.ts'
import { emailOf, toProfile } from './profile.ts'
import * as requests from './requests.ts'
import { type GithubApp, type GithubSettings, toGithubApp } from './settings.ts'

interface Github {
  readonly app: GithubApp
  readonly http: ProviderHttp
}

/** An account has so many pages of addresses at most, as far as we look; the primary one comes early. */
const pagesAtMost = 3

/** A token without an end is remembered for so many seconds: ten years. */
const endless = 10 * 366 * 86_400

const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1000)
const ends = (seconds: number | undefined): Pick<ProviderToken, 'expiresAt'> =>
  seconds === undefined ? {} : { expiresAt: secondsFromNow(seconds) }

/**
 * What can end the connection later. Every sign-in brings another token, and GitHub drops the oldest of ten: the
 * newest one is kept.
 */
function tokenToStoreOf(tokens: GithubTokens): ProviderToken {
  const { access_token, expires_in, refresh_token, refresh_token_expires_in } = tokens
  return refresh_token === undefined
    ? { kind: 'access', token: access_token, ...ends(expires_in) }
    : { kind: 'refresh', token: refresh_token, ...ends(refresh_token_expires_in) }
}

/** GitHub issues no id_token: who came is asked with the access token, in a second call. */
async function redeem({ app, http }: Github, grant: CodeGrant): Promise<ProviderLogin> {
  const tokens = readTokens(await http(requests.tokenRequest(app, grant)))
  const accessToken = tokens.access_token
  const profile = toProfile(readUser(await http(requests.userRequest(app, accessToken))))
  return {
    identity: profile.identity,
    profile,
    accessToken,
    tokenToStore: { ...tokenToStoreOf(tokens), durable: true },
  }
}

/** The primary address; pages are turned until it turns up. */
async function fetchEmail(
  { app, http }: Github,
  accessToken: string,
): Promise<Pick<ProviderProfile, 'email' | 'refused'>> {
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const emails = readEmails(await http(requests.emailsRequest(app, accessToken, page)))
    if (emails === 'refused') return { refused: ['email'] }
    if (emails === 'not_ours_to_read') break
    const isLast = emails.length < requests.emailsOnAPage
    if (isLast || emails.some(({ primary }) => primary === true)) return { ...emailOf(emails), refused: [] }
  }
  return { refused: [] }
}

async function fetchProfile(github: Github, providerLogin: ProviderLogin): Promise<ProviderProfile> {
  const { accessToken, identity } = providerLogin
  if (accessToken === undefined) throw new ProviderFault('unavailable', 'GitHub user needs an access token')
  const { app, http } = github
  const [profile, address] = await Promise.all([
    providerLogin.profile ?? http(requests.userRequest(app, accessToken)).then(readUser).then(toProfile),
    fetchEmail(github, accessToken),
  ])
  if (profile.identity.subject !== identity.subject) {
    throw new ProviderFault('unavailable', 'GitHub user named another person')
  }
  return { ...profile, ...address }
}

const accessTokens = ({ app, http }: Github): AccessTokenReader => ({
  async read(accessToken) {
    if (!isBearer(accessToken)) {
      throw new ProviderFault('grant_invalid', 'GitHub access token: it is malformed')
    }
    const answer = await http(requests.checkRequest(app, accessToken))
    const { subject, expiresAt } = readChecked(answer, app.clientId)
    return {
      identity: { provider: 'github', subject },
      accessToken,
      expiresAt: expiresAt ?? secondsFromNow(endless),
      tokenToStore: {
        kind: 'access',
        token: accessToken,
        ...defined({ expiresAt }),
        durable: expiresAt === undefined,
      },
    }
  },
})

/**
 * An access token for ending the grant. A refresh token works once: that it is about to be shown is kept before, and
 * its successor after, or the next try would find a dead token and not know why. `unknown`: GitHub does not know it,
 * and so the grant is gone. `lost`: it may just as well have been used up by a try whose answer never came.
 */
async function accessFor(
  { app, http }: Github,
  kept: OpenedProviderToken,
): Promise<'unknown' | 'lost' | { token: string }> {
  const { renew, ...token } = kept
  if (token.kind === 'access') return { token: token.token }
  if (token.shown === undefined) await renew({ ...token, shown: true })
  try {
    const tokens = readTokens(await http(requests.refreshRequest(app, token.token)))
    await renew(tokenToStoreOf(tokens))
    return { token: tokens.access_token }
  } catch (error) {
    if (!(error instanceof ProviderFault) || error.why !== 'grant_invalid') throw error
    return token.shown === undefined ? 'unknown' : 'lost'
  }
}

const disconnection = (github: Github): Disconnection => ({
  needs: 'kept_token',
  async disconnect(_, kept) {
    if (kept === undefined) return 'not_revocable'
    const access = await accessFor(github, kept)
    if (access === 'lost') return 'not_revocable'
    const { app, http } = github
    const isEnded = access !== 'unknown' && readEnded(await http(requests.endGrantRequest(app, access.token)))
    // A token that GitHub does not know any more was revoked, with the grant, unless it simply ran out.
    return isEnded || !hasRunOut(kept, new Date()) ? 'ended' : 'not_revocable'
  },
})

/**
 * Sign in with GitHub (OAuth 2 with PKCE; GitHub has no OpenID Connect for people). Takes the settings of our app and
 * the port for calls. A returning visitor takes two calls, a new one a third for the address. Throws an `Error` at
 * once for settings that cannot be right; its methods throw `ProviderFault` alone.
 */
export function createGithub(settings: GithubSettings, http: ProviderHttp): ConfiguredProvider {
  const app = toGithubApp(settings)
  const github: Github = { app, http }
  return {
    id: 'github',
    // No signing keys to fetch; a call that only opens a connection would count against our limit there.
    warm: async () => undefined,
    authorizationUrl: (request) => requests.authorizationUrl(app, request),
    redeemCode: (grant) => redeem(github, grant),
    fetchProfile: (providerLogin) => fetchProfile(github, providerLogin),
    accessTokens: accessTokens(github),
    disconnection: disconnection(github),
  }
}
