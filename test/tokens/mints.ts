import type { Session } from '../../lib/domain/member/member.ts'
import { type AccessTokenForm, defaultAccessTokenForm } from '../../lib/domain/session/access-token-form.ts'
import type { OAuthRequest } from '../../lib/domain/visit/oauth-request.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { readKeyRing } from '../../lib/tokens/key-ring.ts'
import { makeKeys, type StageKeys } from '../../lib/tokens/make-keys.ts'
import { createTokens } from '../../lib/tokens/tokens.ts'
import { clientId, kakaoIdentity } from '../support/people.ts'

export const issuer = 'https://auth.example.com'

/** The time at which these tokens are made. No test uses the machine's own clock. */
export const now = new Date('2026-11-22T10:00:00.000Z')
export const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)

export interface Stage {
  readonly keys: StageKeys
  /** Makes and reads tokens at a time, with these or other keys, at this or another origin. */
  at(moment?: Date, keys?: StageKeys, origin?: string): Promise<ReturnType<typeof createTokens>>
}

/** A stage with its own keys. */
export async function openStage(form: AccessTokenForm = defaultAccessTokenForm): Promise<Stage> {
  const keys = await makeKeys(now, form.algorithm)
  return {
    keys,
    async at(moment = now, others = keys, origin = issuer) {
      return createTokens(
        { issuer: origin, keys: await readKeyRing(others, moment, form.algorithm), now: () => moment },
        form,
      )
    },
  }
}

export const sessionOf = (more: Partial<Session> = {}): Session => ({
  id: ids.session(),
  memberId: ids.member(),
  clientId: clientId('web'),
  signIn: { authTime: later(-3600), amr: ['kakao'], identity: kakaoIdentity('9001') },
  generation: 0,
  refreshHash: 'hash',
  refreshKid: 'kid',
  rotatedAt: now,
  credentialsVersion: 0,
  createdAt: now,
  idleExpiresAt: later(86_400),
  absoluteExpiresAt: later(86_400),
  ...more,
})

export const transactionOf = (more: Partial<OAuthRequest> = {}): OAuthRequest => ({
  id: ids.oauthRequest(),
  provider: 'kakao',
  clientId: clientId('web'),
  flow: { kind: 'redirect', redirectUri: 'https://www.example.com/done', clientState: 'client-state' },
  codeChallenge: 'challenge-of-the-client',
  state: 'our-state',
  nonce: 'our-nonce',
  codeVerifier: 'our-secret-towards-the-provider',
  providerRedirectUri: `${issuer}/callback/kakao`,
  locale: 'ko',
  expiresAt: later(600),
  ...more,
})

/** The parts of a compact JWS or JWE, decoded where they are JSON. */
export function partsOf(token: string): {
  readonly header: Record<string, unknown>
  readonly parts: string[]
} {
  const parts = token.split('.')
  const header: unknown = JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString('utf8'))
  if (typeof header !== 'object' || header === null) throw new Error('a token without a header')
  return { header: { ...header }, parts }
}
