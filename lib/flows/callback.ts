import type { ProviderId } from '../domain/values/identity.ts'
import { Problem, problems } from '../domain/values/problem.ts'
import type { PendingOutcome } from '../domain/visit/action.ts'
import type { KnownCandidate } from './ports/store.ts'
import type { World } from './ports/world.ts'
import type { AuthenticateWorld } from './visit/authenticate.ts'
import { type AuthenticatedVisit, authenticate, type Credential } from './visit/authenticate.ts'
import type { DecideAndActWorld } from './visit/decide-and-act.ts'
import { type ActionHandlers, conflict, decideAndAct } from './visit/decide-and-act.ts'
import { disconnect, storeTokenIfDisconnecting } from './visit/disconnect.ts'
import type { ActForMemberWorld } from './visit/member-visit.ts'
import { actForMember } from './visit/member-visit.ts'
import type { PendingResultWorld } from './visit/pending-visit.ts'
import { disconnectDueAt, pendingOf, pendingResult } from './visit/pending-visit.ts'
import { refuse } from './visit/refuse.ts'
import type { Decided, FlowResult, PendingResult } from './visit/result.ts'
import type { SignInWorld } from './visit/sign-in.ts'
import { signIn } from './visit/sign-in.ts'

/** The callback of a client that received the provider's response itself, or through a native SDK. */
export interface DirectCallback {
  readonly provider: ProviderId
  readonly transaction: string
  readonly codeVerifier: string
  readonly credential: Credential
}

type CallbackWorld = Pick<World, 'pendingConnections'> &
  AuthenticateWorld &
  DecideAndActWorld &
  ActForMemberWorld &
  SignInWorld &
  PendingResultWorld

/**
 * The direct callback: authenticates the visitor at the provider, decides, acts and gives the outcome. Throws
 * the problems of the refusing rows, `invalid_transaction`, and `token_used` for a used visit.
 */
export async function callback(world: CallbackWorld, input: DirectCallback): Promise<Decided<FlowResult>> {
  const { transaction: sealed, ...rest } = input
  const authenticated = await authenticate(world, { ...rest, flow: 'direct', sealed })
  if (authenticated.kind === 'refused') throw await refuse(world, authenticated.outcome)
  return decideAndAct(world, authenticated.visit, actAtOnce(world, authenticated.visit))
}

function actAtOnce(
  world: CallbackWorld,
  visit: AuthenticatedVisit<'direct'>,
): ActionHandlers<Decided<FlowResult>> {
  const { oauthRequest, identity, authTime, once, storedToken } = visit
  const { clientId, codeChallenge } = oauthRequest
  const how = { authTime, amr: [identity.provider], identity }
  const { link, ...ofMember } = actForMember(world, { ...visit, clientId, codeChallenge })
  return {
    ...ofMember,
    link: (action, known, own) => linkOrEnd(world, visit, () => link(action, known, own)),
    sign_in: ({ member }) => signIn(world, member, clientId, how, once, storedToken),
    keep_pending: ({ outcome }, known) => keepPending(world, visit, outcome, known),
    disconnect_and_refuse: async ({ outcome }) => {
      if ((await disconnect(world, visit)) === conflict) return conflict
      throw await refuse(world, outcome)
    },
    refuse: async ({ outcome }) => {
      await storeTokenIfDisconnecting(world, outcome, visit)
      throw await refuse(world, outcome)
    },
  }
}

/**
 * Links, or ends what the visit has connected at the provider where the link is refused: the session is over, or the service
 * says no. Nothing has recorded the identity, so no sweep would find it.
 */
async function linkOrEnd<Result>(
  world: CallbackWorld,
  visit: AuthenticatedVisit<'direct'>,
  link: () => Promise<Result>,
): Promise<Result> {
  try {
    return await link()
  } catch (error) {
    if (isRefusal(error)) await disconnect(world, visit)
    throw error
  }
}

/** Whether an error decides against a link. After any other, the same request may come again and succeed. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Problem && error.code !== 'too_many_requests' && problems[error.code].status < 500

async function keepPending(
  world: CallbackWorld,
  visit: AuthenticatedVisit<'direct'>,
  outcome: PendingOutcome,
  known: readonly KnownCandidate[],
): Promise<Decided<PendingResult> | typeof conflict> {
  const pending = pendingOf(world, visit, await visit.fetchProfile(), outcome, known)
  const due = disconnectDueAt(pending, outcome)
  const result = await world.pendingConnections.keep(pending, visit.once, due, visit.storedToken)
  if (result === 'used') throw new Problem('token_used')
  return result === 'conflict' ? conflict : pendingResult(world, outcome, pending, known)
}
