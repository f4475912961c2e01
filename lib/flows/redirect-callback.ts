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
import type { AuthenticateWorld } from './visit/authenticate.ts'
import {
  type AuthenticatedVisit,
  authenticate,
  type Credential,
  shownWithTicket,
} from './visit/authenticate.ts'
import type { DecideAndActWorld } from './visit/decide-and-act.ts'
import { type ActionHandlers, conflict, decideAndAct } from './visit/decide-and-act.ts'
import type { DisconnectWorld } from './visit/disconnect.ts'
import { disconnect, storeTokenIfDisconnecting } from './visit/disconnect.ts'
import { findClient, type OAuthRequestOf, onceFor, openOAuthRequest } from './visit/oauth-request.ts'
import { disconnectDueAt, pendingOf } from './visit/pending-visit.ts'

/** The provider's redirect, with the sealed OAuth request of this browser. */
export interface RedirectCallback {
  readonly provider: ProviderId
  /** From the cookie named after the state. */
  readonly transaction: string
  readonly credential: Extract<Credential, { state: string }>
  /** The ticket that this browser got for this visit a moment ago. */
  readonly sentBefore?: TicketId | undefined
}

/** The browser's way back to its client. */
export interface SentBack {
  /** Absent for a visit that ran out: nothing was decided. */
  readonly row: Row | undefined
  readonly location: string
  readonly state: string
  readonly ticket: TicketId
  /** The sealed OAuth request, which stays in the browser for the life of the ticket. */
  readonly transaction: string
  /** For the browser's cookie, without which a web client's ticket does not work. Absent where it is there already. */
  readonly browserSecret?: string
}

/** A new ticket's way back. */
type Issued = Omit<SentBack, 'transaction'>

type RedirectRequest = OAuthRequestOf<'redirect'>

type RedirectCallbackWorld = Pick<World, 'clock' | 'ids' | 'secrets' | 'tickets'> &
  AuthenticateWorld &
  DecideAndActWorld &
  DisconnectWorld

/**
 * The redirect callback: authenticates the visitor at the provider, decides, and only records the decision.
 * Members change only at `POST /token`, where the client presents its verifier. Throws `invalid_transaction`
 * for a browser that did not start the visit, and `token_used` for a replayed callback. A visit that ran out goes back to
 * its client with a ticket for `invalid_transaction`.
 */
export async function redirectCallback(
  world: RedirectCallbackWorld,
  input: RedirectCallback,
): Promise<SentBack> {
  const { transaction: sealed, sentBefore, ...rest } = input
  if (sentBefore !== undefined) return sendBackAgain(world, input, sentBefore)
  const late = await lateVisit(world, input)
  if (late !== undefined) return { ...(await sendLateBack(world, late)), transaction: sealed }
  const callback = { ...rest, flow: 'redirect', sealed, codeVerifier: shownWithTicket } as const
  const authenticated = await authenticate(world, callback)
  if (authenticated.kind === 'authenticated') {
    const { visit } = authenticated
    return { ...(await decideAndAct(world, visit, record(world, visit))), transaction: sealed }
  }
  const { oauthRequest, outcome } = authenticated
  const once = { ...onceFor(oauthRequest), refused: true } as const
  const issued = await issue(world, oauthRequest, outcome, problemDecision(outcome), once)
  if (issued === conflict) throw new Problem('unavailable')
  return { ...issued, transaction: sealed }
}

/** Sends a browser that asks again on with the same ticket, and touches nothing. Throws `invalid_transaction`. */
async function sendBackAgain(
  world: RedirectCallbackWorld,
  { provider, transaction, credential }: RedirectCallback,
  ticket: TicketId,
): Promise<SentBack> {
  const at = { provider, flow: 'redirect', age: 'expired_will_do' } as const
  const { state, flow } = await openOAuthRequest(world, transaction, at)
  if (!world.secrets.same(credential.state, state)) throw new Problem('invalid_transaction')
  return { row: undefined, location: sendBack(flow, ticket), state, ticket, transaction }
}

/**
 * The visit of this browser if it has run out within the life of its cookie. Undefined for a live one. Throws
 * `invalid_transaction`.
 */
async function lateVisit(
  world: RedirectCallbackWorld,
  { provider, transaction, credential }: RedirectCallback,
): Promise<RedirectRequest | undefined> {
  const at = { provider, flow: 'redirect', age: 'expired_will_do' } as const
  const oauthRequest = await openOAuthRequest(world, transaction, at)
  const now = world.clock.now()
  if (now < oauthRequest.expiresAt) return undefined
  const ends = after(oauthRequest.expiresAt, lifetimes.visitCookie - lifetimes.oauthRequest)
  const isOwn = world.secrets.same(credential.state, oauthRequest.state)
  if (!isOwn || ends <= now) throw new Problem('invalid_transaction')
  return oauthRequest
}

/** Tells the client that its visit is over. The provider is not called, and nothing is decided. */
async function sendLateBack(world: RedirectCallbackWorld, oauthRequest: RedirectRequest): Promise<Issued> {
  const once = { ...onceFor(oauthRequest), expiresAt: after(world.clock.now(), lifetimes.visitCookie) }
  const decision = { kind: 'problem', code: 'invalid_transaction', extras: {} } as const
  const issued = await issue(world, oauthRequest, undefined, decision, once)
  if (issued === conflict) throw new Problem('unavailable')
  return issued
}

const problemDecision = (outcome: Refused): TicketDecision => ({ kind: 'problem', ...refusalOf(outcome) })

/** Every effect is a ticket, since acting needs the client's verifier. */
function record(world: RedirectCallbackWorld, visit: AuthenticatedVisit<'redirect'>): ActionHandlers<Issued> {
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
  world: RedirectCallbackWorld,
  { oauthRequest, identity, authTime, once, storedToken }: AuthenticatedVisit<'redirect'>,
  outcome: OutcomeName,
) {
  const { visitor } = oauthRequest
  const decision = {
    kind: 'authenticated',
    identity,
    authTime,
    amr: [identity.provider],
    ...defined({ visitor }),
  } as const
  return issue(world, oauthRequest, outcome, decision, once, storedToken && { identity, storedToken })
}

/** Stores a pending visit, with a question unless a signed-in member links. */
async function recordPending(
  world: RedirectCallbackWorld,
  visit: AuthenticatedVisit<'redirect'>,
  name: OutcomeName,
  question?: { readonly outcome: PendingOutcome; readonly known: readonly KnownCandidate[] },
) {
  const { oauthRequest, once, storedToken } = visit
  const pending = pendingOf(world, visit, await visit.fetchProfile(), question?.outcome, question?.known)
  const decision = {
    kind: 'pending',
    pendingId: pending.id,
    ...defined({ visitor: oauthRequest.visitor }),
  } as const
  const pendingVisit = { pending, dueAt: disconnectDueAt(pending, question?.outcome), storedToken }
  return issue(world, oauthRequest, name, decision, once, pendingVisit)
}

async function issue(
  world: RedirectCallbackWorld,
  oauthRequest: RedirectRequest,
  outcome: OutcomeName | undefined,
  decision: TicketDecision,
  once: Once | 'written_before',
  stored?: Parameters<World['tickets']['issue']>[2],
): Promise<Issued | typeof conflict> {
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
  const issued = await world.tickets.issue(ticket, once, stored)
  if (issued === 'used') throw new Problem('token_used')
  if (issued === 'conflict') return conflict
  return {
    row: outcome && rowOf(outcome),
    location: sendBack(flow, ticket.id),
    state: oauthRequest.state,
    ticket: ticket.id,
    browserSecret,
  }
}

/** The client's registered URI with the ticket and the client's state added. */
function sendBack(flow: RedirectRequest['flow'], ticket: TicketId): string {
  const url = new URL(flow.redirectUri)
  url.searchParams.set('ticket', ticket)
  if (flow.clientState !== undefined) url.searchParams.set('state', flow.clientState)
  return url.href
}
