import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { RefusedAtProvider } from '../../domain/visit/classify.ts'
import type { TicketDecision } from '../../domain/visit/pending-connection.ts'
import { type Refused, refusalOf } from '../../domain/visit/refusal.ts'
import type { VisitTrace } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type OAuthRequestOf, onceFor } from '../visit/oauth-request.ts'
import { type Issued, issueTicket } from './issue-ticket.ts'

type SameVisitWorld = Pick<World, 'stage' | 'clock' | 'secrets' | 'tokens' | 'tickets'>

/** A request of a browser that has shown the cookie of its visit. */
export interface ComingBack {
  readonly oauthRequest: OAuthRequestOf<'redirect'>
  /** When the request came. */
  readonly began: Date
}

/** The ticket's decision for a refusal. */
export const problemDecision = (outcome: Refused): TicketDecision => ({
  kind: 'problem',
  ...refusalOf(outcome),
})

/**
 * Records that a visit has ended before anything was decided, so that it gives one such ticket. When a browser sends a
 * callback twice at once, the provider refuses the second code while the first request is still under way: then the
 * refused one waits, and goes where the first one goes. Throws `token_used` for a replay.
 */
export async function refuseVisit(
  world: SameVisitWorld,
  coming: ComingBack,
  outcome: RefusedAtProvider,
): Promise<Issued> {
  const once = onceFor(coming.oauthRequest)
  const trace = outcome.kind === 'provider_grant_invalid' ? await world.tickets.awaitTrace(once) : undefined
  if (trace !== undefined) return follow(world, coming, trace, outcome)
  if (await world.tickets.refuse({ ...once, trace: { at: world.clock.now() } })) {
    return issueTicket(world, coming.oauthRequest, outcome, problemDecision(outcome))
  }
  return follow(world, coming, await world.tickets.traceOf(once), outcome)
}

/**
 * Sends a browser on whose visit another request has used. Throws `token_used` for a replay.
 */
export async function followOther(world: SameVisitWorld, coming: ComingBack): Promise<Issued> {
  return follow(world, coming, await world.tickets.traceOf(onceFor(coming.oauthRequest)))
}

/**
 * Follows the request that was first. Both were under way at the same time, from a browser with the cookie of the visit, so
 * both lead to the same pending visit; the tickets share their one use. A request that came after the visit was used is a
 * replay, and follows nothing.
 */
function follow(
  world: SameVisitWorld,
  { oauthRequest, began }: ComingBack,
  trace: VisitTrace | undefined,
  refusal?: RefusedAtProvider,
): Issued {
  if (trace === undefined || trace.at <= began) throw new Problem('token_used')
  const { pendingId, refused } = trace
  const { visitor } = oauthRequest
  if (pendingId !== undefined) {
    const decision = { kind: 'pending', pendingId, ...defined({ visitor }) } as const
    return issueTicket(world, oauthRequest, undefined, decision)
  }
  if (refused && refusal !== undefined)
    return issueTicket(world, oauthRequest, refusal, problemDecision(refusal))
  return issueTicket(world, oauthRequest, undefined, { kind: 'problem', code: 'token_used', extras: {} })
}
