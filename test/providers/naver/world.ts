import type { Provider } from '../../../lib/flows/ports/provider.ts'
import { createNaver } from '../../../lib/providers/naver/adapter.ts'
import type { NaverSettings } from '../../../lib/providers/naver/settings.ts'
import { createProviderHttp, defaultHttpLimits, type HttpLimits } from '../../../lib/providers/wire/http.ts'
import { naverCast } from '../../../lib/stand-ins/naver/cast.ts'
import type { NaverClients } from '../../../lib/stand-ins/naver/persona.ts'
import {
  type NaverStandIn,
  type NaverStandInOptions,
  startNaverStandIn,
} from '../../../lib/stand-ins/naver/stand-in.ts'
import { hashCi } from '../hash-ci.ts'
import { callbackOf } from '../visit-at.ts'

export const redirectUri = callbackOf('naver')

export const clients: NaverClients = {
  clientId: 'client-of-ours',
  clientSecret: 'secret-of-ours',
  redirectUris: [redirectUri],
}

/** A Naver stand-in with the default cast. */
export const startNaver = (options: Partial<NaverStandInOptions> = {}): Promise<NaverStandIn> =>
  startNaverStandIn({ personas: naverCast, clients, ...options })

/** A new adapter without any calls so far. */
export function adapterFor(
  { origin }: { readonly origin: string },
  settings: Partial<NaverSettings> = {},
  limits: Partial<HttpLimits> = {},
): Provider {
  const { clientId, clientSecret } = clients
  return createNaver(
    { clientId, clientSecret, authOrigin: origin, apiOrigin: origin, ...settings },
    createProviderHttp({ ...defaultHttpLimits, ...limits }),
    hashCi,
  )
}
