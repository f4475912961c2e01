import type { ClientId, MemberId, OAuthRequestId, SessionId } from '../values/ids.ts'

/** The session that asks for a challenge, and that must still be alive at the end. */
interface Asker {
  readonly memberId: MemberId
  readonly sessionId: SessionId
}

/** What the signature under a challenge may do. */
export type ChallengePurpose =
  | { readonly kind: 'sign_in'; readonly clientId: ClientId }
  | ({ readonly kind: 'add' } & Asker)
  | ({ readonly kind: 'reauth' } & Asker)

/** A challenge for an authenticator, as `/…/options` seals it. It works once, for its purpose and no other. */
export interface PasskeyChallenge {
  readonly id: OAuthRequestId
  readonly purpose: ChallengePurpose
  /** 256 random bits in base64url. */
  readonly challenge: string
  readonly expiresAt: Date
}

/** A purpose of one kind. */
export type PurposeOf<Kind extends ChallengePurpose['kind']> = Extract<ChallengePurpose, { kind: Kind }>
