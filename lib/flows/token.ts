import { isTicketId } from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Ticket, TicketDecision } from '../domain/visit/pending-connection.ts'
import type { World } from './ports/world.ts'
import type { Answer, Decided } from './visit/answer.ts'
import { askAgain } from './visit/ask-again.ts'
import { decideAndAct } from './visit/decide-and-act.ts'
import { actForMember } from './visit/member-visit.ts'
import { isVerifierOf, visitorOf } from './visit/oauth-request.ts'
import { refuse } from './visit/refuse.ts'
import { consumedPending, signIn } from './visit/sign-in.ts'

/** A ticket with its proofs. */
export interface TicketRequest {
  readonly ticket: string
  readonly codeVerifier: string
  /** The secret from the starting browser's cookie. */
  readonly browserSecret?: string | undefined
}

/**
 * Redeems a redirect visit's ticket, with the same body, status and problems as the direct callback. The
 * ticket is deleted before any check, so a wrong guess burns it. The visit is decided again on current facts.
 * Throws `invalid_ticket` and the problems of the refusing rows.
 */
export async function redeemTicket(world: World, request: TicketRequest): Promise<Decided<Answer>> {
  const id = request.ticket
  const ticket = isTicketId(id) ? await world.tickets.take(id, world.clock.now()) : undefined
  if (ticket === undefined || !isPresentedBy(world, ticket, request)) throw new Problem('invalid_ticket')
  return actOn(world, ticket, ticket.decision)
}

function isPresentedBy(world: World, ticket: Ticket, request: TicketRequest): boolean {
  if (!isVerifierOf(world, request.codeVerifier, ticket.codeChallenge)) return false
  if (ticket.browserHash === undefined) return true
  const { browserSecret } = request
  return (
    browserSecret !== undefined && world.secrets.same(world.secrets.hash(browserSecret), ticket.browserHash)
  )
}

function actOn(world: World, ticket: Ticket, decision: TicketDecision): Promise<Decided<Answer>> {
  switch (decision.kind) {
    case 'arrived':
      return actOnAuthenticated(world, ticket, decision)
    case 'pending':
      return actOnPending(world, decision)
    case 'problem':
      throw new Problem(decision.code, decision.extras)
    default:
      return decision satisfies never
  }
}

function actOnAuthenticated(
  world: World,
  { clientId, codeChallenge }: Ticket,
  decision: Extract<TicketDecision, { kind: 'arrived' }>,
): Promise<Decided<Answer>> {
  const { identity, authTime, amr, visitor } = decision
  world.addToLogContext({ provider: identity.provider, intent: visitor?.intent ?? 'login' })
  // The identity was unlinked within the last minute. Without a profile nothing else can be
  // decided, so the visit starts again.
  const fetch = () => Promise.reject(new Problem('invalid_ticket'))
  return decideAndAct(world, { identity, fetch, visitor }, async (step) => {
    switch (step.kind) {
      case 'sign_in':
        return signIn(world, step.member, clientId, { authTime, amr, identity }, 'written_before')
      case 'refuse':
      case 'disconnect_and_refuse':
        throw await refuse(world, step.outcome)
      case 'keep_pending':
      case 'link':
        throw new Problem('invalid_ticket')
      case 'already_linked':
      case 'merge':
      case 'reauthenticate': {
        const once = 'written_before'
        const visitor = visitorOf(decision)
        const visit = { visitor, identity, clientId, authTime, fetch, once, codeChallenge } as const
        return actForMember(world, visit, step)
      }
      default:
        return step satisfies never
    }
  })
}

async function actOnPending(
  world: World,
  decision: Extract<TicketDecision, { kind: 'pending' }>,
): Promise<Decided<Answer>> {
  const found = await world.pendingConnections.find(decision.pendingId, world.clock.now())
  if (found?.kind !== 'open') throw new Problem('invalid_ticket')
  const { pending } = found
  const { clientId, authTime, amr, profile } = pending
  const { identity } = profile
  const { visitor } = decision
  const fetch = () => Promise.resolve(profile)
  return decideAndAct(world, { identity, fetch, visitor }, async (step, known) => {
    switch (step.kind) {
      case 'sign_in':
        return signIn(world, step.member, clientId, { authTime, amr, identity }, consumedPending(pending))
      case 'keep_pending':
        return askAgain(world, step.outcome, pending, known)
      // The sweep disconnects the pending identity after its time.
      case 'disconnect_and_refuse':
      case 'refuse':
        throw await refuse(world, step.outcome)
      case 'link':
      case 'already_linked':
      case 'merge':
      case 'reauthenticate': {
        const visit = {
          visitor: visitorOf(decision),
          identity,
          clientId,
          authTime,
          fetch,
          once: 'written_before',
          codeChallenge: pending.codeChallenge,
          pending,
        } as const
        return actForMember(world, visit, step)
      }
      default:
        return step satisfies never
    }
  })
}
