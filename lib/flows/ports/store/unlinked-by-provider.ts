import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity, Member, Session } from '../../../domain/member/member.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { ConsumedPending, Once } from './once.ts'
import type { KeptSession, SignInRefusal } from './sessions.ts'

/** The writes after a provider has ended a member's identity, or its own sessions of the person, in one transaction. */
export interface UnlinkByProvider {
  readonly identity: Identity
  /** The version that the member must still have; otherwise it is decided again. */
  readonly member: Pick<Member, 'id' | 'externalId' | 'version' | 'credentialsVersion'>
  /** The sessions that stay. Every session that is not among them ends, also one that opens meanwhile. */
  readonly survivors: readonly KeptSession[]
  readonly event: AuditEvent
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
}

/** The end of one identity by its provider. */
export interface IdentityEnd extends UnlinkByProvider {
  /** Nothing else that lasts lets the member in, so the identity goes on doing so. */
  readonly isLast: boolean
}

/** The return of a member by an ended identity, with the session that opens. */
export interface Restoration {
  readonly identity: LinkedIdentity
  /** The version that the member must still have, so that the identity still signs the member in. */
  readonly version: number
  readonly session: Session
  readonly event: AuditEvent
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
  readonly storedToken?: StoredProviderToken
}

/** An ended identity whose person links it elsewhere or starts anew, and the member who loses it. */
export interface EndedRelease {
  readonly identity: Identity
  /** The version that the member must still have, so that the member can do without. */
  readonly member: Pick<Member, 'id' | 'externalId' | 'version'>
  readonly shared: boolean
  readonly event: AuditEvent
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
}

/** Identities that a provider has ended. */
export interface UnlinksByProvider {
  /**
   * Turns a linked identity into an ended one; one transaction. `conflict`: the member or the identity has changed.
   */
  unlink(ending: IdentityEnd): Promise<'unlinked_by_provider' | 'conflict'>
  /** Ends all sessions of a member but the survivors; one transaction. `conflict`: the member has changed. */
  signOut(signingOut: UnlinkByProvider): Promise<'signed_out' | 'conflict'>
  /** Ends a pending visit whose identity is gone. The visit cannot continue, and nothing is due any more. */
  forgetPending(claim: IdentityClaim): Promise<'forgotten' | 'conflict'>
  /** Links the identity again and opens a session; one transaction. */
  restore(
    restoration: Restoration,
    once: Once | ConsumedPending | 'written_before',
  ): Promise<{ readonly kind: 'opened' } | SignInRefusal>
  /**
   * Takes an ended identity from its member; it is pending until `due`. `conflict`: the member or the identity has
   * changed.
   */
  release(release: EndedRelease, due: Date): Promise<'released' | 'conflict'>
}
