import { defined } from '../../domain/values/defined.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import { Problem } from '../../domain/values/problem.ts'
import { type RefusedAtProvider, refusedAtProvider } from '../../domain/visit/classify.ts'
import type { ProviderRefusal } from '../../domain/visit/facts.ts'
import type { Flow, OAuthRequest } from '../../domain/visit/oauth-request.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import { describeFault, OldSignIn, ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderToken, StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { CodeGrant, IdTokenExtras, Provider, ProviderLogin } from '../ports/provider.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { countLink } from '../steps/count-change.ts'
import { countRefusedGrant, refuseExhausted } from '../steps/refused-grants.ts'
import { callProvider, type ProviderVisit, profileOf } from './gather.ts'
import {
  findProvider,
  isVerifierOf,
  type OAuthRequestOf,
  onceFor,
  openOAuthRequest,
} from './oauth-request.ts'

/** The credential of a visit to a provider: a grant, a token, or the provider's error. */
export type Credential =
  | ({ readonly kind: 'code' } & Pick<CodeGrant, 'code' | 'state' | 'issuer' | 'user'>)
  | ({ readonly kind: 'error'; readonly error: string } & Pick<CodeGrant, 'state' | 'issuer'>)
  | ({ readonly kind: 'id_token'; readonly idToken: string } & Omit<IdTokenExtras, 'maxAge'>)
  | { readonly kind: 'access_token'; readonly accessToken: string }

/** A visit that the provider has authenticated. */
export interface AuthenticatedVisit<Kind extends Flow['kind']> extends ProviderVisit {
  readonly oauthRequest: OAuthRequestOf<Kind>
  readonly authTime: Date
  /** Makes the visit's effect happen once. */
  readonly once: Once
}

/** A callback of either flow. */
export interface Callback<Kind extends Flow['kind']> {
  readonly provider: ProviderId
  readonly flow: Kind
  /** The sealed OAuth request. */
  readonly sealed: string
  readonly credential: Credential
  /** The client's PKCE verifier (RFC 7636, section 4.1). */
  readonly codeVerifier: string | typeof shownWithTicket
}

/** For the redirect callback, which the browser calls: the client presents its verifier with the ticket. */
export const shownWithTicket: unique symbol = Symbol('the code verifier is shown with the ticket')

/** An authenticated visit, or the provider's refusal. */
export type Authenticated<Kind extends Flow['kind']> =
  | { readonly kind: 'authenticated'; readonly visit: AuthenticatedVisit<Kind> }
  | {
      readonly kind: 'refused'
      readonly oauthRequest: OAuthRequestOf<Kind>
      readonly outcome: RefusedAtProvider
    }

export type AuthenticateWorld = Pick<
  World,
  'stage' | 'clock' | 'secrets' | 'tokens' | 'providers' | 'addToLogContext' | 'limits' | 'report'
>

/**
 * The first half of both callbacks: opens the sealed OAuth request and authenticates the
 * visitor at the provider. Gives rows 19, 20 and 25 as a refusal. Throws `not_found`,
 * `invalid_request`, `invalid_transaction`, and `too_many_requests` before the provider is asked.
 */
export async function authenticate<Kind extends Flow['kind']>(
  world: AuthenticateWorld,
  { provider: id, flow, sealed: text, credential, codeVerifier }: Callback<Kind>,
): Promise<Authenticated<Kind>> {
  const provider = findProvider(world, id)
  const oauthRequest = await openOAuthRequest(world, text, { provider: id, flow })
  const isOfClient =
    codeVerifier === shownWithTicket || isVerifierOf(world, codeVerifier, oauthRequest.codeChallenge)
  if (!isOfClient) throw new Problem('invalid_transaction')
  // A redirect visit changes its member at `POST /token`, which counts it.
  if (flow === 'direct') await countLink(world, oauthRequest.visitor)

  const authenticated = await authenticateAtProvider(world, provider, oauthRequest, credential)
  if (authenticated.kind === 'refused') {
    await countRefusedGrant(world, oauthRequest, authenticated.fault.why)
    const outcome = outcomeOfFault(authenticated.fault)
    const providerFault = describeFault(authenticated.fault)
    world.addToLogContext({ decided: outcome.kind, row: rowOf(outcome), providerFault })
    return { kind: 'refused', oauthRequest, outcome }
  }
  const { providerLogin, once, storedToken } = authenticated.value
  const visit = {
    oauthRequest,
    identity: providerLogin.identity,
    authTime: authTimeOf(providerLogin, world.clock.now()),
    once,
    fetchProfile: profileOf(provider, providerLogin),
    ...defined({ storedToken, visitor: oauthRequest.visitor }),
  }
  return { kind: 'authenticated', visit }
}

/** Rows 19, 20 and 25. Who links or re-authenticates by an old session at the provider is told what is lacking. */
const outcomeOfFault = (fault: ProviderFault): RefusedAtProvider =>
  fault instanceof OldSignIn
    ? { kind: 'provider_grant_invalid', isSignInOld: true }
    : refusedAtProvider(fault.why)

/** The sign-in at the provider, without any readable token. */
interface SealedLogin {
  readonly providerLogin: Omit<ProviderLogin, 'tokenToStore' | 'tokenToEnd'>
  /** The sealed token for disconnecting. */
  readonly storedToken?: StoredProviderToken
  readonly once: Once
}

/**
 * The time of the visitor's sign-in, by our own clock. A sign-in on an old
 * session of the provider counts as old.
 */
const authTimeOf = (providerLogin: ProviderLogin, now: Date): Date =>
  after(now, -(providerLogin.signInAge ?? 0))

/**
 * The refusal that an authorization error means (RFC 6749, section 4.1.2.1): the
 * person refused, or the provider failed.
 */
const refusalOfError = (error: string): ProviderRefusal =>
  error === 'server_error' || error === 'temporarily_unavailable' ? 'unavailable' : 'denied'

/**
 * Authenticates a visitor at the provider. Gives a provider's refusal as a fact. Throws
 * `invalid_transaction` for a response to another OAuth request or after too many refused grants, before any call, and `invalid_request` for
 * a credential that this provider cannot check.
 */
async function authenticateAtProvider(
  world: Pick<World, 'stage' | 'clock' | 'secrets' | 'tokens' | 'limits'>,
  provider: Provider,
  oauthRequest: OAuthRequest,
  credential: Credential,
) {
  if ('state' in credential && !world.secrets.same(credential.state, oauthRequest.state)) {
    throw new Problem('invalid_transaction')
  }
  if (oauthRequest.visitor !== undefined && credential.kind === 'access_token') unsupported('accessToken')
  await refuseExhausted(world, oauthRequest)
  return callProvider(async () =>
    sealToken(world, await redeemCredential(world, provider, oauthRequest, credential)),
  )
}

interface RedeemedCredential {
  readonly providerLogin: ProviderLogin
  readonly once: Once
}

async function redeemCredential(
  world: Pick<World, 'secrets'>,
  provider: Provider,
  oauthRequest: OAuthRequest,
  credential: Credential,
): Promise<RedeemedCredential> {
  const { nonce, state, codeVerifier, providerRedirectUri: redirectUri } = oauthRequest
  const once = onceFor(oauthRequest)
  // Linking and re-authentication need a sign-in at the provider during this visit.
  const recent = oauthRequest.visitor === undefined ? {} : { maxAge: lifetimes.oauthRequest }
  switch (credential.kind) {
    case 'error':
      await provider.checkIssuer?.(credential.issuer)
      throw new ProviderFault(refusalOfError(credential.error), 'the authorization was refused')
    case 'code': {
      const { kind: _, ...shown } = credential
      const grant = { ...shown, state, codeVerifier, nonce, redirectUri, ...recent }
      return { providerLogin: await provider.redeemCode(grant), once }
    }
    case 'id_token': {
      const reader = provider.idTokens ?? unsupported('idToken')
      const { kind: _, idToken, ...extras } = credential
      if (extras.authorizationCode !== undefined && !reader.takesCode) unsupported('authorizationCode')
      return { providerLogin: await reader.read(idToken, nonce, { ...extras, ...recent }), once }
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

/** Seals the tokens for disconnecting before any other code sees the visit. */
function sealToken(
  world: Pick<World, 'tokens'>,
  { providerLogin: { tokenToStore, tokenToEnd, ...providerLogin }, once }: RedeemedCredential,
): SealedLogin {
  if (tokenToStore === undefined) return { providerLogin, once }
  const { durable, ...token } = tokenToStore
  const seal = (one: ProviderToken) => world.tokens.providerTokens.seal(providerLogin.identity, one)
  const storedToken = { sealed: seal(token), durable, ...defined({ ending: tokenToEnd && seal(tokenToEnd) }) }
  return { providerLogin, storedToken, once }
}

function unsupported(field: string): never {
  throw new Problem('invalid_request', {
    errors: [
      {
        pointer: `/${field}`,
        detail: {
          ko: '이 로그인 서비스에서는 확인할 수 없습니다.',
          en: 'cannot be checked at this provider',
        },
      },
    ],
  })
}
