import { callback, type DirectCallback } from '../../lib/flows/callback.ts'
import { type LoginRequest, startDirect, startRedirect } from '../../lib/flows/login.ts'
import { type RedirectCallback, redirectCallback } from '../../lib/flows/redirect-callback.ts'
import { redeemTicket } from '../../lib/flows/token.ts'
import type { Decided, FlowResult, RegistrationRequired, SignedIn } from '../../lib/flows/visit/result.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import type { TestWorld } from '../support/world.ts'

/** The secrets of the client of these visits. */
export const codeVerifier = 'a-secret-that-only-the-client-of-this-visit-knows'
export const codeChallenge = secrets.hash(codeVerifier)

/** Starts a direct visit. Gives the request of the client once the provider has sent a code. */
export async function startedDirect(
  world: TestWorld,
  clientId = 'app',
  member?: LoginRequest['member'],
): Promise<DirectCallback> {
  const started = await startDirect(world, {
    provider: 'kakao',
    clientId,
    codeChallenge,
    locale: 'ko',
    member,
  })
  const credential = { kind: 'code', code: 'a-code', state: started.state } as const
  return { provider: 'kakao', transaction: started.transaction, codeVerifier, credential }
}

/** A whole direct visit. */
export const direct = async (world: TestWorld, clientId = 'app'): Promise<Decided<FlowResult>> =>
  callback(world, await startedDirect(world, clientId))

/** Starts a redirect visit. Gives the request of the returning browser. */
export async function startedRedirect(
  world: TestWorld,
  clientId = 'web',
  member?: LoginRequest['member'],
): Promise<RedirectCallback> {
  const redirectUri =
    world.stage.clients.find(({ id }) => id === clientId)?.redirectUris[0] ?? 'https://nowhere.example'
  const started = await startRedirect(world, {
    provider: 'kakao',
    clientId,
    codeChallenge,
    redirectUri,
    state: 'client-state',
    locale: 'ko',
    member,
  })
  const credential = { kind: 'code', code: 'a-code', state: started.state } as const
  return { provider: 'kakao', transaction: started.transaction, credential }
}

/** A redirect visit up to its ticket. */
export const redirected = async (world: TestWorld, clientId = 'web', member?: LoginRequest['member']) =>
  redirectCallback(world, await startedRedirect(world, clientId, member))

/** A whole redirect visit. */
export async function redeemed(
  world: TestWorld,
  clientId = 'web',
  member?: LoginRequest['member'],
): Promise<Decided<FlowResult>> {
  const { ticket, browserSecret } = await redirected(world, clientId, member)
  return redeemTicket(world, { ticket, codeVerifier, browserSecret })
}

export function registrationOf({ result }: Decided<FlowResult>): RegistrationRequired {
  if (result.outcome === 'registration_required') return result
  throw new Error(`not registration_required but ${result.outcome}`)
}

export function sessionOf({ result }: Decided<FlowResult>): SignedIn {
  if (result.outcome === 'signed_in') return result
  throw new Error(`not signed_in but ${result.outcome}`)
}
