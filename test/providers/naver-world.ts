import { createHash, randomBytes } from 'node:crypto'
import type { CodeGrant, Provider } from '../../lib/flows/ports/provider.ts'
import {
  type NaverStandIn,
  type NaverStandInOptions,
  startNaverStandIn,
} from '../../lib/local/stand-ins/naver.ts'
import { naverCast } from '../../lib/local/stand-ins/naver-cast.ts'
import type { NaverClients } from '../../lib/local/stand-ins/naver-persona.ts'
import type { ConsentAnswer } from '../../lib/local/stand-ins/walk.ts'
import { createProviderHttp, defaultLimits, type HttpLimits } from '../../lib/providers/http.ts'
import { createNaver } from '../../lib/providers/naver.ts'
import type { NaverSettings } from '../../lib/providers/naver-settings.ts'
import { hashCi } from './hash-ci.ts'

export const redirectUri = 'https://api.example.com/callback/naver'

export const clients: NaverClients = {
  clientId: 'client-of-ours',
  clientSecret: 'secret-of-ours',
  redirectUris: [redirectUri],
}

/** A Naver stand-in with the default cast. */
export const startNaver = (options: Partial<NaverStandInOptions> = {}): Promise<NaverStandIn> =>
  startNaverStandIn({ personas: naverCast, clients, ...options })

/** A new adapter that has asked nobody yet. */
export function adapterFor(
  { origin }: { readonly origin: string },
  settings: Partial<NaverSettings> = {},
  limits: Partial<HttpLimits> = {},
): Provider {
  const { clientId, clientSecret } = clients
  return createNaver(
    { clientId, clientSecret, authOrigin: origin, apiOrigin: origin, ...settings },
    createProviderHttp({ ...defaultLimits, ...limits }),
    hashCi,
  )
}

/** A visit of a persona up to the code: what the callback would redeem. */
export function visit(
  provider: Provider,
  standIn: NaverStandIn,
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
