import type { Agreement } from '../consent/agreement.ts'
import type { MailReach, TextReach } from '../leads/reach.ts'
import type { TokenClaim } from '../member/token-claims.ts'
import type { Email, Phone, ProviderProfile } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { ClientId, MemberId, OAuthRequestId, PendingId, TokenId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'
import type { ProblemCode, ProblemExtras } from '../values/problem.ts'
import type { MemberSummary } from './facts.ts'
import type { MemberVisitor } from './oauth-request.ts'
import type { LinkNeeds } from './outcome.ts'
import type { SealedToken } from './provider-token.ts'

/**
 * The state of an identity's claim. `unlinked_by_provider`: the provider has ended the identity, but its
 * person still needs it to recover the account: the last login method, or a member who can be restored.
 */
type ClaimState = 'pending' | 'linked' | 'disconnecting' | 'unlinked_by_provider' | 'not_revocable'

/** The claim that leads from an identity to its member or to its pending visits. */
export interface IdentityClaim extends Identity {
  readonly state: ClaimState
  /** Present when linked or unlinked by the provider, and while disconnecting for a member who has left. */
  readonly memberId?: MemberId
  readonly externalId?: string
  /** The member's `credentialsVersion` as the identity last saw it. It may be behind. */
  readonly credentialsVersion?: number
  /** The claims of access tokens that were true of the member when the identity last signed in. */
  readonly claims?: readonly TokenClaim[]
  /** When the sweep must handle the claim; absent if nothing is due. */
  readonly dueAt?: Date
  /** The number of failed calls to disconnect. */
  readonly attempts?: number
  /**
   * A sibling service shares the connection, or may share it. Such a connection is released, never
   * disconnected.
   */
  readonly shared?: boolean
  /** The sealed provider token for disconnecting. It is deleted with the connection. */
  readonly kept?: SealedToken
}

/** The ends of a pending connection. A pending connection ends exactly once. */
export const pendingEnds = ['registered', 'linked', 'disconnected', 'released'] as const
export type PendingEnd = (typeof pendingEnds)[number]

/** A member that a pending visit may be linked to, as read when the visit was decided. */
export interface LinkTarget {
  readonly memberId: MemberId
  readonly externalId?: string
  /** Linking requires that the member still has this version; otherwise the visit is decided again. */
  readonly version: number
  /** The version of the sessions that linking may open. */
  readonly credentialsVersion: number
  /** Unverified contacts of the member that the visitor's provider has verified. */
  readonly verifies: readonly HeldContact[]
  /** Linking recovers the account by this address, from which a code came back in this visit. */
  readonly recovers?: Email
  /** The member has no CI yet. */
  readonly lacksCi: boolean
  /** The required terms that the member has agreed to. The list only grows. */
  readonly agreements?: readonly Agreement[]
  /** Where the notice about the new login method goes: by mail, or by text to a member who has a number alone. */
  readonly reach?: MailReach
  readonly textReach?: TextReach
}

/** The question of a pending visit that matched a member. */
export interface LinkQuestion {
  /** `consent`: a yes is enough. `sign_in`: one candidate must also sign in. */
  readonly needs: LinkNeeds
  /** The visit matched its one candidate in full (row 5), and yet needs a sign-in: an identity check found the member. */
  readonly full?: true
  readonly candidates: readonly LinkTarget[]
  /**
   * False after an equal CI, since one person has one account; and after a code from a contact that a candidate keeps
   * and no registration can do without.
   */
  readonly mayRegister: boolean
  /** The contacts that the visitor entered and proved, and that a candidate keeps. Absent if there are none. */
  readonly keeps?: readonly HeldContact[]
}

/** A contact of the visitor's profile that a member already has, so it cannot be registered again. */
export type HeldContact = 'email' | 'phone'

/** Contacts that the visitor entered and proved by code. */
export interface TypedContacts {
  readonly email?: Email
  readonly phone?: Phone
}

/**
 * One visit of an unlinked identity that waits for `/register`, `/link` or a merge. The visit stores the id
 * of the one token that may end it, so a token works once and an older token never.
 */
export interface PendingConnection {
  readonly id: PendingId
  readonly transactionId: OAuthRequestId
  readonly clientId: ClientId
  /** The client's PKCE challenge (S256, RFC 7636). Every later step must present its verifier. */
  readonly codeChallenge: string
  readonly tokenId: TokenId
  readonly authTime: Date
  readonly amr: readonly string[]
  readonly locale: Locale
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly profile: ProviderProfile
  /** Absent if nobody matched, or if the visitor chose to continue as new. */
  readonly question?: LinkQuestion
  readonly held: readonly HeldContact[]
  readonly typed?: TypedContacts
  /**
   * A sibling service shares the connection, or may share it. Such a connection is released, never
   * disconnected.
   */
  readonly shared: boolean
}

/** Whether a sibling service shares the connection of an identity, or `as_recorded`: what the identity's claim says. */
export type Sharing = boolean | 'as_recorded'

/** The member behind a linked identity, as the callback has found it. */
export type FoundMember = Pick<MemberSummary, 'id' | 'externalId' | 'credentialsVersion' | 'claims'>

/**
 * The decision of a redirect visit. `/token` acts on it once the client presents
 * its verifier. Never contains a token.
 */
export type TicketDecision =
  | {
      readonly kind: 'authenticated'
      readonly identity: Identity
      readonly authTime: Date
      /** Whom an anonymous visitor signs in to. The transaction that opens the session checks it. */
      readonly member?: FoundMember
      /** The signed-in member of the visit. */
      readonly visitor?: MemberVisitor
    }
  | { readonly kind: 'pending'; readonly pendingId: PendingId; readonly visitor?: MemberVisitor }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly extras: ProblemExtras }

/** A decision that travels sealed, works once and lives 60 seconds. */
export interface Ticket {
  /** The OAuth request of the visit. */
  readonly transactionId: OAuthRequestId
  readonly clientId: ClientId
  readonly codeChallenge: string
  /** SHA-256 of a secret in the starting browser's cookie; absent for clients without a cookie. */
  readonly browserHash?: string
  readonly decision: TicketDecision
  readonly expiresAt: Date
}
