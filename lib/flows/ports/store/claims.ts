import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { Once } from './once.ts'

export interface IdentityClaims {
  /** Consistent. One read. */
  find(identity: Identity): Promise<IdentityClaim | undefined>
  /**
   * Marks a new or pending identity as being ended at the provider, before the provider is called: whoever marks
   * it has a minute to do so, then it is due. `linked`: somebody finished elsewhere, nothing may be ended.
   */
  beginDisconnecting(
    identity: Identity,
    once: Once | 'written_before',
    now: Date,
    shared: boolean,
    storedToken?: StoredProviderToken,
  ): Promise<'begun' | 'linked' | 'disconnecting' | 'used'>
  /** Keeps another token for an identity that is being ended, in the place of one that was used up or is older. */
  keepAnother(identity: Identity, storedToken: StoredProviderToken): Promise<void>
  /**
   * The provider has ended it: the claim goes, if it is still `disconnecting` and nobody has connected it again
   * meanwhile. Of an identity that still leads to a member (`heldFor`), who has left, it stays as `cut`.
   */
  endDisconnecting(identity: Identity, heldFor?: MemberId): Promise<void>
  /**
   * The person of an identity that is `cut` or `disconnecting` has connected again at the provider: the sweep ends
   * it then, by what the visit leaves, if that does not come to something better.
   */
  noteReconnection(claim: IdentityClaim, until: Date, storedToken?: StoredProviderToken): Promise<void>
  /**
   * Marks the `cut` identity of a member who has left, and who connected it again, as being ended. False when it
   * stands elsewhere, or somebody is ending it already.
   */
  beginAgain(
    held: { readonly identity: Identity; readonly owner: MemberId; readonly shared: boolean },
    now: Date,
    storedToken?: StoredProviderToken,
  ): Promise<boolean>
}

/** What is due at a provider, and who gets to do it. */
export interface DueClaims {
  /** Identities whose time is over, oldest first (an index read: it may be behind). */
  list(now: Date, limit: number): Promise<readonly IdentityClaim[]>
  /**
   * Takes one on, if it is still as it was read: it becomes `disconnecting`, due again at `until` (so that
   * nobody else does it meanwhile), with one more attempt counted. False when somebody else was faster, or somebody linked it.
   */
  take(claim: IdentityClaim, until: Date): Promise<boolean>
  /** Nobody can be asked to end it: recorded, and never due again. One that leads to a member stays as `cut`. */
  giveUp(identity: Identity, heldFor?: MemberId): Promise<void>
}
