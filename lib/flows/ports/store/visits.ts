import type { Identity } from '../../../domain/values/identity.ts'
import type { PendingId, TicketId, TokenId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type {
  HeldContact,
  LinkQuestion,
  PendingConnection,
  PendingEnd,
  Ticket,
  TypedContacts,
} from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { Once } from './once.ts'

export interface PendingConnections {
  /**
   * Keeps a visit that waits, and claims its identity as pending until `dueAt` (a new visit renews it).
   * `moved`: the identity is linked or being disconnected by now: decide again.
   */
  keep(
    pending: PendingConnection,
    once: Once,
    dueAt: Date,
    storedToken?: StoredProviderToken,
  ): Promise<'kept' | 'moved' | 'used'>
  /** Consistent. One read of the visit with the claim of its identity. `ended`: a token of it did its work. */
  find(
    id: PendingId,
    now: Date,
  ): Promise<
    | { readonly kind: 'open'; readonly pending: PendingConnection }
    | { readonly kind: 'ended'; readonly end: PendingEnd }
    | undefined
  >
  /**
   * Names another token as the one that may end this visit, and what it waits for now (`question` undefined:
   * nothing but registering); the token before it is dead. What proved a typed-in address is used up with it.
   * False when it has ended or had another token, or when the proof was used.
   */
  handOver(
    id: PendingId,
    from: TokenId,
    to: TokenId,
    pendingState: {
      readonly question: LinkQuestion | undefined
      readonly held: readonly HeldContact[]
      readonly typed?: TypedContacts
    },
    usesUp?: { readonly proof: ProvenAddress; readonly now: Date },
  ): Promise<boolean>
  /**
   * Declined: the visit ends, and its identity is marked as being ended at the provider; one transaction.
   * `elsewhere`: the identity was linked by another visit, and nothing is ended.
   */
  decline(pending: PendingConnection, now: Date): Promise<'declined' | 'used' | 'elsewhere'>
}

/** A visit of a new identity, and until when the identity waits. */
export interface PendingVisit {
  readonly pending: PendingConnection
  readonly dueAt: Date
  readonly storedToken?: StoredProviderToken | undefined
}

/** What a visit of a linked identity leaves with the claim. */
export interface KeptVisit {
  readonly identity: Identity
  readonly storedToken: StoredProviderToken
}

export interface Tickets {
  /**
   * Keeps a ticket and, for a new identity, the visit behind it; for a linked one, what the visit leaves with its
   * claim. One transaction.
   * `written_before`: the visit's effect has already written its once.
   */
  issue(
    ticket: Ticket,
    once: Once | 'written_before',
    leaves?: PendingVisit | KeptVisit,
  ): Promise<'issued' | 'moved' | 'used'>
  /** Takes the ticket away, whoever asks: it is gone whatever comes of it. Undefined when expired. */
  take(id: TicketId, now: Date): Promise<Ticket | undefined>
}
