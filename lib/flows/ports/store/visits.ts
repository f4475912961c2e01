import type { IdentityCheckId } from '../../../domain/merge/identity-check.ts'
import type { MemberId, PendingId, TokenId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type { PendingConnection, PendingEnd } from '../../../domain/visit/pending-connection.ts'
import type { PendingState } from '../../../domain/visit/pending-visit.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { Once, TicketUse, VisitTrace } from './once.ts'

/** What a visit that goes on consumes: proofs of entered addresses, an identity check, or the ticket that was shown. */
export interface Consumed {
  readonly ticket?: TicketUse | undefined
  readonly proofs?: readonly ProvenAddress[]
  readonly checkId?: IdentityCheckId | undefined
}

/** A visit as found. `ended`: a token of the visit was consumed. */
export type FoundPending =
  | { readonly kind: 'open'; readonly pending: PendingConnection }
  | { readonly kind: 'ended'; readonly end: PendingEnd }

export interface PendingConnections {
  /**
   * Stores a pending visit, which uses its OAuth request and the native access token, and claims its identity as pending until
   * `dueAt`, which a new visit extends. `conflict`: the identity is linked or disconnecting by now, so decide again.
   */
  keep(
    pending: PendingConnection,
    once: Pick<Once, 'accessToken'>,
    dueAt: Date,
    storedToken?: StoredProviderToken,
  ): Promise<'kept' | 'conflict' | 'used'>
  /** A visit. Consistent; one read. */
  find(id: PendingId, now: Date): Promise<FoundPending | undefined>
  /** The same, and counts a change of the visit; one write. `exhausted`: the visit has had as many as it may. */
  findCounted(id: PendingId, most: number, now: Date): Promise<FoundPending | 'exhausted' | undefined>
  /**
   * Gives a visit a new token and a new state (`question` undefined: only a registration may follow). The
   * previous token dies. Proofs of entered addresses, an identity check and a ticket are consumed. False if the visit has
   * ended or has another token, or if what it consumes was used.
   */
  handOver(
    id: PendingId,
    from: TokenId,
    to: TokenId,
    pendingState: PendingState,
    consumes?: Consumed & { readonly now: Date },
  ): Promise<boolean>
  /**
   * Ends a declined visit and marks its identity as disconnecting; one transaction. `owner`: the member at whom the
   * identity had ended; it still leads there afterwards. `elsewhere`: another visit has linked the identity, so nothing
   * is disconnected.
   */
  decline(
    pending: PendingConnection,
    now: Date,
  ): Promise<
    | { readonly kind: 'declined'; readonly owner?: MemberId }
    | { readonly kind: 'used' }
    | { readonly kind: 'elsewhere' }
  >
}

/** A visit of a new identity, and the end of its waiting time. */
export interface PendingVisit {
  readonly pending: PendingConnection
  readonly dueAt: Date
  readonly storedToken?: StoredProviderToken | undefined
}

/** What is left in the table of tickets and refused visits: that they were used. */
export interface Tickets {
  /** Consumes a ticket, whatever follows; one write. False if it, or its visit, was used before. */
  take(use: TicketUse): Promise<boolean>
  /**
   * Records that the provider has refused a visit; one write. False if the visit was refused or used before. The same
   * visit may still have its effect.
   */
  refuse(once: Once): Promise<boolean>
  /** What another request of a visit has left. Undefined where nothing was left, or no trace of it. Consistent; one read. */
  traceOf(once: Once): Promise<VisitTrace | undefined>
  /** The same, and waits most of a second for a request that is still under way. */
  awaitTrace(once: Once): Promise<VisitTrace | undefined>
}
