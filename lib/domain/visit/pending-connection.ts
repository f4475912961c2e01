import type { Agreement } from '../consent/agreement.ts'
import type { Email, Phone, ProviderProfile } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { ClientId, MemberId, OAuthRequestId, PendingId, TicketId, TokenId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'
import type { ProblemCode, ProblemExtras } from '../values/problem.ts'
import type { MemberVisitor } from './oauth-request.ts'
import type { SealedToken } from './provider-token.ts'

/**
 * Where the claim of an identity stands. `cut`: it is ended at the provider, and its person finds the way back by
 * it: it was the last way in, or the member has left and can be restored.
 */
export type ClaimState = 'pending' | 'linked' | 'disconnecting' | 'unlinked_by_provider' | 'not_revocable'

/** What leads from an identity to a member, or to the visits that may still make one. */
export interface IdentityClaim extends Identity {
  readonly state: ClaimState
  /** Present when linked or cut, and while it is being ended for a member who has left. */
  readonly memberId?: MemberId
  readonly externalId?: string
  /** When the sweep has to look at it; absent when nothing is due. */
  readonly dueAt?: Date
  /** How often the provider was asked to disconnect, and did not answer. */
  readonly attempts?: number
  /** A sibling service shares the connection (or that cannot be known): it is released, never ended. */
  readonly shared?: boolean
  /** What disconnecting needs; gone with the connection. */
  readonly kept?: SealedToken
}

/** How a pending connection ended; it ends exactly once. */
export type PendingEnd = 'linked' | 'registered' | 'merged' | 'disconnected' | 'released' | 'not_revocable'

/** A member whom a pending visit may be linked to, as it was when that was decided. */
export interface LinkTarget {
  readonly memberId: MemberId
  readonly externalId?: string
  /** Linking happens only while the member is still at this version; else it is decided again. */
  readonly version: number
  /** Contacts of the member that the visitor's provider has verified, and that were not verified until now. */
  readonly verifies: readonly HeldContact[]
  /** The member has no CI yet. */
  readonly lacksCi: boolean
  /** The required terms that the member has agreed to; there may be more by now, never fewer. */
  readonly agreements?: readonly Agreement[]
  /** Whom to tell that a way of signing in was added: the member's own address, verified by then. */
  readonly reach?: { readonly email: Email; readonly locale: Locale }
}

/** What a visit that matched somebody waits for. */
export interface LinkQuestion {
  /** `consent`: a yes is enough. `sign_in`: one of the candidates must prove presence as well. */
  readonly needs: 'consent' | 'sign_in'
  readonly candidates: readonly LinkTarget[]
  /** False after an equal CI: one person, one account. */
  readonly mayRegister: boolean
}

/** A contact that the visitor's provider reported and that a member holds: it cannot be registered again. */
export type HeldContact = 'email' | 'phone'

/** Addresses that the visitor typed in and proved by a code. */
export interface TypedContacts {
  readonly email?: Email
  readonly phone?: Phone
}

/**
 * One visit of an identity that is not linked yet: it waits for register, link or merge.
 * It names the one token that may end it, so a token works once and an older one never.
 */
export interface PendingConnection {
  readonly id: PendingId
  readonly transactionId: OAuthRequestId
  readonly clientId: ClientId
  /** The client's PKCE challenge (S256), shown again by every later step. */
  readonly codeChallenge: string
  readonly tokenId: TokenId
  readonly authTime: Date
  readonly amr: readonly string[]
  readonly locale: Locale
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly profile: ProviderProfile
  /** Absent when nobody matched, or when the visitor chose to continue as new. */
  readonly question?: LinkQuestion
  readonly held: readonly HeldContact[]
  readonly typed?: TypedContacts
  /** A sibling service shares the connection (or that cannot be known): it is released, never ended. */
  readonly shared: boolean
}

/** What a redirect visit decided, to be acted on when the client shows its secret. Never a token. */
export type TicketDecision =
  | {
      readonly kind: 'arrived'
      readonly identity: Identity
      readonly authTime: Date
      readonly amr: readonly string[]
      /** The signed-in member whose visit it is. */
      readonly visitor?: MemberVisitor
    }
  | { readonly kind: 'pending'; readonly pendingId: PendingId; readonly visitor?: MemberVisitor }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly extras: ProblemExtras }

/** A one-time handle of a decision; it lives 60 seconds. */
export interface Ticket {
  readonly id: TicketId
  readonly clientId: ClientId
  readonly codeChallenge: string
  /** SHA-256 of a secret in the starting browser's cookie; absent for clients without one. */
  readonly browserHash?: string
  readonly decision: TicketDecision
  readonly expiresAt: Date
}
