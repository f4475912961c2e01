import { createHash, randomBytes } from 'node:crypto'
import type { CodeGrant, Provider } from '../../lib/flows/ports/provider.ts'
import type { StandIn } from '../../lib/stand-ins/host/local-provider.ts'
import type { ConsentAnswer } from '../../lib/stand-ins/host/walk.ts'

/** The callback address for a provider in these tests. */
export const callbackOf = (provider: Provider['id']): string => `https://api.example.com/callback/${provider}`

/** A visit of a persona up to the code that the callback would redeem. */
export function visitAt(
  provider: Provider,
  standIn: Pick<StandIn, 'authorize'>,
  persona: string,
  answer: ConsentAnswer = {},
): CodeGrant {
  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const request = {
    redirectUri: callbackOf(provider.id),
    state: randomBytes(8).toString('hex'),
    nonce: randomBytes(8).toString('hex'),
  }
  const url = provider.authorizationUrl({ ...request, codeChallenge, interactive: false })
  const back = new URL(standIn.authorize(url, persona, answer)).searchParams
  const issuer = back.get('iss')
  const user = back.get('user')
  const beside = { ...(issuer !== null && { issuer }), ...(user !== null && { user }) }
  return { ...request, code: back.get('code') ?? '', codeVerifier, ...beside }
}
