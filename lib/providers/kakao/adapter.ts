import { defined } from '../../domain/values/defined.ts'
import type { CiHash, ProviderProfile } from '../../domain/values/evidence.ts'
import type { Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type {
  AccessTokenReader,
  AgreementRecording,
  AuthorizationRequest,
  Disconnection,
  Provider,
  ProviderLogin,
} from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { createOidcProvider } from '../oidc/adapter.ts'
import type { FormFields, OidcApp } from '../oidc/app.ts'
import { createProviderKeys } from '../oidc/jwks.ts'
import { signedText } from '../oidc/signed-text.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { isBearer } from '../wire/read-response.ts'
import { kapiCode, kapiFault } from './errors.ts'
import { unlinkNotices } from './notices.ts'
import { profileSchema, toProfile } from './profile.ts'
import * as requests from './requests.ts'
import {
  kakaoSubject,
  readDone,
  readKakaoResponse,
  readRevocableTerms,
  readRevoked,
  readTerms,
  readTokenInfo,
  readTokens,
  readUnlinked,
  readUpgraded,
} from './responses.ts'
import { type KakaoApp, type KakaoSettings, toKakaoApp } from './settings.ts'

const callerOf = ({ identity, accessToken }: ProviderLogin): requests.KakaoCaller =>
  accessToken === undefined ? { subject: identity.subject } : { accessToken }

async function fetchTerms(
  app: KakaoApp,
  http: ProviderHttp,
  caller: requests.KakaoCaller,
  subject: Subject,
): Promise<ProviderProfile['terms']> {
  try {
    return readTerms(await http(requests.termsRequest(app, caller)), subject)
  } catch (error) {
    // The profile alone decides whether the visit continues. Rules about terms treat them as unknown.
    if (error instanceof ProviderFault) return 'unknown'
    throw error
  }
}

function profiles(
  app: KakaoApp,
  http: ProviderHttp,
  hashCi: (ci: string) => CiHash,
): Provider['fetchProfile'] {
  return async (providerLogin) => {
    const caller = callerOf(providerLogin)
    const { subject } = providerLogin.identity
    const [response, terms] = await Promise.all([
      http(requests.profileRequest(app, caller)),
      fetchTerms(app, http, caller, subject),
    ])
    if (response.status !== 200) {
      const notConnected = { [kapiCode.notConnected]: 'grant_invalid' } as const
      const invalidToken = { [kapiCode.invalidToken]: 'grant_invalid' } as const
      throw kapiFault(
        'user/me',
        response,
        'accessToken' in caller ? { ...notConnected, ...invalidToken } : notConnected,
      )
    }
    const user = readKakaoResponse(profileSchema, 'user/me', response)
    if (user.id !== subject) throw new ProviderFault('unavailable', 'Kakao user/me names another person')
    return toProfile(user, terms, hashCi)
  }
}

function accessTokens(app: KakaoApp, http: ProviderHttp): AccessTokenReader {
  return {
    async read(accessToken) {
      if (!isBearer(accessToken)) throw new ProviderFault('grant_invalid', 'Kakao access token is malformed')
      const response = await http(requests.tokenInfoRequest(app, accessToken))
      const { subject, expiresIn } = readTokenInfo(response, app.appId)
      const expiresAt = new Date(Date.now() + expiresIn * 1000)
      return { identity: { provider: 'kakao', subject }, accessToken, expiresAt }
    },
  }
}

function disconnection(app: KakaoApp, http: ProviderHttp): Disconnection {
  return {
    needs: 'identity',
    async disconnect({ subject }) {
      return readUnlinked(await http(requests.unlinkRequest(app, subject)), subject)
    },
    // One tag that is unknown, or may not be revoked, makes Kakao refuse them all.
    async release({ subject }, tags) {
      if (tags.length === 0) return 'released'
      const revocable = readRevocableTerms(await http(requests.termsRequest(app, { subject })), subject)
      const ours = tags.filter((tag) => revocable.includes(tag))
      if (ours.length === 0) return 'released'
      return readRevoked(await http(requests.revokeTermsRequest(app, subject, ours)), subject, ours)
    },
  }
}

/**
 * Records agreements at Kakao (`upgrade/service_terms`). Sends only registered terms that are not agreed yet,
 * since one unknown tag makes Kakao refuse them all.
 */
function agreements(app: KakaoApp, http: ProviderHttp): AgreementRecording {
  return {
    async record({ subject }, tags) {
      const known = readTerms(await http(requests.termsRequest(app, { subject })), subject)
      const missing = tags.filter((tag) => known.some((terms) => terms.tag === tag && !terms.agreed))
      if (missing.length === 0) return
      readUpgraded(await http(requests.upgradeTermsRequest(app, subject, missing)), subject, missing)
    },
  }
}

/** What the client wants of Kakao's screens. Linking and re-authentication always ask for a sign-in. */
function screenForm({ interactive, hints = {} }: AuthorizationRequest): FormFields {
  const { prompt, loginHint, channels = [] } = hints
  const wanted = interactive ? 'login' : prompt
  return {
    ...defined({ prompt: wanted, login_hint: loginHint }),
    ...(channels.length > 0 && { channel_public_id: channels.join(',') }),
  }
}

/**
 * Kakao among the OpenID providers. Scopes and terms are joined by commas, and with OpenID Connect on, a `scope`
 * without `openid` brings no id_token. The id_token tells the identity alone.
 */
const oidcApp = (app: KakaoApp): OidcApp => ({
  id: 'kakao',
  name: 'Kakao',
  clientId: app.clientId,
  clientSecret: () => app.clientSecret,
  at: {
    authorize: `${app.authOrigin}/oauth/authorize`,
    token: `${app.authOrigin}/oauth/token`,
    keys: `${app.authOrigin}/.well-known/jwks.json`,
  },
  issuers: [app.authOrigin],
  audiences: app.audiences,
  authorizationParams: (request) => ({
    ...(app.scopes?.length && { scope: [...new Set(['openid', ...app.scopes])].join(',') }),
    ...(app.serviceTerms?.length && { service_terms: app.serviceTerms.join(',') }),
    ...screenForm(request),
  }),
  readTokens,
  checkSubject: kakaoSubject,
})

/**
 * Kakao Login with OpenID Connect, and Kakao Sync where the app has it (developers.kakao.com, "Kakao Login:
 * REST API"). Takes the app's settings, the HTTP port and the hash of a CI, gives the adapter. Throws an
 * `Error` at once for invalid settings; its methods throw `ProviderFault` alone.
 */
export function createKakao(
  settings: KakaoSettings,
  http: ProviderHttp,
  hashCi: (ci: string) => CiHash,
): ConfiguredProvider {
  const app = toKakaoApp(settings)
  const oidc = oidcApp(app)
  const keys = createProviderKeys(oidc.at.keys, http)
  const notices = unlinkNotices(app, http)
  return {
    ...createOidcProvider(oidc, http, keys),
    fetchProfile: profiles(app, http, hashCi),
    accessTokens: accessTokens(app, http),
    disconnection: disconnection(app, http),
    agreements: agreements(app, http),
    unlinkNotices: notices,
    eventSender: {
      comesAs: 'body',
      issuers: oidc.issuers,
      audiences: app.audiences,
      signedText: (token) => signedText(token, keys),
      isConnected: notices.isConnected,
    },
    endsSessions: {
      async endSessions({ subject }) {
        readDone('logout', await http(requests.logoutRequest(app, subject)), subject)
      },
    },
  }
}
