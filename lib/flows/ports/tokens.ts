import type { ReactivationName } from '../../domain/leaving/reactivation.ts'
import type { Session } from '../../domain/member/member.ts'
import type { ContactClaims } from '../../domain/member/token-claims.ts'
import type { PresentedRefresh, RefreshRecord } from '../../domain/session/session.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { ClientId, MemberId, PendingId, SessionId, TokenId } from '../../domain/values/ids.ts'
import type { VerificationId } from '../../domain/values/verification.ts'
import type { OAuthRequest } from '../../domain/visit/oauth-request.ts'
import type { ProviderToken, SealedToken } from '../../domain/visit/provider-token.ts'

/** What an access token says (RFC 9068). */
export interface Access {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly clientId: ClientId
  readonly authTime: Date
}

export interface AccessTokens {
  /** Seconds in `expiresIn`. `claims` are what it says of the member beside who it is. */
  issue(
    session: Session,
    claims?: ContactClaims,
  ): Promise<{ readonly accessToken: string; readonly expiresIn: number }>
  /** Throws `invalid_token`. An expired one is read only where that is said. */
  read(token: string, age: 'fresh_enough' | 'expired_will_do'): Promise<Access>
}

/** A token that continues one pending connection, or answers one question of a merge; the kind is part of it and never mistaken for another. */
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

/** A token that shows a proven address. */
export interface VerificationTokens {
  issue(names: {
    readonly tokenId: TokenId
    readonly verificationId: VerificationId
  }): Promise<{ readonly token: string; readonly expiresIn: number }>
  /** Throws `invalid_token`. */
  read(token: string): Promise<{ readonly tokenId: TokenId; readonly verificationId: VerificationId }>
}

/** The token of a mail that a deactivated member comes back by. */
export interface ReactivationTokens {
  issue(name: ReactivationName): Promise<string>
  /** Throws `invalid_token`. */
  read(token: string): Promise<ReactivationName>
}

export interface OAuthRequests {
  seal(request: OAuthRequest): Promise<string>
  /** Throws `invalid_transaction` for anything that was not sealed here or has run out. */
  open(text: string): Promise<OAuthRequest>
}

/** What a refresh token names. */
export interface RefreshName {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly generation: number
}

export interface RefreshTokens {
  /** The token of a generation, and what is stored of it. */
  derive(name: RefreshName): RefreshRecord & { readonly token: string }
  /** The current token of a session once more. */
  repeat(session: Session): string
  /** Undefined for anything that we did not make. */
  read(token: string): (RefreshName & PresentedRefresh) | undefined
}

/** Random values and hashes for secrets. */
export interface Secrets {
  /** 256 random bits, base64url. */
  random(): string
  /** SHA-256, base64url: also the S256 challenge of a verifier (RFC 7636, section 4.2). */
  hash(text: string): string
  /** Compares in constant time. */
  same(a: string, b: string): boolean
  /** Six random digits. */
  code(): string
}

/** Hashes under a key of the stage: equal values have equal hashes here and nowhere else. */
export interface KeyedHashes {
  /** `purpose` keeps hashes of different things apart. */
  hash(purpose: string, value: string): string
}

/** Provider tokens that are kept for a later disconnection, sealed for the identity that they belong to. */
export interface ProviderTokenSealing {
  seal(identity: Identity, token: ProviderToken): SealedToken
  /** Undefined for what was sealed for another identity, or with a key that is gone. */
  open(identity: Identity, sealed: SealedToken): ProviderToken | undefined
}

/** The public half of the signing keys (RFC 7517). */
export interface PublicKeys {
  readonly keys: readonly Readonly<Record<string, unknown>>[]
}

export interface Tokens {
  readonly access: AccessTokens
  readonly flow: FlowTokens
  readonly verification: VerificationTokens
  readonly reactivation: ReactivationTokens
  readonly oauthRequests: OAuthRequests
  readonly refresh: RefreshTokens
  readonly providerTokens: ProviderTokenSealing
  readonly publicKeys: PublicKeys
}
