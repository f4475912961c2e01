import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { PendingOutcome } from '../../domain/visit/action.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { type PendingState, pendingStateOf, samePendingState } from '../../domain/visit/pending-visit.ts'
import type { Consumed, KnownCandidate } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import type { PendingResultWorld } from './pending-visit.ts'
import { foundMembers, pendingResult } from './pending-visit.ts'
import type { Decided, PendingResult } from './result.ts'

/**
 * Updates a pending visit that was decided again: it gets a new token and the new state, and the old token
 * dies. An unchanged state changes nothing. Throws `token_used` if the visit has ended.
 */
async function updatePending(
  world: Pick<World, 'stage' | 'clock' | 'ids' | 'pendingConnections'>,
  outcome: PendingOutcome,
  pending: PendingConnection,
  known: readonly KnownCandidate[],
): Promise<PendingConnection> {
  const pendingState = pendingStateOf(outcome, pending, foundMembers(world, known), judgedAt(world))
  const before = { question: pending.question, held: pending.held }
  return samePendingState(pendingState, before) ? pending : handOver(world, pending, pendingState)
}

/**
 * Gives the visit a new token and a new state, which replaces the old one completely, and consumes the proofs
 * of entered addresses or the identity check. Throws `token_used` if the visit has ended or a proof was used.
 */
export async function handOver(
  world: Pick<World, 'clock' | 'ids' | 'pendingConnections'>,
  { question: _question, typed: _typed, ...pending }: PendingConnection,
  pendingState: PendingState,
  consumes: Consumed = {},
): Promise<PendingConnection> {
  const [tokenId, now] = [world.ids.token(), world.clock.now()]
  const { id, tokenId: before } = pending
  const handed = await world.pendingConnections.handOver(id, before, tokenId, pendingState, {
    ...consumes,
    now,
  })
  if (!handed) throw new Problem('token_used')
  const { question, profile = pending.profile, ...rest } = pendingState
  return { ...pending, profile, tokenId, ...rest, ...defined({ question }) }
}

export type AskAgainWorld = Pick<World, 'stage' | 'clock' | 'pendingConnections'> & PendingResultWorld

/**
 * Asks the visitor of a pending visit again, after the visit was decided again. Throws as `updatePending`
 * does.
 */
export async function askAgain(
  world: AskAgainWorld,
  outcome: PendingOutcome,
  pending: PendingConnection,
  known: readonly KnownCandidate[],
): Promise<Decided<PendingResult>> {
  return pendingResult(world, outcome, await updatePending(world, outcome, pending, known), known)
}
