import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut, type ProviderToken } from '../../domain/visit/provider-token.ts'
import type { OpenedProviderToken } from '../../flows/ports/provider/stored-token.ts'
import type {
  AccessTokenReader,
  CodeGrant,
  Disconnection,
  ProviderLogin,
} from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { isBearer } from '../wire/read-response.ts'
import { type AskGithub, readKnown, unlinkNotices } from './notices.ts'
import { emailOf, toProfile } from './profile.ts'
import * as requests from './requests.ts'
import { type GithubTokens, readChecked, readEmails, readEnded, readTokens, readUser } from './responses.ts'
import { type GithubApp, type GithubSettings, toGithubApp } from './settings.ts'

interface Github {
  readonly app: GithubApp
  readonly http: ProviderHttp
}

/** Pages of addresses read for one account at most. The primary address comes early. */
const maxPages = 3

/** Seconds to remember a token without an expiry: ten years. */
const noExpirySeconds = 10 * 366 * 86_400

const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1000)
const expiryOf = (seconds: number | undefined): Pick<ProviderToken, 'expiresAt'> =>
  seconds === undefined ? {} : { expiresAt: secondsFromNow(seconds) }

/**
 * The token that a later disconnection needs. Every sign-in issues another token and GitHub drops the oldest
 * of ten, so the newest is stored.
 */
function tokenToStoreOf(tokens: GithubTokens): ProviderToken {
  const { access_token, expires_in, refresh_token, refresh_token_expires_in } = tokens
  return refresh_token === undefined
    ? { kind: 'access', token: access_token, ...expiryOf(expires_in) }
    : { kind: 'refresh', token: refresh_token, ...expiryOf(refresh_token_expires_in) }
}

/**
 * Redeems a code. GitHub issues no id_token, so a second call with the access token asks for the identity.
 */
async function redeem({ app, http }: Github, grant: CodeGrant): Promise<ProviderLogin> {
  const tokens = readTokens(await http(requests.tokenRequest(app, grant)))
  const accessToken = tokens.access_token
  const profile = toProfile(readUser(await http(requests.userRequest(app, accessToken))))
  return {
    identity: profile.identity,
    profile,
    accessToken,
    tokenToStore: { ...tokenToStoreOf(tokens), durable: true },
    tokenToEnd: { kind: 'access', token: accessToken, ...expiryOf(tokens.expires_in) },
  }
}

/** The primary address. Reads further pages until one of them holds it. */
async function fetchEmail(
  { app, http }: Github,
  accessToken: string,
): Promise<Pick<ProviderProfile, 'email' | 'refused'>> {
  for (let page = 1; page <= maxPages; page += 1) {
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
    throw new ProviderFault('unavailable', 'GitHub user names another person')
  }
  return { ...profile, ...address }
}

const accessTokens = ({ app, http }: Github): AccessTokenReader => ({
  async read(accessToken) {
    if (!isBearer(accessToken)) {
      throw new ProviderFault('grant_invalid', 'GitHub access token is malformed')
    }
    const response = await http(requests.checkRequest(app, accessToken))
    const { subject, expiresAt } = readChecked(response, app.clientId)
    return {
      identity: { provider: 'github', subject },
      accessToken,
      expiresAt: expiresAt ?? secondsFromNow(noExpirySeconds),
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
 * An access token that can end the grant. A refresh token works once, so `shown` is stored before the call
 * and the successor after it: the next attempt must not meet a dead token unexplained. `unknown`: GitHub does not
 * know the token, so the grant is gone. `lost`: an earlier attempt may have used the token up and lost the
 * response.
 */
async function accessTokenFor(
  { app, http }: Github,
  storedToken: OpenedProviderToken,
): Promise<'unknown' | 'lost' | { token: string }> {
  const { renew, ...token } = storedToken
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

/** How to ask about a stored token. */
const asking = (github: Github): AskGithub => ({
  async knows(accessToken) {
    const { app, http } = github
    return readKnown((await http(requests.checkRequest(app, accessToken))).status)
  },
  accessTokenFor: (token) => accessTokenFor(github, token),
})

const disconnection = (github: Github): Disconnection => ({
  needs: 'stored_token',
  async disconnect(_, storedToken) {
    if (storedToken === undefined) return 'not_revocable'
    const access = await accessTokenFor(github, storedToken)
    if (access === 'lost') return 'not_revocable'
    const { app, http } = github
    const isEnded = access !== 'unknown' && readEnded(await http(requests.endGrantRequest(app, access.token)))
    // A token unknown to GitHub was revoked together with the grant, unless the token simply expired.
    return isEnded || !hasRunOut(storedToken, new Date()) ? 'ended' : 'not_revocable'
  },
})

/**
 * Sign in with GitHub: OAuth 2 (RFC 6749) with PKCE (RFC 7636), since GitHub offers people no OpenID Connect
 * (docs.github.com, "Authorizing OAuth apps"). Takes the settings of our app and the HTTP port, gives the
 * adapter. A known identity takes two calls, a new one a third for the address. Throws an `Error` at once for
 * invalid settings; its methods throw `ProviderFault` alone.
 */
export function createGithub(settings: GithubSettings, http: ProviderHttp): ConfiguredProvider {
  const app = toGithubApp(settings)
  const github: Github = { app, http }
  return {
    id: 'github',
    // GitHub has no signing keys to fetch, and a call that only opens a connection would count against the
    // rate limit.
    warm: async () => undefined,
    authorizationUrl: (request) => requests.authorizationUrl(app, request),
    redeemCode: (grant) => redeem(github, grant),
    fetchProfile: (providerLogin) => fetchProfile(github, providerLogin),
    accessTokens: accessTokens(github),
    disconnection: disconnection(github),
    ...defined({ unlinkNotices: unlinkNotices(app, asking(github)) }),
  }
}
