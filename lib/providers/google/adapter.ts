import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type {
  AccessTokenReader,
  CodeGrant,
  Disconnection,
  ProviderLogin,
} from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { verifyIdToken } from '../oidc/id-token.ts'
import { createProviderKeys, type ProviderKeys } from '../oidc/jwks.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { isBearer } from '../wire/read-response.ts'
import { isComplete, toProfile } from './profile.ts'
import * as requests from './requests.ts'
import {
  type GoogleTokens,
  readClaims,
  readRevoked,
  readTokenInfo,
  readTokens,
  readUserinfo,
} from './responses.ts'
import { type GoogleApp, type GoogleSettings, toGoogleApp } from './settings.ts'

interface Google {
  readonly app: GoogleApp
  readonly http: ProviderHttp
  readonly keys: ProviderKeys
}

const identityOf = ({ identity }: ProviderProfile): Identity => identity
const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * 1000)

/** Reads the identity from an id_token. Its claims are the profile, unless `userinfo` may know more. */
async function readIdToken(
  { app, keys }: Google,
  idToken: string,
  { nonce, maxAge, accessToken }: { nonce: string; maxAge?: number | undefined; accessToken?: string },
): Promise<ProviderLogin> {
  const { claims } = await verifyIdToken(idToken, keys, {
    issuers: app.issuers,
    audiences: app.audiences,
    nonce,
    ...defined({ maxAge, accessToken }),
  })
  const tokenClaims = readClaims(claims)
  const profile = toProfile(tokenClaims)
  const isWhole = isComplete(tokenClaims) || accessToken === undefined
  return {
    identity: identityOf(profile),
    ...defined({ profile: isWhole ? profile : undefined, accessToken }),
  }
}

/** The token that a later disconnection needs: a refresh token, or for one hour the access token. */
const tokenToStoreOf = ({
  access_token,
  refresh_token,
  expires_in,
}: GoogleTokens): NonNullable<ProviderLogin['tokenToStore']> =>
  refresh_token === undefined
    ? { kind: 'access', token: access_token, expiresAt: secondsFromNow(expires_in), durable: false }
    : { kind: 'refresh', token: refresh_token, durable: true }

async function redeem(google: Google, grant: CodeGrant): Promise<ProviderLogin> {
  const { app, http, keys } = google
  // The keys load beside the token request, not after it.
  const [response] = await Promise.all([http(requests.tokenRequest(app, grant)), keys.prepare()])
  const tokens = readTokens(response)
  const { nonce, maxAge } = grant
  const accessToken = tokens.access_token
  const providerLogin = await readIdToken(google, tokens.id_token, { nonce, maxAge, accessToken })
  return { ...providerLogin, tokenToStore: tokenToStoreOf(tokens) }
}

async function fetchProfile({ app, http }: Google, providerLogin: ProviderLogin): Promise<ProviderProfile> {
  const { identity, accessToken } = providerLogin
  const profile = providerLogin.profile ?? toProfile(readUserinfo(await http(userinfo(app, accessToken))))
  if (profile.identity.subject !== identity.subject) {
    throw new ProviderFault('unavailable', 'Google userinfo names another person')
  }
  return profile
}

function userinfo(app: GoogleApp, accessToken: string | undefined) {
  if (accessToken === undefined)
    throw new ProviderFault('unavailable', 'Google userinfo needs an access token')
  return requests.userinfoRequest(app, accessToken)
}

const accessTokens = ({ app, http }: Google): AccessTokenReader => ({
  async read(accessToken) {
    if (!isBearer(accessToken)) {
      throw new ProviderFault('grant_invalid', 'Google access token is malformed')
    }
    const { subject, expiresIn } = readTokenInfo(await http(requests.tokenInfoRequest(app, accessToken)), app)
    const expiresAt = secondsFromNow(expiresIn)
    const tokenToStore = { kind: 'access', token: accessToken, expiresAt, durable: false } as const
    return { identity: { provider: 'google', subject }, accessToken, expiresAt, tokenToStore }
  },
})

const disconnection = ({ app, http }: Google): Disconnection => ({
  needs: 'stored_token',
  async disconnect(_, storedToken) {
    if (storedToken === undefined) return 'not_revocable'
    return readRevoked(await http(requests.revokeRequest(app, storedToken)), storedToken)
  },
})

/**
 * Sign in with Google (OpenID Connect Core 1.0; developers.google.com, "OpenID Connect"). Takes the settings
 * of our project and the HTTP port, gives the adapter. Any visitor takes one call, since the id_token holds
 * the whole profile. Throws an `Error` at once for invalid settings; its methods throw `ProviderFault` alone.
 */
export function createGoogle(settings: GoogleSettings, http: ProviderHttp): ConfiguredProvider {
  const app = toGoogleApp(settings)
  const keys = createProviderKeys(app.at.keys, http)
  const google: Google = { app, http, keys }
  return {
    id: 'google',
    warm: () => keys.prepare(),
    authorizationUrl: (request) => requests.authorizationUrl(app, request),
    redeemCode: (grant) => redeem(google, grant),
    fetchProfile: (providerLogin) => fetchProfile(google, providerLogin),
    idTokens: { read: (idToken, nonce, maxAge) => readIdToken(google, idToken, { nonce, maxAge }) },
    accessTokens: accessTokens(google),
    disconnection: disconnection(google),
  }
}
