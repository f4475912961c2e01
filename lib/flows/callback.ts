import type { Identity, ProviderId } from '../domain/values/identity.ts'
import { Problem } from '../domain/values/problem.ts'
import type { NextStep } from '../domain/visit/action.ts'
import { refusedAtProvider } from '../domain/visit/classify.ts'
import type { Transaction } from '../domain/visit/oauth-request.ts'
import type { Keeping } from '../domain/visit/provider-token.ts'
import type { KnownCandidate, Once } from './ports/store.ts'
import type { World } from './ports/world.ts'
import type { Answer, Decided } from './visit/answer.ts'
import { arrive, authTimeOf, type Credential } from './visit/authenticate.ts'
import { factsMoved, settle } from './visit/decide-and-act.ts'
import { disconnect, leaveForEnding } from './visit/disconnect.ts'
import { isShared, profileOf } from './visit/gather.ts'
import { actForMember } from './visit/member-visit.ts'
import { findProvider, isVerifierOf, openTransaction, visitorOf } from './visit/oauth-request.ts'
import { answerWaiting, dueAt, pendingOf } from './visit/pending-visit.ts'
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
  const transaction = await openTransaction(world, input.transaction, {
    provider: provider.id,
    flow: 'direct',
  })
  if (!isVerifierOf(world, input.codeVerifier, transaction.codeChallenge))
    throw new Problem('invalid_transaction')

  const came = await arrive(world, provider, transaction, input.credential)
  if (came.kind === 'refused') {
    const outcome = refusedAtProvider(came.fault.why)
    world.note({ decided: outcome.kind, row: outcome.row })
    throw await refuse(world, outcome)
  }
  const { arrival, once, keeping } = came.answer
  const fetch = profileOf(provider, arrival)
  const authTime = authTimeOf(arrival, world.clock.now())
  const visit = {
    transaction,
    identity: arrival.identity,
    authTime,
    once,
    fetch,
    ...(keeping && { keeping }),
  }
  return settle(world, { ...visit, visitor: transaction.visitor }, (step, known) =>
    act(world, visit, step, known),
  )
}

/** One visit on its way to its effect. */
interface ActingVisit {
  readonly transaction: Transaction
  readonly identity: Identity
  readonly authTime: Date
  readonly once: Once
  readonly keeping?: Keeping
  readonly fetch: ReturnType<typeof profileOf>
}

async function act(
  world: World,
  visit: ActingVisit,
  step: NextStep,
  known: readonly KnownCandidate[],
): Promise<Decided<Answer> | typeof factsMoved> {
  const { transaction, identity, authTime, once, keeping, fetch } = visit
  switch (step.kind) {
    case 'enter': {
      const how = { authTime, amr: [identity.provider], identity }
      return signIn(world, step.member, transaction.clientId, how, once, keeping)
    }
    case 'wait': {
      const pending = pendingOf(world, visit, await fetch(), step.outcome, known)
      const kept = await world.pendingConnections.keep(pending, once, dueAt(pending, step.outcome), keeping)
      if (kept === 'used') throw new Problem('token_used')
      return kept === 'moved' ? factsMoved : answerWaiting(world, step.outcome, pending, known)
    }
    case 'end': {
      const shared = isShared(world, await fetch())
      const ended = await disconnect(world, { identity, shared }, once, keeping)
      if (ended === factsMoved) return factsMoved
      throw await refuse(world, step.outcome)
    }
    case 'refuse':
      if (step.outcome.row === 20) await leaveForEnding(world, identity, keeping)
      throw await refuse(world, step.outcome)
    case 'add':
    case 'already':
    case 'merge':
    case 'reauthenticate': {
      const { codeChallenge, clientId } = transaction
      return actForMember(world, { ...visit, visitor: visitorOf(transaction), codeChallenge, clientId }, step)
    }
    default:
      return step satisfies never
  }
}
