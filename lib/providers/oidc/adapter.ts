import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { CodeGrant, IdTokenExtras, Provider, ProviderLogin } from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import type { ProviderHttp } from '../wire/http.ts'
import type { OidcApp } from './app.ts'
import { hashOfNonce, verifyIdToken } from './id-token.ts'
import { createProviderKeys, type ProviderKeys } from './jwks.ts'
import { bearerRequest, codeFlowUrl, codeRequest, providerTimeouts } from './requests.ts'
import { readCodeTokens, readUserinfo } from './responses.ts'

/** Our app at a provider, the way to the provider, and the provider's signing keys. */
interface Oidc {
  readonly app: OidcApp
  readonly http: ProviderHttp
  readonly keys: ProviderKeys
}

interface Expected {
  readonly nonce: string
  readonly hashedNonce?: string | undefined
  readonly maxAge?: number | undefined
  readonly accessToken?: string
}

/** The identity of an id_token, and the profile where its claims hold one. */
async function readIdToken(
  { app, keys }: Oidc,
  idToken: string,
  { nonce, hashedNonce, maxAge, accessToken }: Expected,
): Promise<ProviderLogin> {
  const { subject, authTime, claims } = await verifyIdToken(idToken, keys, {
    issuers: app.issuers,
    audiences: app.audiences,
    nonce,
    ...defined({
      hashedNonce,
      maxAge,
      accessToken,
      algorithms: app.algorithms,
      sharedSecret: app.sharedSecret,
    }),
  })
  const identity = { provider: app.id, subject: app.checkSubject?.(subject) ?? subject }
  const read = app.readProfile?.(claims)
  const canAsk = accessToken !== undefined && app.at.userinfo !== undefined
  const signInAge = authTime && Math.max(0, Math.floor((Date.now() - authTime.getTime()) / 1000))
  return {
    identity,
    ...defined({ signInAge, accessToken, profile: read?.whole || !canAsk ? read?.profile : undefined }),
  }
}

/**
 * Minji starts at this provider, and Mallory's provider sends her browser to our callback with its own code (mix-up).
 * The provider names itself beside its code or error, and another name ends the visit before any call (RFC 9207, section 2.4).
 */
function checkIssuer({ name, issuers, sendsIssuer = false }: OidcApp, issuer: string | undefined): void {
  const isOurs = issuer === undefined ? !sendsIssuer : issuers.includes(issuer)
  if (!isOurs) throw new ProviderFault('grant_invalid', `the response does not come from ${name}`)
}

async function redeemCode(oidc: Oidc, grant: CodeGrant): Promise<ProviderLogin> {
  const { app, http, keys } = oidc
  checkIssuer(app, grant.issuer)
  const request = await codeRequest(app, grant)
  // The keys load beside the token request, not after it.
  const [response] = await Promise.all([http(request), keys.prepare()])
  const tokens = app.readTokens?.(response) ?? readCodeTokens(app.name, response)
  const { nonce, maxAge } = grant
  const providerLogin = await readIdToken(oidc, tokens.idToken, {
    nonce,
    maxAge,
    accessToken: tokens.accessToken,
  })
  return { ...providerLogin, ...defined({ tokenToStore: app.tokenToStore?.(tokens) }) }
}

async function fetchUserinfo({ app, http }: Oidc, accessToken: string | undefined): Promise<ProviderProfile> {
  const { userinfo } = app.at
  if (app.readProfile === undefined || userinfo === undefined || accessToken === undefined) {
    throw new ProviderFault('unavailable', `${app.name} userinfo needs an access token`)
  }
  const response = await http(bearerRequest(userinfo, accessToken, providerTimeouts.profile))
  return app.readProfile(readUserinfo(app.name, response)).profile
}

/** The profile of a visitor. `userinfo` must name the subject of the id_token (OpenID Connect Core, section 5.3.2). */
async function fetchProfile(oidc: Oidc, providerLogin: ProviderLogin): Promise<ProviderProfile> {
  const { identity, accessToken } = providerLogin
  const profile = providerLogin.profile ?? (await fetchUserinfo(oidc, accessToken))
  if (profile.identity.subject !== identity.subject) {
    throw new ProviderFault('unavailable', `${oidc.app.name} userinfo names another person`)
  }
  return profile
}

/** The identity of an id_token of a native SDK, to which the app has passed our nonce. */
function readNativeIdToken(oidc: Oidc, idToken: string, nonce: string, { maxAge }: IdTokenExtras = {}) {
  const hashedNonce = oidc.app.hashesNativeNonce && hashOfNonce(nonce)
  return readIdToken(oidc, idToken, { nonce, hashedNonce, maxAge })
}

/** What every OpenID provider can do. */
type OidcProvider = ConfiguredProvider & Required<Pick<Provider, 'idTokens' | 'checkIssuer'>>

/**
 * Sign-in at an OpenID provider by the code flow (OpenID Connect Core 1.0, section 3.1). Takes our app there, the
 * HTTP port and the provider's keys; gives the part of the adapter that all OpenID providers share. A returning
 * visitor takes one call. Makes no call; the methods throw `ProviderFault` alone.
 */
export function createOidcProvider(
  app: OidcApp,
  http: ProviderHttp,
  keys: ProviderKeys = createProviderKeys(app.at.keys, http),
): OidcProvider {
  const oidc: Oidc = { app, http, keys }
  return {
    id: app.id,
    warm: () => keys.prepare(),
    checkIssuer: async (issuer) => checkIssuer(app, issuer),
    authorizationUrl: (request) => codeFlowUrl(app, request),
    redeemCode: (grant) => redeemCode(oidc, grant),
    fetchProfile: (providerLogin) => fetchProfile(oidc, providerLogin),
    idTokens: { read: (idToken, nonce, more) => readNativeIdToken(oidc, idToken, nonce, more) },
  }
}
