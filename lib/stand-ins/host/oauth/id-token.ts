import { createHmac } from 'node:crypto'
import { defined } from '../../../domain/values/defined.ts'
import type { JwtClaims, ProviderAccount, ProviderApp, ProviderParts, TokenVisit } from './rules.ts'

const lifetimeSeconds = 3600

/** The claims of every id_token for a client. Times are epoch seconds. */
export function usualClaims<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  { origin, clients, rules }: ProviderParts<Person, App, Consent>,
  clientId: string,
): JwtClaims {
  const iat = Math.floor(Date.now() / 1000)
  const parties = rules.idToken?.parties?.(clientId)
  return { iss: origin, aud: clients.clientId, iat, exp: iat + lifetimeSeconds, ...parties }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT signed with HS256 (RFC 7515). */
function signWithSecret(claims: JwtClaims, sharedSecret: string): string {
  const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`
  return `${content}.${createHmac('sha256', sharedSecret).update(content).digest('base64url')}`
}

/** The id_token of a sign-in, as the form of a token request asks for it. Undefined where the sign-in gets none. */
export function issueIdToken<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
  visit: TokenVisit<Person, Consent>,
  form: URLSearchParams,
): string | undefined {
  const { idToken: rules } = parts.rules
  const own = rules?.claims(visit)
  if (own === undefined) return undefined
  const { nonce } = visit.params
  const claims = {
    ...usualClaims(parts, visit.clientId),
    sub: `${visit.person.id}`,
    ...defined({ nonce }),
    ...own,
  }
  const sharedSecret = rules?.sharedSecret?.(form, parts.clients)
  return sharedSecret === undefined ? parts.keys.sign(claims) : signWithSecret(claims, sharedSecret)
}
