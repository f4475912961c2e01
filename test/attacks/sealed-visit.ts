import { createHash, randomBytes } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { v7 } from 'uuid'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import type { Visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/** A local stack with a known sealing key, so a test can seal visits that `/login` never would. */
export interface UnlockedStack {
  readonly stack: TestStack
  /** Seals claims as `/login` does. */
  seal(claims: Readonly<Record<string, unknown>>): Promise<string>
}

/** Opens a local stack with keys of the test. */
export async function openUnlockedStack(): Promise<UnlockedStack> {
  const keys = await makeKeys(new Date())
  const [sealing] = keys.sealing
  if (sealing === undefined) throw new Error('there is no sealing key')
  const stack = await openTestStack({ environment: { IEUM_SECRETS: JSON.stringify(keys) } })
  const key = Buffer.from(sealing.key, 'base64url')
  const header = { alg: 'dir', enc: 'A256GCM', typ: 'transaction+jwe', kid: sealing.kid }
  return {
    stack,
    seal: (claims) =>
      new EncryptJWT(claims)
        .setProtectedHeader(header)
        .setIssuer(stack.origin)
        .setExpirationTime('10 minutes')
        .encrypt(key),
  }
}

const random = (): string => randomBytes(32).toString('base64url')
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

/** The claims that `/login/kakao` would seal for a visitor, and the matching address at the provider. */
export function claimsFor(visitor: Visitor, kind: 'redirect' | 'direct') {
  const { stack, clientId, redirectUri, secret } = visitor
  const providerRedirectUri = kind === 'redirect' ? `${stack.origin}/callback/kakao` : redirectUri
  const claims = {
    id: v7(),
    provider: 'kakao',
    clientId,
    flow: kind === 'redirect' ? { kind, redirectUri } : { kind },
    codeChallenge: secret.codeChallenge,
    state: random(),
    nonce: random(),
    codeVerifier: random(),
    providerRedirectUri,
    locale: 'ko',
  }
  const asked = new URLSearchParams({
    client_id: 'local-rest-api-key',
    redirect_uri: providerRedirectUri,
    response_type: 'code',
    state: claims.state,
    nonce: claims.nonce,
    code_challenge: challengeOf(claims.codeVerifier),
    code_challenge_method: 'S256',
  })
  return { claims, authorizationUrl: `${stack.kakao.origin}/oauth/authorize?${asked}` }
}
