import { mayRedirectTo } from '../domain/values/client.ts'
import { defined } from '../domain/values/defined.ts'
import type { ProviderId } from '../domain/values/identity.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import type { Locale } from '../domain/values/locale.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Flow, MemberVisitor, OAuthRequest } from '../domain/visit/oauth-request.ts'
import { describeFault, ProviderFault } from '../domain/visit/provider-fault.ts'
import { isFresh, staleSignIn } from './linking/proof.ts'
import type { Provider, ScreenHints } from './ports/provider.ts'
import type { World } from './ports/world.ts'
import { findClient, findProvider, openOAuthRequest } from './visit/oauth-request.ts'

/** The start of a visit. */
export interface LoginRequest {
  readonly provider: ProviderId
  readonly clientId: string
  /** The S256 challenge of the client's own verifier (RFC 7636, section 4.2). */
  readonly codeChallenge: string
  readonly redirectUri?: string | undefined
  readonly locale: Locale
  readonly hints?: ScreenHints | undefined
  /** The signed-in member who links the provider or re-authenticates. */
  readonly member?: { readonly intent: MemberVisitor['intent']; readonly bearer: string } | undefined
}

/** A started visit. */
export interface Started {
  /** The sealed OAuth request, which only we can read. */
  readonly transaction: string
  readonly authorizationUrl: string
  readonly state: string
  readonly nonce: string
  /**
   * For a mobile client's redirect visit: an address of ours that sets the visit's cookie in the system browser and
   * goes on to the provider (RFC 8252, section 4.1).
   */
  readonly startUrl?: string
}

const callbackUri = (world: Pick<World, 'stage'>, provider: ProviderId): string =>
  `${world.stage.origin}/callback/${provider}`

/**
 * Gives the client. Throws `invalid_request` for an unknown client, or a URI that is not registered exactly.
 */
function checkRedirect(world: Pick<World, 'stage'>, clientId: string, redirectUri: string | undefined) {
  const client = findClient(world, clientId)
  if (redirectUri !== undefined && !mayRedirectTo(client, redirectUri)) {
    throw new Problem('invalid_request', {
      errors: [
        {
          pointer: '/redirectUri',
          detail: { ko: '이 클라이언트에 등록된 주소가 아닙니다.', en: 'is not registered for this client' },
        },
      ],
    })
  }
  return client
}

/**
 * Starts a redirect visit: the browser returns to our callback and then goes to `redirectUri`. Throws
 * `invalid_request` and `not_found`; with a member also `invalid_token` and, for linking,
 * `insufficient_user_authentication`. Makes no database call, since the end of the visit checks the session.
 */
export async function startRedirect(
  world: StartWorld,
  request: LoginRequest & { readonly redirectUri: string; readonly state?: string | undefined },
): Promise<Started> {
  const { redirectUri, state } = request
  const client = checkRedirect(world, request.clientId, redirectUri)
  const flow: Flow = { kind: 'redirect', redirectUri, ...defined({ clientState: state }) }
  const started = await start(world, request, flow, callbackUri(world, request.provider))
  return client.type === 'mobile' ? { ...started, startUrl: startUrl(world, request, started) } : started
}

/** The wishes for the provider's screens are no secret, so they stand beside the sealed OAuth request. */
function startUrl(
  { stage }: Pick<World, 'stage'>,
  { provider, hints = {} }: LoginRequest,
  { transaction }: Started,
): string {
  const query = new URLSearchParams({ start: transaction })
  for (const [name, value] of Object.entries(hints)) if (value !== undefined) query.set(name, value)
  return `${stage.origin}/login/${provider}?${query}`
}

/**
 * Goes on with a visit that a mobile app has started, in the system browser. The address works for a minute; whatever
 * browser opens it, the visit has one effect, and its ticket reaches the app's own `redirectUri` and needs the app's
 * verifier. Throws `invalid_transaction` for any other OAuth request.
 */
export async function continueRedirect(
  world: StartWorld,
  { provider: id, start: transaction, hints }: Pick<LoginRequest, 'provider' | 'hints'> & { start: string },
): Promise<Started> {
  const provider = findProvider(world, id)
  const oauthRequest = await openOAuthRequest(world, transaction, { provider: id, flow: 'redirect' })
  const isLate =
    after(oauthRequest.expiresAt, lifetimes.startUrl - lifetimes.oauthRequest) < world.clock.now()
  if (isLate || findClient(world, oauthRequest.clientId).type !== 'mobile') {
    throw new Problem('invalid_transaction')
  }
  const { state, nonce } = oauthRequest
  return {
    transaction,
    authorizationUrl: await addressAt(world, provider, oauthRequest, hints),
    state,
    nonce,
  }
}

/** The address of the provider's page for an OAuth request. Throws `provider_unavailable`. */
async function addressAt(
  { secrets, addToLogContext }: Pick<World, 'secrets' | 'addToLogContext'>,
  provider: Provider,
  { providerRedirectUri: redirectUri, state, nonce, codeVerifier, visitor }: OAuthRequest,
  hints: LoginRequest['hints'],
): Promise<string> {
  await provider.prepare?.().catch((error: unknown) => {
    if (!(error instanceof ProviderFault)) throw error
    addToLogContext({ providerFault: describeFault(error) })
    throw new Problem('provider_unavailable')
  })
  return provider.authorizationUrl({
    redirectUri,
    state,
    nonce,
    codeChallenge: secrets.hash(codeVerifier),
    interactive: visitor !== undefined,
    ...defined({ hints }),
  })
}

/**
 * Starts a direct visit: the client itself receives the provider's response. Without a `redirectUri`, the
 * client's first registered one is used; a native SDK needs none. Throws as `startRedirect` does.
 */
export async function startDirect(world: StartWorld, request: LoginRequest): Promise<Started> {
  const client = checkRedirect(world, request.clientId, request.redirectUri)
  const providerRedirectUri =
    request.redirectUri ?? client.redirectUris[0] ?? callbackUri(world, request.provider)
  return start(world, request, { kind: 'direct' }, providerRedirectUri)
}

type StartWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'secrets' | 'tokens' | 'providers' | 'addToLogContext'
>

async function start(
  world: StartWorld,
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
  const oauthRequest: OAuthRequest = {
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
  const authorizationUrl = await addressAt(world, provider, oauthRequest, request.hints)
  return { transaction: await world.tokens.oauthRequests.seal(oauthRequest), authorizationUrl, state, nonce }
}

/** A new login method is sensitive, so linking needs a fresh sign-in. */
async function visitorFor(
  world: Pick<World, 'clock' | 'tokens'>,
  { member }: LoginRequest,
): Promise<MemberVisitor | undefined> {
  if (member === undefined) return undefined
  const { memberId, sessionId, authTime } = await world.tokens.access.read(member.bearer, 'fresh_enough')
  if (member.intent === 'link' && !isFresh(authTime, world.clock.now())) throw staleSignIn()
  return { intent: member.intent, memberId, sessionId }
}
