import type { ReactivationName } from '../../domain/leaving/reactivation.ts'
import type { Session } from '../../domain/member/member.ts'
import type { MemberClaims } from '../../domain/member/token-claims.ts'
import type { PasskeyChallenge } from '../../domain/passkey/passkey-challenge.ts'
import type { PresentedRefresh } from '../../domain/session/refresh.ts'
import type { RefreshRecord } from '../../domain/session/session.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type {
  ClientId,
  DeviceId,
  MemberId,
  PendingId,
  SealedTicket,
  SessionId,
  TokenId,
} from '../../domain/values/ids.ts'
import type { VerificationId } from '../../domain/values/verification.ts'
import type { OAuthRequest } from '../../domain/visit/oauth-request.ts'
import type { Ticket } from '../../domain/visit/pending-connection.ts'
import type { ProviderToken, SealedToken } from '../../domain/visit/provider-token.ts'
import type { AddedClaims } from './added-claims.ts'
import type { VerificationCodes } from './messages.ts'

/** The claims of an access token (RFC 9068). */
export interface Access {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly clientId: ClientId
  readonly authTime: Date
}

export interface AccessTokens {
  /**
   * Issues an access token. `expiresIn` is in seconds; `claims` are the member's claims beside the id, and `added` those of
   * the service, which replace no other.
   */
  issue(
    session: Session,
    claims?: MemberClaims,
    added?: AddedClaims,
  ): Promise<{ readonly accessToken: string; readonly expiresIn: number }>
  /** Throws `invalid_token`. Accepts an expired token only with `expired_will_do`. */
  read(token: string, age: 'fresh_enough' | 'expired_will_do'): Promise<Access>
}

/**
 * The kind of a flow token: it continues a pending visit or answers a merge question. No
 * kind is accepted in place of another.
 */
export type FlowTokenKind = 'register' | 'link' | 'merge'

export interface FlowTokens {
  issue(
    kind: FlowTokenKind,
    names: { readonly tokenId: TokenId; readonly pendingId: PendingId },
  ): Promise<{ readonly token: string; readonly expiresIn: number }>
  /** Throws `invalid_token`. */
  read(
    kind: FlowTokenKind,
    token: string,
  ): Promise<{ readonly tokenId: TokenId; readonly pendingId: PendingId }>
}

/** A token for a proven address. */
export interface VerificationTokens {
  issue(names: {
    readonly tokenId: TokenId
    readonly verificationId: VerificationId
  }): Promise<{ readonly token: string; readonly expiresIn: number }>
  /** Throws `invalid_token`. */
  read(token: string): Promise<{ readonly tokenId: TokenId; readonly verificationId: VerificationId }>
}

/** The token of a reactivation message. */
export interface ReactivationTokens {
  issue(name: ReactivationName): Promise<string>
  /** Throws `invalid_token`. */
  read(token: string): Promise<ReactivationName>
}

export interface OAuthRequests {
  seal(request: OAuthRequest): Promise<string>
  /**
   * Throws `invalid_transaction` for text that was not sealed here or has expired. With `expired_will_do`, the expiry is
   * not checked: whoever asks so may only say that the visit is over.
   */
  open(text: string, age?: 'fresh_enough' | 'expired_will_do'): Promise<OAuthRequest>
}

export interface PasskeyChallenges {
  seal(challenge: PasskeyChallenge): Promise<string>
  /** Throws `invalid_transaction` for text that was not sealed here as a challenge, or has expired. */
  open(text: string): Promise<PasskeyChallenge>
}

/** A device that a token names. */
export interface PresentedDevice {
  readonly id: DeviceId
  /** Whether this member has signed in on it. Until then the id proves nothing. */
  isOf(memberId: MemberId): boolean
}

/** Tokens of devices on which a member has signed in. They open nothing. */
export interface DeviceTokens {
  issue(of: { readonly memberId: MemberId; readonly deviceId: DeviceId }): string
  /** Undefined for a token that is not ours in form, or that has expired. */
  read(token: string): PresentedDevice | undefined
}

/** The content of a refresh token. */
export interface RefreshName {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly generation: number
}

export interface RefreshTokens {
  /** The token of a generation, and its stored form. */
  derive(name: RefreshName): RefreshRecord & { readonly token: string }
  /** The current token of a session again. */
  repeat(session: Session): string
  /** Undefined for a token that is not ours. */
  read(token: string): (RefreshName & PresentedRefresh) | undefined
}

/** Random values and hashes for secrets. */
export interface Secrets {
  /** 256 random bits in base64url. */
  random(): string
  /** SHA-256 in base64url; also the S256 challenge of a verifier (RFC 7636, section 4.2). */
  hash(text: string): string
  /** Compares in constant time. */
  same(a: string, b: string): boolean
}

/** Hashes under a key of the stage. Equal values have equal hashes only within the stage. */
export interface KeyedHashes {
  /** `purpose` separates hashes of different things. */
  hash(purpose: string, value: string): string
}

/** Sealing of provider tokens for later disconnects. Each token is bound to its identity. */
export interface ProviderTokenSealing {
  seal(identity: Identity, token: ProviderToken): SealedToken
  /** Undefined for a token sealed for another identity or with a dropped key. */
  open(identity: Identity, sealed: SealedToken): ProviderToken | undefined
}

/** Sealing of tickets, which travel in an address. */
export interface TicketSealing {
  seal(ticket: Ticket): SealedTicket
  /** Undefined for text that was not sealed here. Whoever opens a ticket compares its time and takes it. */
  open(text: string): Ticket | undefined
}

/** The public signing keys (JWK Set, RFC 7517). */
export interface PublicKeys {
  readonly keys: readonly Readonly<Record<string, unknown>>[]
}

export interface Tokens {
  readonly access: AccessTokens
  readonly flow: FlowTokens
  readonly verification: VerificationTokens
  readonly reactivation: ReactivationTokens
  readonly oauthRequests: OAuthRequests
  readonly passkeyChallenges: PasskeyChallenges
  readonly refresh: RefreshTokens
  readonly device: DeviceTokens
  readonly providerTokens: ProviderTokenSealing
  readonly tickets: TicketSealing
  readonly codes: VerificationCodes
  readonly publicKeys: PublicKeys
}
