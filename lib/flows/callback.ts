import { refusedAtProvider } from '../domain/classify.ts'
import type { ProviderId } from '../domain/identity.ts'
import type { NextStep } from '../domain/next-step.ts'
import { Problem } from '../domain/problem.ts'
import type { Transaction } from '../domain/transaction.ts'
import type { Provider } from './ports/provider.ts'
import type { World } from './ports/world.ts'
import { type Answer, type Decided, refuse } from './visit/answer.ts'
import { type Arrived, arrive, type Credential } from './visit/arrive.ts'
import { disconnect } from './visit/disconnect.ts'
import { profileOf } from './visit/gather.ts'
import { factsMoved, settle } from './visit/settle.ts'
import { signIn } from './visit/sign-in.ts'
import { findProvider, isVerifierOf, openTransaction } from './visit/transaction.ts'
import { answerWaiting, dueAt, pendingOf } from './visit/waiting.ts'

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
  if (came.kind === 'refused') throw refuse(refusedAtProvider(came.fault.why))
  const { arrival } = came.answer
  const fetch = profileOf(provider, arrival)
  return settle(world, { identity: arrival.identity, fetch }, (step) =>
    act(world, { provider, transaction, fetch, ...came.answer }, step),
  )
}

/** One visit on its way to its effect. */
interface ActingVisit extends Arrived {
  readonly provider: Provider
  readonly transaction: Transaction
  readonly fetch: ReturnType<typeof profileOf>
}

async function act(
  world: World,
  { provider, transaction, arrival, once, fetch }: ActingVisit,
  step: NextStep,
): Promise<Decided<Answer> | typeof factsMoved> {
  switch (step.kind) {
    case 'enter': {
      const how = { authTime: world.clock.now(), amr: [provider.id], identity: arrival.identity }
      return signIn(world, step.member, transaction.clientId, how, once)
    }
    case 'wait': {
      const pending = pendingOf(world, transaction, await fetch())
      const kept = await world.pendingConnections.keep(pending, once, dueAt(pending))
      if (kept === 'used') throw new Problem('token_used')
      return kept === 'moved' ? factsMoved : answerWaiting(world, step.outcome, pending)
    }
    case 'end': {
      const ended = await disconnect(world, provider, await fetch(), once)
      if (ended === factsMoved) return factsMoved
      throw refuse(step.outcome)
    }
    case 'refuse':
      throw refuse(step.outcome)
    default:
      return step satisfies never
  }
}
