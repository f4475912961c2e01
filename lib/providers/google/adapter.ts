import { defined } from '../../domain/values/defined.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type {
  AccessTokenReader,
  AuthorizationRequest,
  Disconnection,
  EventSender,
} from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { createOidcProvider } from '../oidc/adapter.ts'
import type { FormFields, OidcApp } from '../oidc/app.ts'
import { createProviderKeys, type ProviderKeys } from '../oidc/jwks.ts'
import { eitherToken, readClaims, secondsFromNow } from '../oidc/responses.ts'
import { signedText } from '../oidc/signed-text.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { isBearer } from '../wire/read-response.ts'
import { claimsSchema, isComplete, toProfile } from './profile.ts'
import { refreshRequest, revokeRequest, tokenInfoRequest } from './requests.ts'
import { readConnected, readRevoked, readTokenInfo } from './responses.ts'
import { type GoogleApp, type GoogleSettings, toGoogleApp } from './settings.ts'

/** What the client wants of Google's screens. Google knows no `login` and `create`, and always lets choose then. */
function screenForm({ interactive, hints = {} }: AuthorizationRequest): FormFields {
  const { prompt, loginHint } = hints
  const asks = interactive || prompt === 'login' || prompt === 'create'
  const wanted = asks ? 'select_account' : prompt
  return defined({ prompt: wanted, login_hint: loginHint })
}

/**
 * Google among the OpenID providers. `offline` brings a refresh token at the first consent, the only token that can
 * end the connection after an hour. Google documents no way to demand the password again (`prompt=login`,
 * `max_age`), so an interactive visit shows the account chooser.
 */
const oidcApp = (app: GoogleApp): OidcApp => ({
  ...app,
  id: 'google',
  name: 'Google',
  clientSecret: () => app.clientSecret,
  authorizationParams: (request) => ({
    scope: 'openid email profile',
    access_type: 'offline',
    ...screenForm(request),
  }),
  readProfile(raw) {
    const claims = readClaims(claimsSchema, 'Google claims', raw)
    return { profile: toProfile(claims), whole: isComplete(claims) }
  },
  tokenToStore: eitherToken,
})

const accessTokens = (app: GoogleApp, http: ProviderHttp): AccessTokenReader => ({
  async read(accessToken) {
    if (!isBearer(accessToken)) {
      throw new ProviderFault('grant_invalid', 'Google access token is malformed')
    }
    const { subject, expiresIn } = readTokenInfo(await http(tokenInfoRequest(app, accessToken)), app)
    const expiresAt = secondsFromNow(expiresIn)
    const tokenToStore = { kind: 'access', token: accessToken, expiresAt, durable: false } as const
    return { identity: { provider: 'google', subject }, accessToken, expiresAt, tokenToStore }
  },
})

const disconnection = (app: GoogleApp, http: ProviderHttp): Disconnection => ({
  needs: 'stored_token',
  async disconnect(_, storedToken) {
    if (storedToken === undefined) return 'not_revocable'
    return readRevoked(await http(revokeRequest(app, storedToken)), storedToken)
  },
})

/**
 * In events Google writes its issuer with a slash. The refresh token says whether the person is still connected; without
 * one nobody knows, so nothing ends for good.
 */
const eventSender = (app: GoogleApp, http: ProviderHttp, keys: ProviderKeys): EventSender => ({
  comesAs: 'body',
  issuers: app.issuers.flatMap((issuer) => [issuer, `${issuer}/`]),
  audiences: app.audiences,
  signedText: (token) => signedText(token, keys),
  async isConnected(_, storedToken) {
    if (storedToken?.kind !== 'refresh') return true
    return readConnected(await http(refreshRequest(app, storedToken)))
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
  return {
    ...createOidcProvider(oidcApp(app), http, keys),
    accessTokens: accessTokens(app, http),
    disconnection: disconnection(app, http),
    eventSender: eventSender(app, http, keys),
  }
}
