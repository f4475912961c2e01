import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { ProvenAddress } from '../../domain/values/verification.ts'
import type { PendingOutcome } from '../../domain/visit/action.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { pendingStateOf, samePendingState } from '../../domain/visit/pending-visit.ts'
import type { KnownCandidate } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import type { Asked, Decided } from './answer.ts'
import { answerPending } from './pending-visit.ts'

/**
 * The visit after it was decided again: what it waits for follows the facts, under a new token, and the old
 * token is dead. Unchanged when nothing changed. Throws `token_used` when it has ended meanwhile.
 */
export async function follow(
  world: World,
  outcome: PendingOutcome,
  pending: PendingConnection,
  known: readonly KnownCandidate[],
): Promise<PendingConnection> {
  const pendingState = pendingStateOf(outcome, pending.profile, known)
  const before = { question: pending.question, held: pending.held }
  return samePendingState(pendingState, before) ? pending : handOver(world, pending, pendingState)
}

/**
 * Gives the visit a new token and another thing to wait for; nothing of what it waited for before stays. What
 * proved a typed-in address is used up with it. Throws `token_used` when the visit has ended, or the proof was used.
 */
export async function handOver(
  world: World,
  { question: _question, typed: _typed, ...pending }: PendingConnection,
  pendingState: Pick<PendingConnection, 'held'> & {
    readonly question: PendingConnection['question']
    readonly typed?: NonNullable<PendingConnection['typed']>
  },
  proof?: ProvenAddress,
): Promise<PendingConnection> {
  const [tokenId, now] = [world.ids.token(), world.clock.now()]
  const usesUp = proof === undefined ? undefined : { proof, now }
  const { id, tokenId: before } = pending
  const handed = await world.pendingConnections.handOver(id, before, tokenId, pendingState, usesUp)
  if (!handed) throw new Problem('token_used')
  const { question, ...rest } = pendingState
  return { ...pending, tokenId, ...rest, ...defined({ question }) }
}

/** Tells the visitor of a kept visit what it waits for now. */
export async function askAgain(
  world: World,
  outcome: PendingOutcome,
  pending: PendingConnection,
  known: readonly KnownCandidate[],
): Promise<Decided<Asked>> {
  return answerPending(world, outcome, await follow(world, outcome, pending, known), known)
}
