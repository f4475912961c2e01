import { defined } from '../domain/values/defined.ts'
import type { ProviderId } from '../domain/values/identity.ts'
import type { TicketId } from '../domain/values/ids.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import type { PendingOutcome } from '../domain/visit/action.ts'
import { type OutcomeName, type Row, rowOf } from '../domain/visit/outcome.ts'
import type { TicketDecision } from '../domain/visit/pending-connection.ts'
import { type Refused, refusalOf } from '../domain/visit/refusal.ts'
import type { KnownCandidate, Once } from './ports/store.ts'
import type { World } from './ports/world.ts'
import {
  type AuthenticatedVisit,
  authenticate,
  type Credential,
  shownWithTicket,
} from './visit/authenticate.ts'
import { type ActionHandlers, conflict, decideAndAct } from './visit/decide-and-act.ts'
import { disconnect, storeTokenIfDisconnecting } from './visit/disconnect.ts'
import { findClient, type OAuthRequestOf, onceFor } from './visit/oauth-request.ts'
import { dueAt, pendingOf } from './visit/pending-visit.ts'

/** What the provider's redirect brings, with the sealed transaction of this very browser. */
export interface RedirectCallback {
  readonly provider: ProviderId
  /** From the cookie that is named after the state. */
  readonly transaction: string
  readonly credential: Extract<Credential, { state: string }>
}

/** Where the browser goes next. */
export interface SentBack {
  readonly row: Row
  readonly location: string
  readonly state: string
  readonly ticket: TicketId
  /** A secret for the browser's cookie: only that browser may use a web client's ticket. */
  readonly browserSecret: string
}

type RedirectRequest = OAuthRequestOf<'redirect'>

/**
 * The redirect callback: authenticates the visitor at the provider, decides, and only records. Whatever changes a
 * member happens when the client shows its secret at `POST /token`. Throws `invalid_transaction` for a browser that
 * did not start here, and `token_used` for a callback that was replayed.
 */
export async function redirectCallback(world: World, input: RedirectCallback): Promise<SentBack> {
  const { transaction: sealed, ...rest } = input
  const callback = { ...rest, flow: 'redirect', sealed, codeVerifier: shownWithTicket } as const
  const came = await authenticate(world, callback)
  if (came.kind === 'authenticated') return decideAndAct(world, came.visit, record(world, came.visit))
  const { oauthRequest, outcome } = came
  const once = { ...onceFor(oauthRequest), refused: true } as const
  const issued = await issue(world, oauthRequest, outcome, problemDecision(outcome), once)
  if (issued === conflict) throw new Problem('unavailable')
  return issued
}

const problemDecision = (outcome: Refused): TicketDecision => ({ kind: 'problem', ...refusalOf(outcome) })

/** Each effect is a ticket: acting waits for the client's secret. */
function record(world: World, visit: AuthenticatedVisit<'redirect'>): ActionHandlers<SentBack> {
  const { oauthRequest, once } = visit
  const authenticated = async (outcome: OutcomeName) => recordAuthenticated(world, visit, outcome)
  return {
    sign_in: () => authenticated({ kind: 'signed_in' }),
    already_linked: () => authenticated({ kind: 'already_linked' }),
    merge: () => authenticated({ kind: 'merge_confirmation_required', variant: 'identity' }),
    reauthenticate: () => authenticated({ kind: 'reauthenticated' }),
    link: () => recordPending(world, visit, { kind: 'linked' }),
    keep_pending: ({ outcome }, known) => recordPending(world, visit, outcome, { outcome, known }),
    disconnect_and_refuse: async ({ outcome }) => {
      if ((await disconnect(world, visit)) === conflict) return conflict
      return issue(world, oauthRequest, outcome, problemDecision(outcome), 'written_before')
    },
    refuse: async ({ outcome }) => {
      await storeTokenIfDisconnecting(world, outcome, visit)
      return issue(world, oauthRequest, outcome, problemDecision(outcome), once)
    },
  }
}

function recordAuthenticated(
  world: World,
  { oauthRequest, identity, authTime, once, storedToken }: AuthenticatedVisit<'redirect'>,
  outcome: OutcomeName,
) {
  const { visitor } = oauthRequest
  const decision = {
    kind: 'arrived',
    identity,
    authTime,
    amr: [identity.provider],
    ...defined({ visitor }),
  } as const
  return issue(world, oauthRequest, outcome, decision, once, storedToken && { identity, storedToken })
}

/** A pending visit, with its question unless a signed-in member links. */
async function recordPending(
  world: World,
  visit: AuthenticatedVisit<'redirect'>,
  name: OutcomeName,
  question?: { readonly outcome: PendingOutcome; readonly known: readonly KnownCandidate[] },
) {
  const { oauthRequest, once, storedToken } = visit
  const pending = pendingOf(world, visit, await visit.fetch(), question?.outcome, question?.known)
  const decision = {
    kind: 'pending',
    pendingId: pending.id,
    ...defined({ visitor: oauthRequest.visitor }),
  } as const
  const leaves = { pending, dueAt: dueAt(pending, question?.outcome), storedToken }
  return issue(world, oauthRequest, name, decision, once, leaves)
}

async function issue(
  world: World,
  oauthRequest: RedirectRequest,
  outcome: OutcomeName,
  decision: TicketDecision,
  once: Once | 'written_before',
  leaves?: Parameters<World['tickets']['issue']>[2],
): Promise<SentBack | typeof conflict> {
  const { clientId, codeChallenge, flow } = oauthRequest
  const browserSecret = world.secrets.random()
  const ticket = {
    id: world.ids.ticket(),
    clientId,
    codeChallenge,
    ...(findClient(world, clientId).type === 'web' && { browserHash: world.secrets.hash(browserSecret) }),
    decision,
    expiresAt: after(world.clock.now(), lifetimes.ticket),
  }
  const issued = await world.tickets.issue(ticket, once, leaves)
  if (issued === 'used') throw new Problem('token_used')
  if (issued === 'moved') return conflict
  return {
    row: rowOf(outcome),
    location: sendBack(flow, ticket.id),
    state: oauthRequest.state,
    ticket: ticket.id,
    browserSecret,
  }
}

/** The client's own URI with the ticket and the client's state; what it registered stays as it is. */
function sendBack(flow: RedirectRequest['flow'], ticket: TicketId): string {
  const url = new URL(flow.redirectUri)
  url.searchParams.set('ticket', ticket)
  if (flow.clientState !== undefined) url.searchParams.set('state', flow.clientState)
  return url.href
}
