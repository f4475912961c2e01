import type { SealedTicket } from '../../domain/values/ids.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import { type OutcomeName, type Row, rowOf } from '../../domain/visit/outcome.ts'
import type { TicketDecision } from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'
import { findClient, type OAuthRequestOf } from '../visit/oauth-request.ts'

/** A ticket on its way back to the client. */
export interface Issued {
  /** Absent for a visit that ran out: nothing was decided. */
  readonly row: Row | undefined
  readonly location: string
  readonly state: string
  readonly ticket: SealedTicket
  /** For the browser's cookie, without which a web client's ticket does not work. Absent where it is there already. */
  readonly browserSecret?: string
}

/** Seals a decision. It writes nothing: what must happen once is written with its effect. */
export function issueTicket(
  world: Pick<World, 'stage' | 'clock' | 'secrets' | 'tokens'>,
  { id: transactionId, clientId, codeChallenge, flow, state }: OAuthRequestOf<'redirect'>,
  outcome: OutcomeName | undefined,
  decision: TicketDecision,
): Issued {
  const browserSecret = world.secrets.random()
  const ticket = world.tokens.tickets.seal({
    transactionId,
    clientId,
    codeChallenge,
    ...(findClient(world, clientId).type === 'web' && { browserHash: world.secrets.hash(browserSecret) }),
    decision,
    expiresAt: after(world.clock.now(), lifetimes.ticket),
  })
  return { row: outcome && rowOf(outcome), location: sendBack(flow, ticket), state, ticket, browserSecret }
}

/** The client's registered URI with the ticket and the client's state added. */
export function sendBack(
  { redirectUri, clientState }: OAuthRequestOf<'redirect'>['flow'],
  ticket: SealedTicket,
): string {
  const url = new URL(redirectUri)
  url.searchParams.set('ticket', ticket)
  if (clientState !== undefined) url.searchParams.set('state', clientState)
  return url.href
}
