import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { Once } from './once.ts'

export interface IdentityClaims {
  /** Consistent; one read. */
  find(identity: Identity): Promise<IdentityClaim | undefined>
  /**
   * Marks a new or pending identity as disconnecting before the provider is called. The caller has one
   * minute for the call; afterwards the sweep takes over. `owner`: the member at whom the identity had ended; it
   * still leads there afterwards. `linked`: another visit has linked the identity, so nothing may be disconnected.
   */
  beginDisconnecting(
    identity: Identity,
    once: Once | 'written_before',
    now: Date,
    shared: boolean,
    storedToken?: StoredProviderToken,
  ): Promise<
    | { readonly kind: 'begun'; readonly owner?: MemberId }
    | { readonly kind: 'linked' }
    | { readonly kind: 'disconnecting' }
    | { readonly kind: 'used' }
  >
  /**
   * Stores the durable token of a visit of a linked identity; one write, none for a token that is not durable. False if
   * the identity is pending or gone by now, so decide again.
   */
  storeToken(identity: Identity, storedToken: StoredProviderToken | undefined): Promise<boolean>
  /** Stores another token for a disconnecting identity, in place of a consumed or older one. */
  replaceStoredToken(identity: Identity, storedToken: StoredProviderToken): Promise<void>
  /**
   * Records the end at the provider: deletes the claim if it is still `disconnecting` and no visit has
   * reconnected the identity. The claim of a withdrawn member stays as `unlinked_by_provider`.
   */
  endDisconnecting(identity: Identity, owner?: MemberId): Promise<void>
  /** The same for several identities of a withdrawn member, in one transaction, without those that have been reconnected. */
  endAllDisconnecting(identities: readonly Identity[], owner: MemberId): Promise<void>
  /**
   * Records that the person of an `unlinked_by_provider` or `disconnecting` identity has reconnected at the
   * provider. The sweep then disconnects with the token of this visit, unless the visit ends otherwise.
   */
  recordReconnection(claim: IdentityClaim, until: Date, storedToken?: StoredProviderToken): Promise<void>
  /**
   * Marks the `unlinked_by_provider` identity of a withdrawn member, who reconnected it, as disconnecting.
   * False if the claim has another state, or another caller is disconnecting already.
   */
  disconnectAgain(
    reconnected: { readonly identity: Identity; readonly owner: MemberId; readonly shared: boolean },
    now: Date,
    storedToken?: StoredProviderToken,
  ): Promise<boolean>
}

/** Claims that are due at a provider, and the right to handle them. */
/** A page of what is due. `unreadable` counts entries that name nothing known. */
export interface DuePage<Name> {
  readonly due: readonly Name[]
  readonly unreadable: number
}

export interface DueClaims {
  /** The identities whose claims are overdue, page by page, longest overdue first. An index read, so it may be stale. */
  pages(now: Date): AsyncIterable<DuePage<Identity>>
  /** The overdue claims among those of up to 100 identities, oldest first. Consistent. */
  read(
    identities: readonly Identity[],
    now: Date,
  ): Promise<{ readonly claims: readonly IdentityClaim[]; readonly unreadable: number }>
  /**
   * Takes a claim if it is unchanged: it becomes `disconnecting`, due again at `until`, with one more attempt
   * counted. False if another sweep was faster or a visit linked the identity.
   */
  take(claim: IdentityClaim, until: Date): Promise<boolean>
  /**
   * Records that a disconnect is impossible; the claim is never due again. The claim of a withdrawn
   * member stays as `unlinked_by_provider`.
   */
  giveUp(identity: Identity, owner?: MemberId): Promise<void>
}
