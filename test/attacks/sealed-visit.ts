import { createHash, randomBytes } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { v7 } from 'uuid'
import { makeKeys, type StageKeys } from '../../lib/tokens/make-keys.ts'
import type { Visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** Seals claims as `/login` does. */
export type Seal = (claims: Readonly<Record<string, unknown>>) => Promise<string>

/** `testWithStack`, with the sealing key of the stack: a test can seal visits that `/login` never would. */
export const testWithSeal = () =>
  testWithStack(async () => ({
    environment: { IEUM_SECRETS: JSON.stringify(await makeKeys(new Date())) },
  })).extend('seal', { scope: 'file' }, ({ stack }) => sealOf(stack))

function sealOf({ environment, origin }: TestStack): Seal {
  const { sealing }: StageKeys = JSON.parse(`${environment['IEUM_SECRETS']}`)
  const [newest] = sealing
  if (newest === undefined) throw new Error('there is no sealing key')
  const key = Buffer.from(newest.key, 'base64url')
  const header = { alg: 'dir', enc: 'A256GCM', typ: 'transaction+jwe', kid: newest.kid }
  return (claims) =>
    new EncryptJWT(claims)
      .setProtectedHeader(header)
      .setIssuer(origin)
      .setExpirationTime('10 minutes')
      .encrypt(key)
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
