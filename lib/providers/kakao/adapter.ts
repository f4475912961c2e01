import { defined } from '../../domain/values/defined.ts'
import type { CiHash, ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity, Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type {
  AccessTokenReader,
  AgreementRecording,
  Disconnection,
  Provider,
  ProviderLogin,
} from '../../flows/ports/provider.ts'
import type { ConfiguredProvider } from '../configured-provider.ts'
import { verifyIdToken } from '../oidc/id-token.ts'
import { createProviderKeys } from '../oidc/jwks.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { isBearer } from '../wire/read-answer.ts'
import {
  kakaoSubject,
  readAs,
  readDone,
  readRevoked,
  readTerms,
  readTokenInfo,
  readTokens,
  readUpgraded,
} from './answers.ts'
import { kapiCode, kapiFault } from './errors.ts'
import { unlinkNotices } from './notices.ts'
import { profileSchema, toProfile } from './profile.ts'
import * as requests from './requests.ts'
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
    // The profile alone decides whether the visit goes on; what hangs on the terms treats them as unknown.
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
    const [answer, terms] = await Promise.all([
      http(requests.profileRequest(app, caller)),
      fetchTerms(app, http, caller, subject),
    ])
    if (answer.status !== 200) {
      const stale = { [kapiCode.notConnected]: 'grant_invalid' } as const
      const dead = { [kapiCode.invalidToken]: 'grant_invalid' } as const
      throw kapiFault('user/me', answer, 'accessToken' in caller ? { ...stale, ...dead } : stale)
    }
    const user = readAs(profileSchema, 'user/me', answer)
    if (user.id !== subject) throw new ProviderFault('unavailable', 'Kakao user/me named another person')
    return toProfile(user, terms, hashCi)
  }
}

function accessTokens(app: KakaoApp, http: ProviderHttp): AccessTokenReader {
  return {
    async read(accessToken) {
      if (!isBearer(accessToken))
        throw new ProviderFault('grant_invalid', 'Kakao access token: it is malformed')
      const answer = await http(requests.tokenInfoRequest(app, accessToken))
      const { subject, expiresIn } = readTokenInfo(answer, app.appId)
      const expiresAt = new Date(Date.now() + expiresIn * 1000)
      return { identity: { provider: 'kakao', subject }, accessToken, expiresAt }
    },
  }
}

function disconnection(app: KakaoApp, http: ProviderHttp): Disconnection {
  return {
    needs: 'identity',
    async disconnect({ subject }) {
      readDone('unlink', await http(requests.unlinkRequest(app, subject)), subject)
      return 'ended'
    },
    async release({ subject }, tags) {
      if (tags.length === 0) return
      readRevoked(await http(requests.revokeTermsRequest(app, subject, tags)), subject, tags)
    },
  }
}

/** Only what the app has registered and the person has not agreed to: one unknown tag would refuse them all. */
function agreements(app: KakaoApp, http: ProviderHttp): AgreementRecording {
  return {
    async record({ subject }, tags) {
      const known = readTerms(await http(requests.termsRequest(app, { subject })), subject)
      const open = tags.filter((tag) => known.some((terms) => terms.tag === tag && !terms.agreed))
      if (open.length === 0) return
      readUpgraded(await http(requests.upgradeTermsRequest(app, subject, open)), subject, open)
    },
  }
}

/**
 * Kakao Login with OpenID Connect, and Kakao Sync where the app has it. Takes the app's settings, the port
 * for calls, and how a CI is hashed. Throws an `Error` at once for settings that cannot be right; its
 * methods throw `ProviderFault` alone.
 */
export function createKakao(
  settings: KakaoSettings,
  http: ProviderHttp,
  hashCi: (ci: string) => CiHash,
): ConfiguredProvider {
  const app = toKakaoApp(settings)
  const keys = createProviderKeys(`${app.authOrigin}/.well-known/jwks.json`, http)

  async function readIdToken(
    idToken: string,
    expected: { nonce: string; maxAge?: number | undefined; accessToken?: string },
  ): Promise<ProviderLogin> {
    const { nonce, maxAge, accessToken } = expected
    const { subject, authTime } = await verifyIdToken(idToken, keys, {
      issuers: [app.authOrigin],
      audiences: app.audiences,
      nonce,
      ...defined({ maxAge, accessToken }),
    })
    const identity: Identity = { provider: 'kakao', subject: kakaoSubject(subject) }
    const presenceAge = authTime && Math.max(0, Math.floor((Date.now() - authTime.getTime()) / 1000))
    return {
      identity,
      ...defined({ presenceAge, accessToken }),
    }
  }

  return {
    id: 'kakao',
    warm: () => keys.prepare(),
    authorizationUrl: (request) => requests.authorizationUrl(app, request),
    async redeemCode(grant) {
      // Beside the token request, not after it.
      const [answer] = await Promise.all([http(requests.tokenRequest(app, grant)), keys.prepare()])
      const { accessToken, idToken } = readTokens(answer)
      return readIdToken(idToken, { nonce: grant.nonce, maxAge: grant.maxAge, accessToken })
    },
    fetchProfile: profiles(app, http, hashCi),
    idTokens: { read: (idToken, nonce, maxAge) => readIdToken(idToken, { nonce, maxAge }) },
    accessTokens: accessTokens(app, http),
    disconnection: disconnection(app, http),
    agreements: agreements(app, http),
    unlinkNotices: unlinkNotices(app, http),
    endsSessions: {
      async endSessions({ subject }) {
        readDone('logout', await http(requests.logoutRequest(app, subject)), subject)
      },
    },
  }
}
