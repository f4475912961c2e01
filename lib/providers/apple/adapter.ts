import { decodeJwt } from 'jose'
import { defined } from '../../domain/values/defined.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { Disconnection, EventSender, IdTokenExtras, ProviderLogin } from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { createOidcProvider } from '../oidc/adapter.ts'
import { hashOfNonce, verifyIdToken } from '../oidc/id-token.ts'
import { createProviderKeys, type ProviderKeys } from '../oidc/jwks.ts'
import { postForm, providerTimeouts } from '../oidc/requests.ts'
import { endedUnless, isTokenRefusedForGood, readCodeTokens } from '../oidc/responses.ts'
import { signedText } from '../oidc/signed-text.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { oauthError } from '../wire/read-response.ts'
import { nameIn } from './profile.ts'
import { type AppleApp, type AppleSettings, toAppleApp, tokenOfClient } from './settings.ts'

/** Our app at Apple, the way to Apple, and Apple's signing keys. */
interface Apple {
  readonly app: AppleApp
  readonly http: ProviderHttp
  readonly keys: ProviderKeys
}

/** Adds the name of a first consent to the profile. */
function withName(login: ProviderLogin, user: string | undefined): ProviderLogin {
  const displayName = nameIn(user)
  if (login.profile === undefined || displayName === undefined) return login
  return { ...login, profile: { ...login.profile, displayName } }
}

/** Posts a form that shows one of our clients and its secret. */
async function post({ app, http }: Apple, url: string, clientId: string, form: object, timeoutMs: number) {
  const client_secret = await app.secretOf(clientId)
  return http(postForm(url, { ...form, client_id: clientId, client_secret }, timeoutMs))
}

/**
 * Redeems the code of a native sign-in for the token that ends the connection later.
 *
 * Mallory shows her own id_token beside the code of Minji's sign-in: Minji's token would be stored with Mallory's
 * identity, and end with it. So the id_token that comes for the code must name the same person and the same app.
 */
async function redeemNativeCode(
  apple: Apple,
  idToken: string,
  nonce: string,
  code: string,
): Promise<Pick<ProviderLogin, 'identity' | 'tokenToStore'>> {
  const { app, keys } = apple
  const [clientId = ''] = [decodeJwt(idToken).aud].flat()
  const form = { grant_type: 'authorization_code', code }
  const response = await post(apple, app.at.token, clientId, form, providerTimeouts.signIn)
  const tokens = readCodeTokens(app.name, response)
  const { subject } = await verifyIdToken(tokens.idToken, keys, {
    issuers: app.issuers,
    audiences: [clientId],
    nonce,
    hashedNonce: hashOfNonce(nonce),
    withoutNonce: 'bound_by_another_id_token',
  })
  return { identity: { provider: 'apple', subject }, tokenToStore: tokenOfClient(tokens, clientId) }
}

const disconnection = (apple: Apple): Disconnection => ({
  needs: 'stored_token',
  async disconnect(_, stored) {
    if (stored === undefined) return 'not_revocable'
    const { app } = apple
    const form = { token: stored.token, token_type_hint: `${stored.kind}_token` }
    const { clientId = app.clientId } = stored
    const response = await post(apple, app.at.revoke, clientId, form, providerTimeouts.disconnection)
    if (response.status === 200 && oauthError(response) === undefined) return endedUnless(stored)
    if (isTokenRefusedForGood(response)) return 'not_revocable'
    throw new ProviderFault('unavailable', `Apple revoke responded with ${response.status}`)
  },
})

/** How old an event may be that nobody can be asked about: Apple delivers within minutes, and once. */
const countsForMs = 3_600_000

/**
 * Apple tells of a consent or an account that has ended. The refresh token says whether the person is connected. Without
 * one the event itself counts, unless it is old: somebody may have kept it, and the person have come back since.
 */
const eventSender = (apple: Apple): EventSender => ({
  comesAs: 'payload',
  issuers: apple.app.issuers,
  audiences: apple.app.audiences,
  signedText: (token) => signedText(token, apple.keys),
  async isConnected(_, stored, at) {
    if (stored?.kind !== 'refresh') return Date.now() - at.getTime() > countsForMs
    const { app } = apple
    const { clientId = app.clientId } = stored
    const form = { grant_type: 'refresh_token', refresh_token: stored.token }
    const response = await post(apple, app.at.token, clientId, form, providerTimeouts.signIn)
    const error = oauthError(response)
    if (response.status === 200 && error === undefined) return true
    if (error === 'invalid_grant') return false
    throw new ProviderFault('unavailable', `Apple refresh responded with ${response.status}`)
  },
})

/**
 * Sign in with Apple (developer.apple.com, "Sign in with Apple REST API"). Takes the settings of our team and the HTTP
 * port, gives the adapter. Any visitor takes one call, since the id_token holds the whole profile; a native id_token
 * without a code takes none. Throws an `Error` at once for invalid settings; its methods throw `ProviderFault` alone.
 */
export function createApple(settings: AppleSettings, http: ProviderHttp): ConfiguredProvider {
  const app = toAppleApp(settings)
  const keys = createProviderKeys(app.at.keys, http)
  const apple: Apple = { app, http, keys }
  const oidc = createOidcProvider(app, http, keys)

  async function readNative(
    idToken: string,
    nonce: string,
    extras: IdTokenExtras = {},
  ): Promise<ProviderLogin> {
    const { authorizationCode: code, user } = extras
    const login = withName(await oidc.idTokens.read(idToken, nonce, extras), user)
    if (code === undefined) return login
    const { identity, tokenToStore } = await redeemNativeCode(apple, idToken, nonce, code)
    if (identity.subject !== login.identity.subject) {
      throw new ProviderFault('grant_invalid', 'the code beside the Apple id_token is of another person')
    }
    return { ...login, ...defined({ tokenToStore }) }
  }

  return {
    ...oidc,
    ...(app.postsBack && { postsBack: true }),
    redeemCode: async (grant) => withName(await oidc.redeemCode(grant), grant.user),
    idTokens: { takesCode: true, read: readNative },
    disconnection: disconnection(apple),
    eventSender: eventSender(apple),
  }
}
