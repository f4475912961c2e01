import type { Provider } from '../../../lib/flows/ports/provider.ts'
import { createKakao } from '../../../lib/providers/kakao/adapter.ts'
import type { KakaoSettings } from '../../../lib/providers/kakao/settings.ts'
import { createProviderHttp, defaultHttpLimits, type HttpLimits } from '../../../lib/providers/wire/http.ts'
import { kakaoCast, kakaoTerms } from '../../../lib/stand-ins/kakao/cast.ts'
import type { KakaoClients } from '../../../lib/stand-ins/kakao/persona.ts'
import {
  type KakaoStandIn,
  type KakaoStandInOptions,
  startKakaoStandIn,
} from '../../../lib/stand-ins/kakao/stand-in.ts'
import { hashCi } from '../hash-ci.ts'
import { callbackOf, visitAt } from '../visit-at.ts'

export const redirectUri = callbackOf('kakao')

export const clients: KakaoClients = {
  clientId: 'rest-key-of-ours',
  clientSecret: 'secret-of-ours',
  adminKey: 'admin-key-of-ours',
  appId: '123456',
  nativeClientId: 'native-key-of-ours',
  redirectUris: [redirectUri],
  serviceTerms: kakaoTerms,
}

/** A Kakao stand-in with the default cast. */
export const startKakao = (options: Partial<KakaoStandInOptions> = {}): Promise<KakaoStandIn> =>
  startKakaoStandIn({ personas: kakaoCast, clients, ...options })

/** A new adapter without any calls so far. */
export function adapterFor(
  { origin }: { readonly origin: string },
  settings: Partial<KakaoSettings> = {},
  limits: Partial<HttpLimits> = {},
): Provider {
  const { clientId, clientSecret, adminKey, appId, nativeClientId } = clients
  const app = { clientId, clientSecret, adminKey, appId, nativeKeys: [nativeClientId], javascriptKeys: [] }
  const origins = { authOrigin: origin, apiOrigin: origin }
  return createKakao(
    { ...app, ...origins, ...settings },
    createProviderHttp({ ...defaultHttpLimits, ...limits }),
    hashCi,
  )
}

/** A visit of a persona up to the code that the callback would redeem. */
export const visit = visitAt
