import { defined } from '../domain/values/defined.ts'
import type { Identity, ProviderId } from '../domain/values/identity.ts'
import type { TicketId } from '../domain/values/ids.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import { Problem } from '../domain/values/problem.ts'
import type { VisitAction } from '../domain/visit/action.ts'
import { refusedAtProvider } from '../domain/visit/classify.ts'
import type { Flow, OAuthRequest } from '../domain/visit/oauth-request.ts'
import { type OutcomeName, type Row, rowOf } from '../domain/visit/outcome.ts'
import type { TicketDecision } from '../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../domain/visit/provider-token.ts'
import { type Refused, refusalOf } from '../domain/visit/refusal.ts'
import type { KnownCandidate, Once } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { authenticateAtProvider, authTimeOf, type Credential } from './visit/authenticate.ts'
import { conflict, decideAndAct } from './visit/decide-and-act.ts'
import { disconnect, storeTokenForDisconnecting } from './visit/disconnect.ts'
import { isShared, profileOf } from './visit/gather.ts'
import { findClient, findProvider, onceFor, openOAuthRequest } from './visit/oauth-request.ts'
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

type RedirectTransaction = OAuthRequest & { readonly flow: Extract<Flow, { kind: 'redirect' }> }

/**
 * The redirect callback: hears the provider, decides, and only records. Whatever changes a member happens
 * when the client shows its secret at `POST /token`. Throws `invalid_transaction` for a browser that did not
 * start here, and `token_used` for a callback that was replayed.
 */
export async function redirectCallback(world: World, input: RedirectCallback): Promise<SentBack> {
  const provider = findProvider(world, input.provider)
  const transaction = await openOAuthRequest(world, input.transaction, {
    provider: provider.id,
    flow: 'redirect',
  })
  const came = await authenticateAtProvider(world, provider, transaction, input.credential)
  if (came.kind === 'refused') {
    const outcome = refusedAtProvider(came.fault.why)
    world.addToLogContext({ decided: outcome.kind, row: rowOf(outcome) })
    const issued = await issue(world, transaction, outcome, problemDecision(outcome), {
      ...onceFor(transaction),
      refused: true,
    })
    if (issued === conflict) throw new Problem('unavailable')
    return issued
  }
  const { providerLogin, once, storedToken } = came.answer
  const fetch = profileOf(provider, providerLogin)
  const authTime = authTimeOf(providerLogin, world.clock.now())
  const visit = {
    transaction,
    identity: providerLogin.identity,
    authTime,
    once,
    fetch,
    ...defined({ storedToken }),
  }
  return decideAndAct(world, { ...visit, visitor: transaction.visitor }, (step, known) =>
    record(world, visit, step, known),
  )
}

const problemDecision = (outcome: Refused): TicketDecision => ({ kind: 'problem', ...refusalOf(outcome) })

interface RecordedVisit {
  readonly transaction: RedirectTransaction
  readonly identity: Identity
  readonly authTime: Date
  readonly once: Once
  readonly storedToken?: StoredProviderToken
  readonly fetch: ReturnType<typeof profileOf>
}

async function record(
  world: World,
  visit: RecordedVisit,
  step: VisitAction,
  known: readonly KnownCandidate[],
): Promise<SentBack | typeof conflict> {
  const { transaction, identity, authTime, once, storedToken, fetch } = visit
  const { visitor } = transaction
  const whose = visitor === undefined ? {} : { visitor }
  const arrive = (outcome: OutcomeName) => {
    const decision = { kind: 'arrived', identity, authTime, amr: [identity.provider], ...whose } as const
    return issue(world, transaction, outcome, decision, once, storedToken && { identity, storedToken })
  }
  switch (step.kind) {
    case 'sign_in':
      return arrive({ kind: 'signed_in' })
    case 'already_linked':
      return arrive({ kind: 'already_linked' })
    case 'merge':
      return arrive({ kind: 'merge_confirmation_required', variant: 'identity' })
    case 'reauthenticate':
      return arrive({ kind: 'reauthenticated' })
    case 'link': {
      const pending = pendingOf(world, visit, await fetch())
      const decision = { kind: 'pending', pendingId: pending.id, ...whose } as const
      return issue(world, transaction, { kind: 'linked' }, decision, once, {
        pending,
        dueAt: dueAt(pending),
        storedToken,
      })
    }
    case 'keep_pending': {
      const pending = pendingOf(world, visit, await fetch(), step.outcome, known)
      const decision = { kind: 'pending', pendingId: pending.id } as const
      const waiting = { pending, dueAt: dueAt(pending, step.outcome), storedToken }
      return issue(world, transaction, step.outcome, decision, once, waiting)
    }
    case 'disconnect_and_refuse': {
      const shared = isShared(world, await fetch())
      const ended = await disconnect(world, { identity, shared }, once, storedToken)
      if (ended === conflict) return conflict
      return issue(world, transaction, step.outcome, problemDecision(step.outcome), 'written_before')
    }
    case 'refuse':
      if (step.outcome.kind === 'provider_unavailable')
        await storeTokenForDisconnecting(world, identity, storedToken)
      return issue(world, transaction, step.outcome, problemDecision(step.outcome), once)
    default:
      return step satisfies never
  }
}

async function issue(
  world: World,
  transaction: RedirectTransaction,
  outcome: OutcomeName,
  decision: TicketDecision,
  once: Once | 'written_before',
  leaves?: Parameters<World['tickets']['issue']>[2],
): Promise<SentBack | typeof conflict> {
  const { clientId, codeChallenge, flow } = transaction
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
    state: transaction.state,
    ticket: ticket.id,
    browserSecret,
  }
}

/** The client's own URI with the ticket and the client's state; what it registered stays as it is. */
function sendBack(flow: RedirectTransaction['flow'], ticket: TicketId): string {
  const url = new URL(flow.redirectUri)
  url.searchParams.set('ticket', ticket)
  if (flow.clientState !== undefined) url.searchParams.set('state', flow.clientState)
  return url.href
}
