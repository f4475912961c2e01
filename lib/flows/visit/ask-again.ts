import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { PendingOutcome } from '../../domain/visit/action.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { type PendingState, pendingStateOf, samePendingState } from '../../domain/visit/pending-visit.ts'
import type { Consumed, KnownCandidate, TicketUse } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import type { PendingResultWorld } from './pending-visit.ts'
import { foundMembers, pendingResult } from './pending-visit.ts'
import type { Decided, PendingResult } from './result.ts'

/**
 * Updates a pending visit that was decided again: it gets a new token and the new state, and the old token
 * dies. An unchanged state changes nothing but the use of the ticket. Throws `token_used` if the visit has ended.
 */
async function updatePending(
  world: Pick<World, 'stage' | 'clock' | 'ids' | 'pendingConnections'>,
  outcome: PendingOutcome,
  pending: PendingConnection,
  known: readonly KnownCandidate[],
  shown?: ShownTicket,
): Promise<PendingConnection> {
  const pendingState = pendingStateOf(outcome, pending, foundMembers(world, known), judgedAt(world))
  const before = { question: pending.question, held: pending.held }
  if (!samePendingState(pendingState, before)) {
    return handOver(world, pending, pendingState, { ticket: shown?.use }, shown && 'invalid_ticket')
  }
  await shown?.take()
  return pending
}

/** The ticket that a visit was shown by, which the answer consumes. */
export interface ShownTicket {
  readonly use: TicketUse
  /** Consumes the ticket alone. */
  readonly take: () => Promise<void>
}

/**
 * Gives the visit a new token and a new state, which replaces the old one completely, and consumes the proofs
 * of entered addresses, the identity check or the ticket. Throws `usedUp` if the visit has ended or one of them was used.
 */
export async function handOver(
  world: Pick<World, 'clock' | 'ids' | 'pendingConnections'>,
  { question: _question, typed: _typed, ...pending }: PendingConnection,
  pendingState: PendingState,
  consumes: Consumed = {},
  usedUp: 'token_used' | 'invalid_ticket' = 'token_used',
): Promise<PendingConnection> {
  const [tokenId, now] = [world.ids.token(), world.clock.now()]
  const { id, tokenId: before } = pending
  const handed = await world.pendingConnections.handOver(id, before, tokenId, pendingState, {
    ...consumes,
    now,
  })
  if (!handed) throw new Problem(usedUp)
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
  shown?: ShownTicket,
): Promise<Decided<PendingResult>> {
  return pendingResult(world, outcome, await updatePending(world, outcome, pending, known, shown), known)
}
