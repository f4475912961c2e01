import { defined } from '../domain/values/defined.ts'
import type { Identity, ProviderId } from '../domain/values/identity.ts'
import { Problem } from '../domain/values/problem.ts'
import type { VisitAction } from '../domain/visit/action.ts'
import { refusedAtProvider } from '../domain/visit/classify.ts'
import type { OAuthRequest } from '../domain/visit/oauth-request.ts'
import { rowOf } from '../domain/visit/outcome.ts'
import type { StoredProviderToken } from '../domain/visit/provider-token.ts'
import type { KnownCandidate, Once } from './ports/store.ts'
import type { World } from './ports/world.ts'
import type { Answer, Decided } from './visit/answer.ts'
import { authenticateAtProvider, authTimeOf, type Credential } from './visit/authenticate.ts'
import { conflict, decideAndAct } from './visit/decide-and-act.ts'
import { disconnect, storeTokenForDisconnecting } from './visit/disconnect.ts'
import { isShared, profileOf } from './visit/gather.ts'
import { actForMember } from './visit/member-visit.ts'
import { findProvider, isVerifierOf, openOAuthRequest, visitorOf } from './visit/oauth-request.ts'
import { answerPending, dueAt, pendingOf } from './visit/pending-visit.ts'
import { refuse } from './visit/refuse.ts'
import { signIn } from './visit/sign-in.ts'

/** What a client posts that received the provider's answer itself, or whose native SDK did. */
export interface DirectCallback {
  readonly provider: ProviderId
  readonly transaction: string
  readonly codeVerifier: string
  readonly credential: Credential
}

/**
 * The direct callback: hears the provider, decides, acts, and answers the outcome at once.
 * Throws the problems of the refusing rows, `invalid_transaction`, and `token_used` for a visit that did its
 * work already.
 */
export async function callback(world: World, input: DirectCallback): Promise<Decided<Answer>> {
  const provider = findProvider(world, input.provider)
  const transaction = await openOAuthRequest(world, input.transaction, {
    provider: provider.id,
    flow: 'direct',
  })
  if (!isVerifierOf(world, input.codeVerifier, transaction.codeChallenge))
    throw new Problem('invalid_transaction')

  const came = await authenticateAtProvider(world, provider, transaction, input.credential)
  if (came.kind === 'refused') {
    const outcome = refusedAtProvider(came.fault.why)
    world.addToLogContext({ decided: outcome.kind, row: rowOf(outcome) })
    throw await refuse(world, outcome)
  }
  const { providerLogin, once, storedToken } = came.answer
  const fetch = profileOf(provider, providerLogin)
  const authTime = authTimeOf(providerLogin, world.clock.now())
  const visit = {
    transaction,
    identity: providerLogin.identity,
    authTime,
    once,
    fetch,
    ...defined({ storedToken }),
  }
  return decideAndAct(world, { ...visit, visitor: transaction.visitor }, (step, known) =>
    act(world, visit, step, known),
  )
}

/** One visit on its way to its effect. */
interface ActingVisit {
  readonly transaction: OAuthRequest
  readonly identity: Identity
  readonly authTime: Date
  readonly once: Once
  readonly storedToken?: StoredProviderToken
  readonly fetch: ReturnType<typeof profileOf>
}

async function act(
  world: World,
  visit: ActingVisit,
  step: VisitAction,
  known: readonly KnownCandidate[],
): Promise<Decided<Answer> | typeof conflict> {
  const { transaction, identity, authTime, once, storedToken, fetch } = visit
  switch (step.kind) {
    case 'sign_in': {
      const how = { authTime, amr: [identity.provider], identity }
      return signIn(world, step.member, transaction.clientId, how, once, storedToken)
    }
    case 'keep_pending': {
      const pending = pendingOf(world, visit, await fetch(), step.outcome, known)
      const kept = await world.pendingConnections.keep(
        pending,
        once,
        dueAt(pending, step.outcome),
        storedToken,
      )
      if (kept === 'used') throw new Problem('token_used')
      return kept === 'moved' ? conflict : answerPending(world, step.outcome, pending, known)
    }
    case 'disconnect_and_refuse': {
      const shared = isShared(world, await fetch())
      const ended = await disconnect(world, { identity, shared }, once, storedToken)
      if (ended === conflict) return conflict
      throw await refuse(world, step.outcome)
    }
    case 'refuse':
      if (step.outcome.kind === 'provider_unavailable')
        await storeTokenForDisconnecting(world, identity, storedToken)
      throw await refuse(world, step.outcome)
    case 'link':
    case 'already_linked':
    case 'merge':
    case 'reauthenticate': {
      const { codeChallenge, clientId } = transaction
      return actForMember(world, { ...visit, visitor: visitorOf(transaction), codeChallenge, clientId }, step)
    }
    default:
      return step satisfies never
  }
}
