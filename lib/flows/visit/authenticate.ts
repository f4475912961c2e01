import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { ProviderRefusal } from '../../domain/visit/facts.ts'
import type { OAuthRequest } from '../../domain/visit/oauth-request.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Provider, ProviderLogin } from '../ports/provider.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { callProvider } from './gather.ts'
import { onceFor } from './oauth-request.ts'

/** What shows that somebody was at the provider; or what the provider says instead. */
export type Credential =
  | { readonly kind: 'code'; readonly code: string; readonly state: string }
  | { readonly kind: 'error'; readonly error: string; readonly state: string }
  | { readonly kind: 'id_token'; readonly idToken: string }
  | { readonly kind: 'access_token'; readonly accessToken: string }

/** Somebody at the door, and what makes the effect of this visit happen once. */
export interface AuthenticatedVisit {
  readonly providerLogin: Omit<ProviderLogin, 'tokenToStore'>
  /** What the visit leaves for disconnecting; nothing that can be read goes on from here. */
  readonly storedToken?: StoredProviderToken
  readonly once: Once
}

/**
 * When somebody who arrived proved presence, by our own clock: a sign-in that the provider granted on an old
 * session of its own is no fresh one.
 */
export const authTimeOf = (providerLogin: ProviderLogin, now: Date): Date =>
  after(now, -(providerLogin.presenceAge ?? 0))

/** An authorization error (RFC 6749, section 4.1.2.1) as a fact: the person said no, or the provider failed. */
const refusalOfError = (error: string): ProviderRefusal =>
  error === 'access_denied' || error === 'consent_required' ? 'denied' : 'unavailable'

/**
 * Hears who came. What belongs to another transaction is `invalid_transaction` before any call is made;
 * what the provider refuses is a fact. Throws `invalid_request` for a credential that this provider has no
 * way to check.
 */
export async function authenticateAtProvider(
  world: World,
  provider: Provider,
  transaction: OAuthRequest,
  credential: Credential,
) {
  if ('state' in credential && !world.secrets.same(credential.state, transaction.state)) {
    throw new Problem('invalid_transaction')
  }
  if (transaction.visitor !== undefined && credential.kind === 'access_token') unsupported('accessToken')
  return callProvider(async () =>
    sealed(world, await redeemCredential(world, provider, transaction, credential)),
  )
}

interface RedeemedCredential {
  readonly providerLogin: ProviderLogin
  readonly once: Once
}

async function redeemCredential(
  world: World,
  provider: Provider,
  transaction: OAuthRequest,
  credential: Credential,
): Promise<RedeemedCredential> {
  const { nonce, state, codeVerifier, providerRedirectUri: redirectUri } = transaction
  const once = onceFor(transaction)
  // Who adds a way in or proves presence again must have been at the provider just now.
  const recent = transaction.visitor === undefined ? {} : { maxAge: lifetimes.oauthRequest }
  switch (credential.kind) {
    case 'error':
      throw new ProviderFault(refusalOfError(credential.error), 'the authorization was refused')
    case 'code': {
      const { code } = credential
      const grant = { code, state, codeVerifier, nonce, redirectUri, ...recent }
      return { providerLogin: await provider.redeemCode(grant), once }
    }
    case 'id_token': {
      const reader = provider.idTokens ?? unsupported('idToken')
      return { providerLogin: await reader.read(credential.idToken, nonce, recent.maxAge), once }
    }
    case 'access_token': {
      const reader = provider.accessTokens ?? unsupported('accessToken')
      const providerLogin = await reader.read(credential.accessToken)
      const hash = world.secrets.hash(credential.accessToken)
      return { providerLogin, once: { ...once, accessToken: { hash, expiresAt: providerLogin.expiresAt } } }
    }
    default:
      return credential satisfies never
  }
}

/** What is kept for disconnecting is sealed before anything else sees the visit. */
function sealed(
  world: World,
  { providerLogin: { tokenToStore, ...providerLogin }, once }: RedeemedCredential,
): AuthenticatedVisit {
  if (tokenToStore === undefined) return { providerLogin, once }
  const { durable, ...token } = tokenToStore
  const storedToken = { sealed: world.tokens.providerTokens.seal(providerLogin.identity, token), durable }
  return { providerLogin, storedToken, once }
}

function unsupported(field: string): never {
  throw new Problem('invalid_request', {
    errors: [{ pointer: `/${field}`, detail: 'cannot be checked at this provider' }],
  })
}
