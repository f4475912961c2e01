import { defined } from '../domain/values/defined.ts'
import type { ProviderId } from '../domain/values/identity.ts'
import type { SealedTicket } from '../domain/values/ids.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import type { PendingOutcome } from '../domain/visit/action.ts'
import type { MemberSummary } from '../domain/visit/facts.ts'
import type { OutcomeName } from '../domain/visit/outcome.ts'
import type { FoundMember } from '../domain/visit/pending-connection.ts'
import type { KnownCandidate } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { type Issued, issueTicket, sendBack } from './tickets/issue-ticket.ts'
import { followOther, problemDecision, refuseVisit } from './tickets/same-visit.ts'
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
import { type OAuthRequestOf, onceFor, openOAuthRequest } from './visit/oauth-request.ts'
import { disconnectDueAt, pendingOf } from './visit/pending-visit.ts'

/** The provider's redirect, with the sealed OAuth request of this browser. */
export interface RedirectCallback {
  readonly provider: ProviderId
  /** From the cookie named after the state. */
  readonly transaction: string
  readonly credential: Extract<Credential, { state: string }>
  /** The ticket that this browser got for this visit a moment ago. */
  readonly sentBefore?: SealedTicket | undefined
}

/** The browser's way back to its client. */
export interface SentBack extends Issued {
  /** The sealed OAuth request, which stays in the browser for the life of the ticket. */
  readonly transaction: string
}

type RedirectCallbackWorld = Pick<
  World,
  'clock' | 'ids' | 'secrets' | 'tokens' | 'tickets' | 'identityClaims' | 'pendingConnections'
> &
  AuthenticateWorld &
  DecideAndActWorld &
  DisconnectWorld

/**
 * The redirect callback: authenticates the visitor at the provider, decides, and only records the decision.
 * Members change only at `POST /token`, where the client presents its verifier. Throws `invalid_transaction`
 * for a browser that did not start the visit, and `token_used` for a replayed callback; of two requests that were under way
 * together, both go on. A visit that ran out goes back to
 * its client with a ticket for `invalid_transaction`.
 */
export async function redirectCallback(
  world: RedirectCallbackWorld,
  input: RedirectCallback,
): Promise<SentBack> {
  const { transaction: sealed, sentBefore, ...rest } = input
  if (sentBefore !== undefined) return sendBackAgain(world, input, sentBefore)
  const began = world.clock.now()
  const late = await lateVisit(world, input)
  if (late !== undefined) return { ...(await sendLateBack(world, late)), transaction: sealed }
  const callback = { ...rest, flow: 'redirect', sealed, codeVerifier: shownWithTicket } as const
  const authenticated = await authenticate(world, callback)
  if (authenticated.kind === 'authenticated') {
    const { visit } = authenticated
    return { ...(await decideAndAct(world, visit, record(world, visit, began))), transaction: sealed }
  }
  const { oauthRequest, outcome } = authenticated
  return { ...(await refuseVisit(world, { oauthRequest, began }, outcome)), transaction: sealed }
}

/** Sends a browser that asks again on with the same ticket, and touches nothing. Throws `invalid_transaction`. */
async function sendBackAgain(
  world: RedirectCallbackWorld,
  { provider, transaction, credential }: RedirectCallback,
  ticket: SealedTicket,
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
): Promise<OAuthRequestOf<'redirect'> | undefined> {
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
async function sendLateBack(
  world: RedirectCallbackWorld,
  oauthRequest: OAuthRequestOf<'redirect'>,
): Promise<Issued> {
  const once = { ...onceFor(oauthRequest), expiresAt: after(world.clock.now(), lifetimes.visitCookie) }
  const decision = { kind: 'problem', code: 'invalid_transaction', extras: {} } as const
  if (!(await world.tickets.refuse(once))) throw new Problem('token_used')
  return issueTicket(world, oauthRequest, undefined, decision)
}

/**
 * Every effect is a ticket, since acting needs the client's verifier. A decision that changes nothing yet leaves no row:
 * what acts on it writes that the visit is used.
 */
function record(
  world: RedirectCallbackWorld,
  visit: AuthenticatedVisit<'redirect'>,
  began: Date,
): ActionHandlers<Issued> {
  const { oauthRequest } = visit
  const authenticated = async (outcome: OutcomeName) => recordAuthenticated(world, visit, outcome)
  return {
    sign_in: ({ member }) => recordAuthenticated(world, visit, { kind: 'signed_in' }, member),
    already_linked: () => authenticated({ kind: 'already_linked' }),
    merge: () => authenticated({ kind: 'merge_confirmation_required', variant: 'identity' }),
    reauthenticate: () => authenticated({ kind: 'reauthenticated' }),
    link: () => recordPending(world, { visit, began }, { kind: 'linked' }),
    keep_pending: ({ outcome }, known) => recordPending(world, { visit, began }, outcome, { outcome, known }),
    disconnect_and_refuse: async ({ outcome }) => {
      if ((await disconnect(world, visit)) === conflict) return conflict
      return issueTicket(world, oauthRequest, outcome, problemDecision(outcome))
    },
    refuse: async ({ outcome }) => {
      await storeTokenIfDisconnecting(world, outcome, visit)
      return issueTicket(world, oauthRequest, outcome, problemDecision(outcome))
    },
  }
}

async function recordAuthenticated(
  world: RedirectCallbackWorld,
  { oauthRequest, identity, authTime, storedToken }: AuthenticatedVisit<'redirect'>,
  outcome: OutcomeName,
  member?: MemberSummary,
): Promise<Issued | typeof conflict> {
  if (!(await world.identityClaims.storeToken(identity, storedToken))) return conflict
  const { visitor } = oauthRequest
  const found = member && foundMember(member)
  const decision = {
    kind: 'authenticated',
    identity,
    authTime,
    ...defined({ member: found, visitor }),
  } as const
  return issueTicket(world, oauthRequest, outcome, decision)
}

const foundMember = ({ id, externalId, credentialsVersion, claims }: MemberSummary): FoundMember => ({
  id,
  ...defined({ externalId, credentialsVersion, claims }),
})

/** Stores a pending visit, with a question unless a signed-in member links. */
async function recordPending(
  world: RedirectCallbackWorld,
  { visit, began }: { readonly visit: AuthenticatedVisit<'redirect'>; readonly began: Date },
  name: OutcomeName,
  question?: { readonly outcome: PendingOutcome; readonly known: readonly KnownCandidate[] },
): Promise<Issued | typeof conflict> {
  const { oauthRequest, storedToken } = visit
  const pending = pendingOf(world, visit, await visit.fetchProfile(), question?.outcome, question?.known)
  const dueAt = disconnectDueAt(pending, question?.outcome)
  const kept = await world.pendingConnections.keep(pending, visit.once, dueAt, storedToken)
  if (kept === 'used') return followOther(world, { oauthRequest, began })
  if (kept === 'conflict') return conflict
  const { visitor } = oauthRequest
  return issueTicket(world, oauthRequest, name, {
    kind: 'pending',
    pendingId: pending.id,
    ...defined({ visitor }),
  })
}
