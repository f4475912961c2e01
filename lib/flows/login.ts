import { mayRedirectTo } from '../domain/values/client.ts'
import { defined } from '../domain/values/defined.ts'
import type { ProviderId } from '../domain/values/identity.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import type { Locale } from '../domain/values/locale.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Flow, MemberVisitor, OAuthRequest } from '../domain/visit/oauth-request.ts'
import { isFresh, staleSignIn } from './linking/proof.ts'
import type { World } from './ports/world.ts'
import { findClient, findProvider } from './visit/oauth-request.ts'

/** How a visit starts. */
export interface LoginRequest {
  readonly provider: ProviderId
  readonly clientId: string
  /** S256 challenge of a secret that only the client knows. */
  readonly codeChallenge: string
  readonly redirectUri?: string | undefined
  readonly locale: Locale
  /** A signed-in member adds the provider, or proves presence again. */
  readonly member?: { readonly intent: MemberVisitor['intent']; readonly bearer: string } | undefined
}

/** A started visit. */
export interface Started {
  /** Sealed: only we can read it. */
  readonly transaction: string
  readonly authorizationUrl: string
  readonly state: string
  readonly nonce: string
}

const callbackUri = (world: World, provider: ProviderId): string =>
  `${world.stage.origin}/callback/${provider}`

/** Throws `invalid_request` unless the URI is one that the client registered, to the letter. */
function checkRedirect(world: World, clientId: string, redirectUri: string | undefined) {
  const client = findClient(world, clientId)
  if (redirectUri !== undefined && !mayRedirectTo(client, redirectUri)) {
    throw new Problem('invalid_request', {
      errors: [{ pointer: '/redirectUri', detail: 'is not registered for this client' }],
    })
  }
  return client
}

/**
 * Starts a visit whose browser comes back to us, and then goes on to `redirectUri`.
 * Throws `invalid_request` and `not_found`; for a signed-in member also `invalid_token` and, to link,
 * `insufficient_user_authentication`. No database call: that the session is alive is checked at the end.
 */
export async function startRedirect(
  world: World,
  request: LoginRequest & { readonly redirectUri: string; readonly state?: string | undefined },
): Promise<Started> {
  const { redirectUri, state } = request
  checkRedirect(world, request.clientId, redirectUri)
  const flow: Flow = { kind: 'redirect', redirectUri, ...defined({ clientState: state }) }
  return start(world, request, flow, callbackUri(world, request.provider))
}

/**
 * Starts a visit whose client receives the provider's answer itself. Without a `redirectUri` the client's
 * first registered one is taken; a native SDK needs none. Throws `invalid_request` and `not_found`.
 */
export async function startDirect(world: World, request: LoginRequest): Promise<Started> {
  const client = checkRedirect(world, request.clientId, request.redirectUri)
  const providerRedirectUri =
    request.redirectUri ?? client.redirectUris[0] ?? callbackUri(world, request.provider)
  return start(world, request, { kind: 'direct' }, providerRedirectUri)
}

async function start(
  world: World,
  request: LoginRequest,
  flow: Flow,
  providerRedirectUri: string,
): Promise<Started> {
  const provider = findProvider(world, request.provider)
  const { id: clientId } = findClient(world, request.clientId)
  const visitor = await visitorFor(world, request)
  world.addToLogContext({ provider: provider.id, intent: visitor?.intent ?? 'login' })
  const { secrets, ids, clock } = world
  const [state, nonce, codeVerifier] = [secrets.random(), secrets.random(), secrets.random()]
  const transaction: OAuthRequest = {
    id: ids.oauthRequest(),
    provider: provider.id,
    ...defined({ visitor }),
    clientId,
    flow,
    codeChallenge: request.codeChallenge,
    state,
    nonce,
    codeVerifier,
    providerRedirectUri,
    locale: request.locale,
    expiresAt: after(clock.now(), lifetimes.oauthRequest),
  }
  const authorizationUrl = provider.authorizationUrl({
    redirectUri: providerRedirectUri,
    state,
    nonce,
    codeChallenge: secrets.hash(codeVerifier),
    interactive: visitor !== undefined,
  })
  return { transaction: await world.tokens.oauthRequests.seal(transaction), authorizationUrl, state, nonce }
}

/** Adding a way of signing in is as sensitive as it gets, so that it needs a fresh sign-in. */
async function visitorFor(world: World, { member }: LoginRequest): Promise<MemberVisitor | undefined> {
  if (member === undefined) return undefined
  const { memberId, sessionId, authTime } = await world.tokens.access.read(member.bearer, 'fresh_enough')
  if (member.intent === 'link' && !isFresh(authTime, world.clock.now())) throw staleSignIn()
  return { intent: member.intent, memberId, sessionId }
}
