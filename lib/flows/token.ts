import { isTicketId } from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Ticket, TicketDecision } from '../domain/visit/pending-connection.ts'
import type { World } from './ports/world.ts'
import type { ActOnPendingWorld } from './visit/act-on-pending.ts'
import { actOnPending, pendingAgain, refusing } from './visit/act-on-pending.ts'
import type { DecideAndActWorld } from './visit/decide-and-act.ts'
import { decideAndAct } from './visit/decide-and-act.ts'
import { actForMember } from './visit/member-visit.ts'
import { isVerifierOf } from './visit/oauth-request.ts'
import type { Decided, FlowResult } from './visit/result.ts'
import { signIn } from './visit/sign-in.ts'

/** A ticket with its proofs. */
export interface TicketRequest {
  readonly ticket: string
  readonly codeVerifier: string
  /** The secret from the starting browser's cookie. */
  readonly browserSecret?: string | undefined
}

type RedeemTicketWorld = Pick<
  World,
  'clock' | 'secrets' | 'addToLogContext' | 'pendingConnections' | 'tickets'
> &
  DecideAndActWorld &
  ActOnPendingWorld

/**
 * Redeems a redirect visit's ticket, with the same body, status and problems as the direct callback. The
 * ticket is deleted before any check, so a wrong guess burns it. The visit is decided again on current facts.
 * Throws `invalid_ticket` and the problems of the refusing rows.
 */
export async function redeemTicket(
  world: RedeemTicketWorld,
  request: TicketRequest,
): Promise<Decided<FlowResult>> {
  const id = request.ticket
  const ticket = isTicketId(id) ? await world.tickets.take(id, world.clock.now()) : undefined
  if (ticket === undefined || !isPresentedBy(world, ticket, request)) throw new Problem('invalid_ticket')
  return actOn(world, ticket, ticket.decision)
}

function isPresentedBy(world: Pick<World, 'secrets'>, ticket: Ticket, request: TicketRequest): boolean {
  if (!isVerifierOf(world, request.codeVerifier, ticket.codeChallenge)) return false
  if (ticket.browserHash === undefined) return true
  const { browserSecret } = request
  return (
    browserSecret !== undefined && world.secrets.same(world.secrets.hash(browserSecret), ticket.browserHash)
  )
}

function actOn(
  world: RedeemTicketWorld,
  ticket: Ticket,
  decision: TicketDecision,
): Promise<Decided<FlowResult>> {
  switch (decision.kind) {
    case 'authenticated':
      return actOnAuthenticated(world, ticket, decision)
    case 'pending':
      return actOnPendingTicket(world, decision)
    case 'problem':
      throw new Problem(decision.code, decision.extras)
    default:
      return decision satisfies never
  }
}

function actOnAuthenticated(
  world: RedeemTicketWorld,
  { clientId, codeChallenge }: Ticket,
  decision: Extract<TicketDecision, { kind: 'authenticated' }>,
): Promise<Decided<FlowResult>> {
  const { identity, authTime, amr, visitor } = decision
  world.addToLogContext({ provider: identity.provider, intent: visitor?.intent ?? 'login' })
  // The identity was unlinked within the last minute. Without a profile nothing else can be
  // decided, so the visit starts again.
  const startOver = () => Promise.reject(new Problem('invalid_ticket'))
  const visit = { visitor, identity, clientId, authTime, fetchProfile: startOver, codeChallenge }
  const once = 'written_before'
  return decideAndAct<Decided<FlowResult>>(world, visit, {
    ...actForMember(world, { ...visit, once }),
    ...refusing(world),
    sign_in: ({ member }) => signIn(world, member, clientId, { authTime, amr, identity }, once),
    keep_pending: startOver,
    link: startOver,
  })
}

async function actOnPendingTicket(
  world: RedeemTicketWorld,
  { pendingId, visitor }: Extract<TicketDecision, { kind: 'pending' }>,
): Promise<Decided<FlowResult>> {
  const found = await world.pendingConnections.find(pendingId, world.clock.now())
  if (found?.kind !== 'open') throw new Problem('invalid_ticket')
  const { pending } = found
  return decideAndAct(world, pendingAgain(pending, visitor), actOnPending(world, pending, visitor))
}
