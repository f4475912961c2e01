import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { AccessTokenReader, AuthorizationRequest, Disconnection } from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { createOidcProvider } from '../oidc/adapter.ts'
import type { FormFields, OidcApp } from '../oidc/app.ts'
import { standardClaims, standardProfile, subjectClaim } from '../oidc/claims.ts'
import {
  bearerRequest,
  clientFields,
  formBody,
  jsonHeaders,
  postForm,
  providerTimeouts,
} from '../oidc/requests.ts'
import { endedUnless, isTokenRefusedForGood, readClaims, seconds, secondsFromNow } from '../oidc/responses.ts'
import type { ProviderHttp, ProviderResponse } from '../wire/http.ts'
import { bearer, isBearer, oauthError, readAs, tryRead } from '../wire/read-response.ts'
import { safeOrigin } from '../wire/transport.ts'
import { isFriend } from './friendship.ts'

/** Our channel at LINE, as its console shows it. */
export interface LineSettings {
  /** The channel ID. */
  readonly clientId: string
  /** The channel secret, which also signs the id_tokens that LINE signs with HS256. */
  readonly clientSecret: string
  /** What to ask for. A channel without the e-mail permission must not ask for `email`. */
  readonly scopes?: readonly string[] | undefined
  /** Whether the consent screen offers to add our LINE Official Account, and how loudly. */
  readonly botPrompt?: 'normal' | 'aggressive' | undefined
  readonly authOrigin?: string | undefined
  readonly apiOrigin?: string | undefined
}

const refreshTokenSeconds = 90 * 86_400

/** A person's id below one LINE provider, the group of our channels: the same in each of them. */
const lineSubject = v.pipe(subjectClaim, v.regex(/^U[0-9a-f]{32}$/))
const claimsSchema = v.object({ ...standardClaims, sub: lineSubject })

/**
 * Maps the claims of an id_token to a profile. Pure. The name is the one that the person shows. LINE has no flag for a
 * verified address, so an address proves nothing.
 */
export function toProfile(raw: unknown): ProviderProfile {
  const profile = standardProfile('line', readClaims(claimsSchema, 'LINE claims', raw), () => 'unverified')
  return { ...profile, ...defined({ nickname: profile.name }) }
}

/** What the client wants of LINE's screens. `max_age` makes LINE tell when the person signed in. */
function screenForm({ interactive, hints = {} }: AuthorizationRequest): FormFields {
  if (interactive) return { prompt: 'login', max_age: `${lifetimes.oauthRequest}` }
  return hints.prompt === 'none' || hints.prompt === 'login' ? { prompt: hints.prompt } : {}
}

/** LINE among the OpenID providers. Without `id_token_key_type` LINE signs with the channel secret. */
function toOidcApp(settings: LineSettings, authOrigin: string, apiOrigin: string): OidcApp {
  const { clientId, clientSecret, scopes = ['profile', 'email'], botPrompt } = settings
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (value === '') throw new Error(`LINE ${name} must not be empty`)
  }
  return {
    id: 'line',
    name: 'LINE',
    clientId,
    clientSecret: () => clientSecret,
    at: {
      authorize: `${authOrigin}/oauth2/v2.1/authorize`,
      token: `${apiOrigin}/oauth2/v2.1/token`,
      keys: `${apiOrigin}/oauth2/v2.1/certs`,
    },
    issuers: [authOrigin],
    audiences: [clientId],
    algorithms: ['ES256'],
    sharedSecret: clientSecret,
    authorizationParams: (request) => ({
      scope: [...new Set(['openid', ...scopes])].join(' '),
      ...defined({ bot_prompt: botPrompt }),
      ...screenForm(request),
    }),
    tokenParams: { id_token_key_type: 'JWK' },
    // Only the id_token holds the address.
    readProfile: (claims) => ({ profile: toProfile(claims), whole: true }),
    tokenToStore: ({ refreshToken }) =>
      refreshToken === undefined
        ? undefined
        : {
            kind: 'refresh',
            token: refreshToken,
            expiresAt: secondsFromNow(refreshTokenSeconds),
            durable: true,
          },
  }
}

const checkSchema = v.object({ client_id: v.string(), expires_in: seconds })
const personSchema = v.object({
  userId: lineSubject,
  displayName: standardClaims.name,
  pictureUrl: standardClaims.picture,
})

/** Throws `grant_invalid` for an unknown or expired token, which LINE answers with 400, else `unavailable`. */
function refuseUnlessKnown(call: string, response: ProviderResponse): void {
  if (response.status === 200 && oauthError(response) === undefined) return
  const isUnknown = [400, 401].includes(response.status)
  throw new ProviderFault(
    isUnknown ? 'grant_invalid' : 'unavailable',
    `LINE ${call} responded with ${response.status}`,
  )
}

/** Accepts a token only after LINE names our channel as its client, before the profile is read. */
const accessTokens = (app: OidcApp, apiOrigin: string, http: ProviderHttp): AccessTokenReader => ({
  async read(accessToken) {
    if (!isBearer(accessToken)) throw new ProviderFault('grant_invalid', 'LINE access token is malformed')
    const query = formBody({ access_token: accessToken })
    const { signIn, profile: profileMs } = providerTimeouts
    const url = `${apiOrigin}/oauth2/v2.1/verify?${query}`
    const check = await http({ method: 'GET', url, headers: jsonHeaders, timeoutMs: signIn })
    refuseUnlessKnown('verify', check)
    const { client_id, expires_in } = readAs(checkSchema, 'LINE verify', check)
    if (client_id !== app.clientId)
      throw new ProviderFault('token_not_ours', 'LINE access token of another channel')
    const response = await http(bearerRequest(`${apiOrigin}/v2/profile`, accessToken, profileMs))
    refuseUnlessKnown('profile', response)
    const person = readAs(personSchema, 'LINE profile', response)
    const profile = toProfile({ sub: person.userId, name: person.displayName, picture: person.pictureUrl })
    const expiresAt = secondsFromNow(expires_in)
    const tokenToStore = { kind: 'access', token: accessToken, expiresAt, durable: false } as const
    return { identity: profile.identity, accessToken, expiresAt, profile, tokenToStore }
  },
})

const tokenSchema = v.object({ access_token: bearer })

/**
 * Ends a connection by `deauthorize`, which takes a live access token of the person beside a token of our channel.
 * `ended`: also when LINE no longer knows a token that has not run out, since then the connection has ended before.
 */
const disconnection = (app: OidcApp, apiOrigin: string, http: ProviderHttp): Disconnection => {
  const timeoutMs = providerTimeouts.disconnection / 2

  /** The person's live access token, or what LINE's refusal of a refresh means. */
  async function liveToken(stored: ProviderToken, client: FormFields) {
    if (stored.kind === 'access') return { token: stored.token }
    const form = { grant_type: 'refresh_token', refresh_token: stored.token, ...client }
    const response = await http(postForm(app.at.token, form, timeoutMs))
    if (oauthError(response) === 'invalid_grant') return endedUnless(stored)
    if (isTokenRefusedForGood(response)) return 'not_revocable'
    return { token: readAs(tokenSchema, 'LINE refresh', response).access_token }
  }

  /** A stateless token of the channel, which lives for 15 minutes. */
  async function channelToken(client: FormFields): Promise<string> {
    const form = { grant_type: 'client_credentials', ...client }
    const response = await http(postForm(`${apiOrigin}/oauth2/v3/token`, form, timeoutMs))
    return readAs(tokenSchema, 'LINE channel token', response).access_token
  }

  return {
    needs: 'stored_token',
    async disconnect(_, stored) {
      if (stored === undefined) return 'not_revocable'
      const client = await clientFields(app)
      const [live, ours] = await Promise.all([liveToken(stored, client), channelToken(client)])
      if (typeof live === 'string') return live
      const response = await http({
        method: 'POST',
        url: `${apiOrigin}/user/v1/deauthorize`,
        headers: { ...jsonHeaders, 'content-type': 'application/json', authorization: `Bearer ${ours}` },
        body: JSON.stringify({ userAccessToken: live.token }),
        timeoutMs,
      })
      if (response.status === 204) return 'ended'
      const isUnknown = tryRead(v.object({ message: v.literal('invalid token') }), response) !== undefined
      if (response.status === 400 && isUnknown) return endedUnless(stored)
      throw new ProviderFault('unavailable', `LINE deauthorize responded with ${response.status}`)
    },
  }
}

/**
 * LINE Login v2.1 (developers.line.biz, "LINE Login v2.1 API reference"). Takes the settings of our channel and the HTTP
 * port, gives the adapter. Any visitor takes one call, since the id_token holds the whole profile. Throws an `Error` at
 * once for invalid settings; its methods throw `ProviderFault` alone. With `botPrompt`, a new connection also asks for the
 * friendship, by one call more.
 */
export function createLine(settings: LineSettings, http: ProviderHttp): ConfiguredProvider {
  const authOrigin = safeOrigin('LINE authOrigin', settings.authOrigin ?? 'https://access.line.me')
  const apiOrigin = safeOrigin('LINE apiOrigin', settings.apiOrigin ?? 'https://api.line.me')
  const app = toOidcApp(settings, authOrigin, apiOrigin)
  const oidc = createOidcProvider(app, http)
  return {
    ...oidc,
    async fetchProfile(login) {
      const profile = await oidc.fetchProfile(login)
      if (settings.botPrompt === undefined || login.accessToken === undefined) return profile
      return { ...profile, ...defined({ friend: await isFriend(apiOrigin, login.accessToken, http) }) }
    },
    accessTokens: accessTokens(app, apiOrigin, http),
    disconnection: disconnection(app, apiOrigin, http),
  }
}
