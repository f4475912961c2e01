import { createPublicKey, verify } from 'node:crypto'
import type { StandInRequest } from '../host/messages.ts'
import type { OidcClients } from '../oidc/persona.ts'

const longestSeconds = 15_777_000

function parsed(part: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString()))
  } catch {
    return {}
  }
}

/**
 * Whether a request shows a client secret that our team has signed for the client (ES256, at most six months). Takes the
 * request, our clients with the private key as `clientSecret`, and the origin that the secret is for.
 */
export function showsSignedSecret(
  { form }: StandInRequest,
  { clientId, nativeClientId, clientSecret, team }: OidcClients,
  origin: string,
): boolean {
  const client = form.get('client_id')
  const [header = '', payload = '', signature = '', ...rest] = (form.get('client_secret') ?? '').split('.')
  const { alg, kid } = parsed(header)
  const { iss, sub, aud, iat, exp } = parsed(payload)
  const now = Date.now() / 1000
  const isInTime =
    typeof iat === 'number' &&
    typeof exp === 'number' &&
    iat <= now + 60 &&
    now < exp &&
    exp - iat <= longestSeconds
  const isOurs = client !== null && [clientId, nativeClientId].includes(client) && sub === client
  const isOfTeam = alg === 'ES256' && kid === team?.keyId && iss === team?.teamId && aud === origin
  if (!isInTime || !isOurs || !isOfTeam || rest.length > 0) return false
  const key = { key: createPublicKey(clientSecret), dsaEncoding: 'ieee-p1363' } as const
  return verify('SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
}
