import { type ClientId, isSealedTicket } from '../domain/values/ids.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import { rowOf } from '../domain/visit/outcome.ts'
import type { Ticket, TicketDecision } from '../domain/visit/pending-connection.ts'
import type { ConsumedPending, Once, TicketUse } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { countLink } from './steps/count-change.ts'
import { isPresentedBy, refusedTicket, type TicketRequest } from './tickets/presented-ticket.ts'
import { takingFirst } from './tickets/taking-first.ts'
import type { ActOnPendingWorld } from './visit/act-on-pending.ts'
import { actOnPending, openingOfPending, pendingAgain, refusing } from './visit/act-on-pending.ts'
import { askAgain } from './visit/ask-again.ts'
import type { ActionHandlers, DecideAndActWorld } from './visit/decide-and-act.ts'
import { conflict, decideAndAct } from './visit/decide-and-act.ts'
import { actForMember } from './visit/member-visit.ts'
import type { Decided, FlowResult, SignedIn } from './visit/result.ts'
import { openFor, type SignInByIdentity, signInResult } from './visit/sign-in.ts'

type RedeemTicketWorld = Pick<
  World,
  'clock' | 'secrets' | 'tokens' | 'addToLogContext' | 'pendingConnections' | 'tickets' | 'limits' | 'report'
> &
  DecideAndActWorld &
  ActOnPendingWorld

/**
 * Redeems a redirect visit's ticket, with the same body, status and problems as the direct callback. A ticket
 * works once: what writes consumes it in its own transaction, everything else before it acts, and a wrong guess burns it. A
 * sign-in or a link that fails by an outage leaves the ticket as it was. The visit is decided again on current facts. Throws `invalid_ticket`,
 * `too_many_requests` for a member who adds providers without end, and the problems of the refusing rows.
 */
export async function redeemTicket(
  world: RedeemTicketWorld,
  request: TicketRequest,
): Promise<Decided<FlowResult>> {
  const ticket = isSealedTicket(request.ticket) ? world.tokens.tickets.open(request.ticket) : undefined
  if (ticket === undefined || ticket.expiresAt <= world.clock.now()) throw new Problem('invalid_ticket')
  if (isPresentedBy(world, ticket, request)) return actOn(world, ticket, ticket.decision)
  await world.tickets.take(useOf(ticket))
  throw refusedTicket(world, ticket, request)
}

/** The record lasts longer than the OAuth request, which ends ten minutes after its begin and so before this. */
const recordEndsAt = ({ expiresAt }: Ticket): Date => after(expiresAt, lifetimes.oauthRequest)

/** The visit of a ticket that acts on it. */
const onceOf = (world: Pick<World, 'clock'>, ticket: Ticket): Once => ({
  transactionId: ticket.transactionId,
  expiresAt: recordEndsAt(ticket),
  trace: { at: world.clock.now() },
})

/** A pending visit and a refusal were recorded by the callback, so these use up the ticket alone. */
function useOf(ticket: Ticket): TicketUse {
  const { transactionId, decision } = ticket
  const expiresAt = recordEndsAt(ticket)
  if (decision.kind === 'authenticated') return { of: 'transaction', id: transactionId, expiresAt }
  const id = decision.kind === 'pending' ? decision.pendingId : transactionId
  return { of: 'ticket', id, expiresAt }
}

/** Consumes a ticket. Throws `invalid_ticket` for a used one. */
async function take(world: Pick<World, 'tickets'>, ticket: Ticket): Promise<void> {
  if (!(await world.tickets.take(useOf(ticket)))) throw new Problem('invalid_ticket')
}

async function actOn(
  world: RedeemTicketWorld,
  ticket: Ticket,
  decision: TicketDecision,
): Promise<Decided<FlowResult>> {
  switch (decision.kind) {
    case 'authenticated':
      return actOnAuthenticated(world, ticket, decision)
    case 'pending':
      return actOnPendingTicket(world, ticket, decision)
    case 'problem':
      await take(world, ticket)
      throw new Problem(decision.code, decision.extras)
    default:
      return decision satisfies never
  }
}

type Authentication = Extract<TicketDecision, { kind: 'authenticated' }>

async function actOnAuthenticated(
  world: RedeemTicketWorld,
  ticket: Ticket,
  decision: Authentication,
): Promise<Decided<FlowResult>> {
  const { identity, visitor } = decision
  world.addToLogContext({ provider: identity.provider, intent: visitor?.intent ?? 'login' })
  const entered = await enter(world, ticket, decision)
  return entered === conflict ? decideAgain(world, ticket, decision) : entered
}

const howOf = ({ identity, authTime }: Authentication): SignInByIdentity => ({
  authTime,
  amr: [identity.provider],
  identity,
})

/**
 * Signs in to the member whom the callback has found, without reading anything. The transaction consumes the
 * ticket, and checks the member as that of a direct visit does. Gives `conflict` if the member has changed, and for a
 * visit of a signed-in member.
 */
async function enter(
  world: RedeemTicketWorld,
  ticket: Ticket,
  decision: Authentication,
): Promise<Decided<SignedIn> | typeof conflict> {
  const { member } = decision
  if (member === undefined) return conflict
  const outcome = { kind: 'signed_in', member: { ...member, status: 'active' } } as const
  world.addToLogContext({ decided: outcome.kind, row: rowOf(outcome) })
  return signInBy(world, ticket, member, openingOf(world, ticket, decision))
}

/** What opens the session, and what its transaction consumes. */
interface Opening {
  readonly clientId: ClientId
  readonly how: SignInByIdentity
  readonly once: Once | ConsumedPending
}

const openingOf = (world: Pick<World, 'clock'>, ticket: Ticket, decision: Authentication): Opening => ({
  clientId: ticket.clientId,
  how: howOf(decision),
  once: onceOf(world, ticket),
})

/** Signs in and consumes the ticket in one transaction. A member whose status refuses the sign-in uses it up as well. */
async function signInBy(
  world: RedeemTicketWorld,
  ticket: Ticket,
  member: Parameters<typeof openFor>[1],
  { clientId, how, once }: Opening,
): Promise<Decided<SignedIn> | typeof conflict> {
  const opened = await openFor(world, member, clientId, how, once)
  const { result } = opened
  if (result.kind === 'used') throw new Problem('invalid_ticket')
  if (result.kind === 'not_active' && result.member.status !== 'merged') await take(world, ticket)
  return signInResult(world, opened)
}

/** Decides the visit of a ticket on current facts. */
function decideAgain(
  world: RedeemTicketWorld,
  ticket: Ticket,
  decision: Authentication,
): Promise<Decided<FlowResult>> {
  const { clientId, codeChallenge } = ticket
  const { identity, authTime, visitor } = decision
  // The identity was unlinked within the last minute. Without a profile nothing else can be
  // decided, so the visit starts again.
  const startOver = () => Promise.reject(new Problem('invalid_ticket'))
  const visit = { visitor, identity, clientId, authTime, fetchProfile: startOver, codeChallenge }
  const { reauthenticate } = actForMember(world, {
    ...visit,
    once: onceOf(world, ticket),
    usedUp: 'invalid_ticket',
  })
  const acting: ActionHandlers<Decided<FlowResult>> = {
    ...actForMember(world, { ...visit, once: 'written_before' }),
    ...refusing(world),
    reauthenticate,
    sign_in: ({ member }) => signInBy(world, ticket, member, openingOf(world, ticket, decision)),
    keep_pending: startOver,
    link: startOver,
  }
  return decideAndAct(
    world,
    visit,
    takingFirst(acting, () => take(world, ticket), ['reauthenticate', 'sign_in']),
  )
}

/** Acts on the visit that the callback stored. */
async function actOnPendingTicket(
  world: RedeemTicketWorld,
  ticket: Ticket,
  { pendingId, visitor }: Extract<TicketDecision, { kind: 'pending' }>,
): Promise<Decided<FlowResult>> {
  const found = await world.pendingConnections.find(pendingId, world.clock.now())
  if (found?.kind !== 'open') throw new Problem('invalid_ticket')
  await countLink(world, visitor)
  const { pending } = found
  const use = useOf(ticket)
  const { once, ...opening } = openingOfPending(pending)
  const acting: ActionHandlers<Decided<FlowResult>> = {
    ...actOnPending(world, pending, visitor, { linkingTicket: use, usedUp: 'invalid_ticket' }),
    sign_in: ({ member }) => signInBy(world, ticket, member, { ...opening, once: { ...once, ticket: use } }),
    keep_pending: ({ outcome }, known) =>
      askAgain(world, outcome, pending, known, { use, take: () => take(world, ticket) }),
  }
  return decideAndAct(
    world,
    pendingAgain(pending, visitor),
    takingFirst(acting, () => take(world, ticket), ['link', 'sign_in', 'keep_pending']),
  )
}
