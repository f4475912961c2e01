import { createHash, randomBytes } from 'node:crypto'
import type { CodeGrant, Provider } from '../../lib/flows/ports/provider.ts'
import {
  type KakaoStandIn,
  type KakaoStandInOptions,
  startKakaoStandIn,
} from '../../lib/local/stand-ins/kakao.ts'
import { kakaoCast, kakaoTerms } from '../../lib/local/stand-ins/kakao-cast.ts'
import type { KakaoClients } from '../../lib/local/stand-ins/kakao-persona.ts'
import type { ConsentAnswer } from '../../lib/local/stand-ins/walk.ts'
import { createProviderHttp, defaultLimits, type HttpLimits } from '../../lib/providers/http.ts'
import { createKakao } from '../../lib/providers/kakao.ts'
import type { KakaoSettings } from '../../lib/providers/kakao-settings.ts'
import { hashCi } from './hash-ci.ts'

export const redirectUri = 'https://api.example.com/callback/kakao'

export const clients: KakaoClients = {
  clientId: 'rest-key-of-ours',
  clientSecret: 'secret-of-ours',
  adminKey: 'admin-key-of-ours',
  appId: '123456',
  nativeKey: 'native-key-of-ours',
  redirectUris: [redirectUri],
  serviceTerms: kakaoTerms,
}

/** A Kakao stand-in with the default cast. */
export const startKakao = (options: Partial<KakaoStandInOptions> = {}): Promise<KakaoStandIn> =>
  startKakaoStandIn({ personas: kakaoCast, clients, ...options })

/** A new adapter that has asked nobody yet. */
export function adapterFor(
  { origin }: { readonly origin: string },
  settings: Partial<KakaoSettings> = {},
  limits: Partial<HttpLimits> = {},
): Provider {
  const { clientId, clientSecret, adminKey, appId, nativeKey } = clients
  const origins = { authOrigin: origin, apiOrigin: origin }
  return createKakao(
    { clientId, clientSecret, adminKey, appId, nativeKey, ...origins, ...settings },
    createProviderHttp({ ...defaultLimits, ...limits }),
    hashCi,
  )
}

/** A visit of a persona up to the code: what the callback would redeem. */
export function visit(
  provider: Provider,
  standIn: KakaoStandIn,
  persona: string,
  answer: ConsentAnswer = {},
): CodeGrant {
  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const request = {
    redirectUri,
    state: randomBytes(8).toString('hex'),
    nonce: randomBytes(8).toString('hex'),
  }
  const url = provider.authorizationUrl({ ...request, codeChallenge, interactive: false })
  const code = new URL(standIn.authorize(url, persona, answer)).searchParams.get('code') ?? ''
  return { ...request, code, codeVerifier }
}
