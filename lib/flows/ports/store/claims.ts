import type { IdentityClaim } from '../../../domain/connection.ts'
import type { Identity } from '../../../domain/identity.ts'
import type { Keeping, SealedToken } from '../../../domain/kept-token.ts'
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
    keeping?: Keeping,
  ): Promise<'begun' | 'linked' | 'disconnecting' | 'used'>
  /** Keeps another token for an identity that is being ended, in the place of one that was used up. */
  keepAnother(identity: Identity, sealed: SealedToken): Promise<void>
  /** The provider has ended it: the claim goes, if it is still `disconnecting`. */
  endDisconnecting(identity: Identity): Promise<void>
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
  /** Nobody can be asked to end it: recorded, and never due again. */
  giveUp(identity: Identity): Promise<void>
}
