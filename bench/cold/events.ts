import { createHash, randomBytes } from 'node:crypto'
import { codeOf } from './services.ts'

/** An event of API Gateway (payload format 2.0) at the provider Kakao. */
export const gatewayEvent = (
  method: string,
  path: string,
  route: string,
  body: object | undefined,
  bearer?: string,
) => ({
  version: '2.0',
  routeKey: `${method} ${route}`,
  rawPath: path,
  rawQueryString: '',
  pathParameters: { provider: 'kakao' },
  headers: {
    host: 'localhost',
    ...(body && { 'content-type': 'application/json' }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  },
  requestContext: {
    requestId: 'bench',
    stage: '$default',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' },
  },
  ...(body && { body: JSON.stringify(body) }),
  isBase64Encoded: false,
})

/**
 * Begins a visit at the local stack with this origin, which has the keys of the functions. Gives the event with which the
 * person of this subject comes back from the provider.
 */
export async function returningSignIn(origin: string, subject: string): Promise<object> {
  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const begun = await fetch(`${origin}/login/kakao`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: 'app', redirectUri: 'http://127.0.0.1:53682/done', codeChallenge }),
  })
  const { transaction, authorizationUrl } = Object(await begun.json())
  const asked = new URL(authorizationUrl).searchParams
  const code = codeOf({
    subject,
    audience: asked.get('client_id') ?? '',
    nonce: asked.get('nonce') ?? '',
  })
  return gatewayEvent('POST', '/callback/kakao', '/callback/{provider}', {
    transaction,
    codeVerifier,
    code,
    state: asked.get('state'),
  })
}
